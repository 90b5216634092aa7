/* The search page only. Stands in for Sphinx's doctools.js and sphinx_highlight.js, without what
   they do that a strict content security policy forbids (new Function) or that leaves traces on the
   device (localStorage). Sphinx's searchtools.js does the searching. */
"use strict";

const SPHINX_HIGHLIGHT_ENABLED = false;

const Documentation = {
  TRANSLATIONS: {},
  LOCALE: "en",

  gettext: (text) => {
    // Sphinx asks whether enough categories were chosen; here are none
    if (text.startsWith("Your search did not match")) return document.getElementById("search-results").dataset.none;
    const found = Documentation.TRANSLATIONS[text];
    return Array.isArray(found) ? found[0] : found || text;
  },

  ngettext: (one, many, n) => {
    const found = Documentation.TRANSLATIONS[one];
    if (!Array.isArray(found)) return n === 1 ? one : many;
    // a catalogue keeps empty forms of what nobody has translated yet
    return found[Documentation.pluralForm(n)] || (n === 1 ? one : many);
  },

  /* Catalogues order their forms as the Unicode data order its categories. */
  pluralForm: (n) => {
    const rules = new Intl.PluralRules(Documentation.LOCALE.replace("_", "-"));
    const used = new Set(Array.from({ length: 200 }, (_, i) => rules.select(i)));
    const order = ["zero", "one", "two", "few", "many", "other"].filter((c) => used.has(c));
    return order.indexOf(rules.select(n));
  },

  addTranslations: (catalogue) => {
    Object.assign(Documentation.TRANSLATIONS, catalogue.messages);
    Documentation.LOCALE = catalogue.locale;
  },
};

const _ = Documentation.gettext;
const _ready = (callback) => document.addEventListener("DOMContentLoaded", callback);

/* pages opened from a disk cannot read each other */
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

/* What is shown of a page found: its own text, without the frame, and with words kept apart. */
const APART = "p, li, dt, dd, td, th, caption, h1, h2, h3, h4, h5, h6, pre, div, br";
const ownText = (page) => {
  const parsed = new DOMParser().parseFromString(page, "text/html");
  parsed.querySelectorAll(".crumbs, .outline, .headerlink").forEach((each) => each.remove());
  parsed.querySelectorAll(APART).forEach((each) => each.after(" "));
  return parsed.documentElement.outerHTML;
};

/* Sphinx writes names of objects with entities, and since its version 9 shows them as they are. */
const decoded = (text) => new DOMParser().parseFromString(text, "text/html").documentElement.textContent;
const decodeNames = (index) => {
  index.objects = Object.fromEntries(
    Object.entries(index.objects).map(([prefix, found]) => [
      decoded(prefix),
      found.map((each) => each.map((part, place) => (place === 4 ? decoded(part) : part))),
    ]),
  );
};

/* Sphinx leaves numbers out of a question; here they are what many look for. One that stands on no
   page, such as a part of a number, is left out all the same: it would leave nothing. */
const withNumbers = (parse) => (query) => {
  const parsed = parse(query);
  const [, wanted, , highlighted] = parsed;
  const { terms, titleterms } = Search._index;
  for (const word of splitQuery(query.trim())) {
    if (!/^\d+$/.test(word) || !(Object.hasOwn(terms, word) || Object.hasOwn(titleterms, word))) continue;
    wanted.add(word);
    highlighted.add(word);
  }
  return parsed;
};

/* before Sphinx begins to search, which it does at the same event */
_ready(() => {
  const textOf = Search.htmlToText;
  Search._parseQuery = withNumbers(Search._parseQuery);
  Search.htmlToText = (page, anchor) => textOf(ownText(page), anchor).replace(/\s+/g, " ").trim();
  if (typeof _escapeHTML === "function" && Search._index) decodeNames(Search._index);
  document.querySelector("form.find").hidden = false;
});
