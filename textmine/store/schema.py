"""The tables of outputs/textmine.sqlite.

Offsets are code points in `document.text`; the text of turns and sentences is never stored twice but sliced from
there. `decision` is append-only: triggers refuse to change or delete what a person decided, and it refers to
sentences by id without a foreign key, so that it outlives them.
"""

VERSION = 6

# Sentences that a person looked at, with or without giving a code: append-only like decisions.
_REVIEW = """
CREATE TABLE review (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sentence TEXT NOT NULL,
    document TEXT NOT NULL,
    quote TEXT NOT NULL,
    coder TEXT NOT NULL,
    time TEXT NOT NULL
);
CREATE TRIGGER review_is_kept BEFORE DELETE ON review
BEGIN SELECT RAISE (ABORT, 'reviews are append-only'); END;
CREATE TRIGGER review_is_final BEFORE UPDATE ON review
BEGIN SELECT RAISE (ABORT, 'reviews are append-only'); END;
CREATE TRIGGER review_is_new BEFORE INSERT ON review
WHEN EXISTS (SELECT 1 FROM review WHERE number = NEW.number)
BEGIN SELECT RAISE (ABORT, 'reviews are append-only'); END;
"""

# The passages that topics were found in, and how their number was chosen.
_TOPIC_PASSAGES = """
CREATE TABLE IF NOT EXISTS topic_passage (
    engine TEXT NOT NULL REFERENCES topic_model (engine) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    sentences TEXT NOT NULL,
    weights TEXT NOT NULL,
    x REAL NOT NULL,
    y REAL NOT NULL,
    PRIMARY KEY (engine, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS topic_detail (
    engine TEXT PRIMARY KEY REFERENCES topic_model (engine) ON DELETE CASCADE,
    choice TEXT NOT NULL,
    reason TEXT NOT NULL,
    distances TEXT NOT NULL,
    typical TEXT NOT NULL
) WITHOUT ROWID;
"""

# What people decided about topics: append-only like decisions about codes. `content` is JSON: the topics with their
# sentences, the parts of a split, the documents that there were.
_TOPIC_LOG = """
CREATE TABLE IF NOT EXISTS topic_decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    act TEXT NOT NULL CHECK (act IN ('rename', 'merge', 'split', 'drop', 'undo')),
    label TEXT NOT NULL,
    content TEXT NOT NULL,
    undone INTEGER,
    engine TEXT NOT NULL,
    coder TEXT NOT NULL,
    time TEXT NOT NULL
);
CREATE TRIGGER IF NOT EXISTS topic_decision_is_kept BEFORE DELETE ON topic_decision
BEGIN SELECT RAISE (ABORT, 'decisions about topics are append-only'); END;
CREATE TRIGGER IF NOT EXISTS topic_decision_is_final BEFORE UPDATE ON topic_decision
BEGIN SELECT RAISE (ABORT, 'decisions about topics are append-only'); END;
CREATE TRIGGER IF NOT EXISTS topic_decision_is_new BEFORE INSERT ON topic_decision
WHEN EXISTS (SELECT 1 FROM topic_decision WHERE number = NEW.number)
BEGIN SELECT RAISE (ABORT, 'decisions about topics are append-only'); END;
"""

# Votes of a note, and a speaker's label as the file has it.
_VOTES_AND_LABELS = """
ALTER TABLE turn ADD COLUMN votes INTEGER;
ALTER TABLE turn ADD COLUMN written TEXT;
"""

# Pauses and the ends of captions within a turn.
_SEAMS = "ALTER TABLE turn ADD COLUMN seams TEXT;"

# What makes a database of an older version one of the next.
UPGRADES = {1: _REVIEW, 2: _TOPIC_PASSAGES, 3: _TOPIC_LOG, 4: _VOTES_AND_LABELS, 5: _SEAMS}

TABLES = f"""{_REVIEW}{_TOPIC_LOG}
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE stage (
    name TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    finished TEXT NOT NULL,
    seconds REAL NOT NULL,
    items INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE problem (stage TEXT NOT NULL, what TEXT NOT NULL, place TEXT, remedy TEXT);

CREATE TABLE document (
    name TEXT PRIMARY KEY,
    text TEXT NOT NULL,
    format TEXT NOT NULL,
    encoding TEXT,
    sha256 TEXT NOT NULL,
    notes TEXT NOT NULL,      -- JSON: speakers, warnings, repairs, aside, metadata
    read_key TEXT NOT NULL,
    annotated_key TEXT
);

CREATE TABLE turn (
    document TEXT NOT NULL REFERENCES document (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    speaker TEXT,
    role TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    time REAL,
    note_group TEXT,
    section TEXT,
    votes INTEGER,
    written TEXT,             -- the label as the file has it
    seams TEXT,               -- JSON: [[place, pause in seconds or null], …], NULL where there are none
    PRIMARY KEY (document, position)
) WITHOUT ROWID;

CREATE TABLE sentence (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: an index that is behind finds no other sentence
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL REFERENCES document (name) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    clean TEXT NOT NULL,
    tokens TEXT NOT NULL,     -- JSON: [[text, lemma, pos, tag, morph, start, end], …]
    vector TEXT,              -- key in table vector
    stakeholder TEXT,         -- group id, set when the index is made
    UNIQUE (document, position)
);

CREATE TABLE vector (key TEXT PRIMARY KEY, value BLOB NOT NULL);

CREATE TABLE coding (
    sentence TEXT NOT NULL REFERENCES sentence (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    confidence REAL NOT NULL,
    method TEXT NOT NULL,
    start INTEGER NOT NULL,
    stop INTEGER NOT NULL,
    rule TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (sentence, code)
) WITHOUT ROWID;

CREATE TABLE decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sentence TEXT NOT NULL,
    document TEXT NOT NULL,
    quote TEXT NOT NULL,
    code TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject', 'add', 'undo')),
    coder TEXT NOT NULL,
    time TEXT NOT NULL,
    note TEXT NOT NULL DEFAULT ''
);
CREATE TRIGGER decision_is_kept BEFORE DELETE ON decision
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decision_is_final BEFORE UPDATE ON decision
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;
-- INSERT OR REPLACE deletes without the trigger of DELETE.
CREATE TRIGGER decision_is_new BEFORE INSERT ON decision
WHEN EXISTS (SELECT 1 FROM decision WHERE number = NEW.number)
BEGIN SELECT RAISE (ABORT, 'decisions are append-only'); END;

-- The codings that count: what the program found, less what people rejected, plus what they added.
CREATE VIEW current_coding AS
WITH last AS (
    SELECT sentence, code, verdict FROM decision
    WHERE number IN (SELECT max(number) FROM decision GROUP BY sentence, code)
)
SELECT sentence, code FROM coding c
WHERE NOT EXISTS (
    SELECT 1 FROM last WHERE last.sentence = c.sentence AND last.code = c.code AND last.verdict = 'reject'
)
UNION
SELECT sentence, code FROM last WHERE verdict IN ('accept', 'add');

CREATE TABLE topic_model (
    engine TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    unassigned INTEGER NOT NULL,
    passages INTEGER NOT NULL,
    notes TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE topic (
    engine TEXT NOT NULL REFERENCES topic_model (engine) ON DELETE CASCADE,
    id INTEGER NOT NULL,
    label TEXT NOT NULL,
    terms TEXT NOT NULL,
    size INTEGER NOT NULL,
    share REAL NOT NULL,
    examples TEXT NOT NULL,
    PRIMARY KEY (engine, id)
) WITHOUT ROWID;
CREATE TABLE topic_weight (
    engine TEXT NOT NULL REFERENCES topic_model (engine) ON DELETE CASCADE,
    sentence TEXT NOT NULL,
    topic INTEGER NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (engine, sentence, topic)
) WITHOUT ROWID;

{_TOPIC_PASSAGES}
CREATE VIRTUAL TABLE quote_index USING fts5 (
    words, lemmas, content = '', tokenize = "unicode61 remove_diacritics 0"
);
"""  # noqa: S608
