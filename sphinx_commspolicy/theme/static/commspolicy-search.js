/* The search page only. Stands in for Sphinx's doctools.js and sphinx_highlight.js, without what
   they do that a strict content security policy forbids (new Function) or that leaves traces on the
   device (localStorage). Sphinx's searchtools.js does the searching. */
"use strict";

const SPHINX_HIGHLIGHT_ENABLED = false;

const Documentation = {
  TRANSLATIONS: {},
  LOCALE: "en",

  gettext: (text) => {
    const found = Documentation.TRANSLATIONS[text];
    return Array.isArray(found) ? found[0] : found || text;
  },

  ngettext: (one, many, n) => {
    const found = Documentation.TRANSLATIONS[one];
    if (!Array.isArray(found)) return n === 1 ? one : many;
    return found[Documentation.pluralForm(n)] ?? found[found.length - 1];
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

_ready(() => (document.querySelector("form.find").hidden = false));
