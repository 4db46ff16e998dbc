"use strict";
(function () {
  var byId = function (id) { return document.getElementById(id); };
  var all = function (selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); };
  document.documentElement.classList.remove("no-script");

  // "lodz" finds "Łódź": letters without their signs, ł without its stroke.
  var folded = function (text) {
    return text.toLocaleLowerCase("pl").replace(/ł/g, "l").normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  };
  var fields = ["text", "group", "theme", "code", "factor", "document"].map(function (name) { return byId("f-" + name); });
  var form = byId("filter"), count = byId("f-count"), nothing = byId("f-nothing");
  var pages = all("#codes .code").map(function (page) {
    return {
      element: page, theme: page.dataset.theme, code: page.dataset.code, factors: page.dataset.factors.split(" "),
      more: page.querySelector("details.more"), left: page.querySelector("details.more .left"),
      chip: document.querySelector('.chips li[data-code="' + page.dataset.code + '"]'),
      quotes: all(".quote", page).map(function (quote) {
        var words = quote.querySelector(".words");
        return { element: quote, folded: Boolean(quote.closest("details.more")), words: words, text: folded(words.textContent), group: quote.dataset.group, document: quote.dataset.document };
      })
    };
  });
  var total = pages.reduce(function (sum, page) { return sum + page.quotes.length; }, 0);

  var MARKED = 2000;

  // Folding changes no length for Polish letters; where it does, nothing is marked rather than the wrong place.
  function mark(found, wanted) {
    if (!window.CSS || !CSS.highlights || !window.Highlight) { return; }
    CSS.highlights.delete("found");
    if (!wanted) { return; }
    var ranges = [];
    found.slice(0, MARKED).forEach(function (quote) {
      var node = quote.words.firstChild;
      if (!node || node.length !== quote.text.length) { return; }
      for (var at = quote.text.indexOf(wanted); at >= 0; at = quote.text.indexOf(wanted, at + wanted.length)) {
        var range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + wanted.length);
        ranges.push(range);
      }
    });
    CSS.highlights.set("found", new (Function.prototype.bind.apply(Highlight, [null].concat(ranges)))());
  }

  function show() {
    var values = fields.map(function (field) { return field.value; });
    var wanted = folded(values[0].trim()), group = values[1], theme = values[2], code = values[3], factor = values[4], source = values[5];
    var narrowed = Boolean(wanted || group || source), shown = 0, found = [];
    pages.forEach(function (page) {
      var fits = (!theme || page.theme === theme) && (!code || page.code === code) && (!factor || page.factors.indexOf(factor) >= 0);
      var any = 0, left = 0, all = 0;
      page.quotes.forEach(function (quote) {
        var ok = fits && (!group || quote.group === group) && (!source || quote.document === source) && (!wanted || quote.text.indexOf(wanted) >= 0);
        quote.element.hidden = !ok;
        if (ok) { any += 1; found.push(quote); }
        if (quote.folded) { all += 1; left += ok ? 1 : 0; }
      });
      page.element.hidden = !any;
      page.chip.hidden = !any;
      if (page.more) {
        page.more.open = narrowed && left > 0;
        page.more.hidden = !left;
        page.left.textContent = left === all ? String(all) : left + " z " + all;
      }
      shown += any;
    });
    count.textContent = shown === total ? "Cytaty: " + total : "Cytaty: " + shown + " z " + total;
    nothing.hidden = shown > 0 || total === 0;
    mark(found, wanted);
  }

  var timer = 0;
  form.addEventListener("input", function (event) {
    window.clearTimeout(timer);
    if (event.target.type === "search") { timer = window.setTimeout(show, 120); } else { show(); }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); show(); });
  form.addEventListener("reset", function () { window.setTimeout(show, 0); });

  // A link to a code that a filter hides takes the filter off.
  all('a[href^="#kod-"]').forEach(function (link) {
    link.addEventListener("click", function () {
      var page = byId(link.getAttribute("href").slice(1));
      if (page && page.hidden) { form.reset(); show(); }
    });
  });

  // A topic under the mouse or the focus stands out in all drawings, and a line at the foot says what it is.
  var topics = byId("tematy"), told = topics.querySelector(".told"), marks = all("a.mark", topics);
  function pick(mark, dot) {
    marks.forEach(function (other) { other.classList.toggle("picked", Boolean(mark) && other.dataset.to === mark.dataset.to); });
    topics.classList.toggle("picking", Boolean(mark));
    told.hidden = !mark;
    var said = dot && dot.querySelector("title");
    told.textContent = mark ? mark.getAttribute("aria-label") + (said ? ": „" + said.textContent + "”" : "") : "";
  }
  marks.forEach(function (mark) {
    mark.addEventListener("mouseover", function (event) { pick(mark, event.target === mark ? null : event.target.closest("use")); });
    mark.addEventListener("mouseout", function () { pick(null); });
    mark.addEventListener("focus", function () { pick(mark); });
    mark.addEventListener("blur", function () { pick(null); });
  });

  function copied(text, button) {
    var done = function () {
      button.textContent = "Skopiowano";
      byId("said").textContent = "Skopiowano cytat ze źródłem.";
      window.setTimeout(function () { button.textContent = "Kopiuj"; byId("said").textContent = ""; }, 1500);
    };
    var byHand = function () {
      var area = document.createElement("textarea");
      area.value = text;
      document.body.appendChild(area);
      area.select();
      if (document.execCommand("copy")) { done(); }
      area.remove();
      button.focus();
    };
    if (navigator.clipboard && window.isSecureContext) { navigator.clipboard.writeText(text).then(done, byHand); } else { byHand(); }
  }
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button.copy");
    if (!button) { return; }
    var quote = button.closest("blockquote");
    copied("„" + quote.querySelector(".words").textContent + "” " + quote.querySelector(".source").textContent, button);
  });
}());
