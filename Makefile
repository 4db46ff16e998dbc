# Two commands do everything: make demo, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test check bench lock model reader coder clean

demo: $(READY) ## set up, run the pipeline on the sample corpus, show the results
	$(BIN)/textmine run .
	$(BIN)/textmine quotes "kto pomoże napisać wniosek" -n 3

test: $(READY) ## set up, run all tests
	$(BIN)/python -m pytest

check: $(READY) ## format, lint, types
	$(BIN)/ruff format --check textmine tests benchmarks
	$(BIN)/ruff check textmine tests benchmarks
	$(BIN)/mypy

bench: $(READY) ## what is measured, side by side with what it is compared to
	$(BIN)/python -m benchmarks

# The lock names every package with its hashes; --no-deps because BERTopic's own metadata asks for torch.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "textmine potrzebuje Pythona 3.11 lub nowszego (PYTHON=python3.12 make demo)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock: ## resolve the dependencies anew (needs uv)
	uv pip compile pyproject.toml --extra bertopic --group dev --universal --generate-hashes --no-emit-index-url --no-emit-find-links --python-version 3.11 --custom-compile-command "make lock" --upgrade -o requirements.lock

model: $(READY) ## train the embedded pipeline anew: make model TREEBANK=path/to/train.conllu FREQUENCIES=path/to/freq.tsv
	$(BIN)/python -m textmine.nlp.train $(TREEBANK) --frequencies $(FREQUENCIES) --out models/pl_embedded/chooser.xz
	$(BIN)/python -m textmine.nlp.common_forms $(TREEBANK) --frequencies $(FREQUENCIES) --out models/pl_embedded/forms.xz

reader: $(READY) ## tune the reader anew on models/coder/bank; needs torch and a C compiler (see models/coder/README.md)
	$(BIN)/python -m textmine.coding.tune models/coder

coder: $(READY) ## train the shipped coder anew from models/coder/bank
	$(BIN)/python -m textmine.coding.teach models/coder

clean:
	rm -rf $(VENV) outputs/* .pytest_cache .mypy_cache .ruff_cache .hypothesis
