"""Broken and hostile files: each gets a message with the place to mend, never a traceback.

In the texts of these tables ▶ stands before the character that a message has to point at.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.diagnostics import Code, Diagnostic, PolicyError
from sphinx_commspolicy.loading import load
from sphinx_commspolicy.yamltree import MAX_BYTES, MAX_PROBLEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    Problems = Callable[..., tuple[Diagnostic, ...]]

HEAD = "practice:\n  name: Rosewood\n  country: US\n"
"""A practice that can be read; what follows it in a test cannot."""
MARK = "▶"


class Bad(NamedTuple):
    name: str
    text: str
    code: Code
    says: str


def place(marked: str) -> tuple[str, int, int]:
    """Return a text without its mark, and the line and column of the mark."""
    before, mark, after = marked.partition(MARK)
    assert mark
    assert MARK not in after
    return before + after, before.count("\n") + 1, len(before) - before.rfind("\n")


def check(found: Diagnostic, file: str, line: int, column: int, code: Code, says: str) -> None:
    text = found.text()
    assert (found.location.file, found.location.line, found.location.column) == (file, line, column)
    assert found.code is code
    assert says in text
    assert len(text) < 1500, "a message fits on a screen"
    assert all(char.isprintable() for char in text), "a message shows what is invisible"


SYNTAX = (
    Bad("tab", "practice:\n▶\tname: x\n", Code.yaml_syntax, "Indent with spaces"),
    Bad("at sign", HEAD + "  legal_name: ▶@home\n", Code.yaml_syntax, "quotation marks"),
    Bad("percent", HEAD + "  legal_name: ▶%x\n", Code.yaml_syntax, "quotation marks"),
    Bad("backtick", HEAD + "  legal_name: ▶`x`\n", Code.yaml_syntax, "quotation marks"),
    Bad("star", HEAD + "  legal_name: *▶*bold** x\n", Code.yaml_syntax, "begin with “*”"),
    Bad("alias to nothing", HEAD + "  legal_name: ▶*x\n", Code.yaml_syntax, "“*x” is an alias"),
    Bad("ampersand", HEAD + "  legal_name: &▶ Sons\n", Code.yaml_syntax, "begin with “&”"),
    Bad("tag handle", HEAD + "  legal_name: ▶!x!y z\n", Code.yaml_syntax, "begin with “!”"),
    Bad("exclamation", HEAD + "  legal_name: ▶! Open\n", Code.yaml_syntax, "Remove the tag"),
    Bad("greater than", HEAD + "  legal_name: >▶x\n", Code.yaml_syntax, "lines below"),
    Bad("two colons", HEAD + "  legal_name: a▶: b\n", Code.yaml_syntax, "quotation marks"),
    Bad("quote open", HEAD + '  legal_name: ▶"a\n', Code.yaml_syntax, "not closed"),
    Bad("single quote open", HEAD + "  legal_name: ▶'a\n", Code.yaml_syntax, "not closed"),
    Bad("text after quote", HEAD + '  legal_name: "a" ▶b\n', Code.yaml_syntax, "quotation mark"),
    Bad("bracket open", HEAD + "  languages: [en\nfoo▶: bar\n", Code.yaml_syntax, "Close the"),
    Bad("brace open", HEAD + "turnaround: {value: 3\n▶", Code.yaml_syntax, "Close the"),
    Bad("comma missing", HEAD + "x: {a: {b: 1} ▶c: 2}\n", Code.yaml_syntax, "comma"),
    Bad("bracket closed twice", HEAD + "  languages: [en]▶]\n", Code.yaml_syntax, "same column"),
    Bad("no colon", HEAD + "▶legal_name\nfoo: bar\n", Code.yaml_syntax, "a colon and a space"),
    Bad("indented less", HEAD + "  languages: [en]\n ▶website: y\n", Code.yaml_syntax, "column"),
    Bad("indented more", HEAD + "  legal_name: x\n   website▶: y\n", Code.yaml_syntax, "indent"),
    Bad("list in mapping", HEAD + "  ▶- name: y\n", Code.yaml_syntax, "same column"),
    Bad("json escapes", HEAD + '  legal_name: "▶\\ud83d\\ude00"\n', Code.yaml_syntax, "itself"),
    Bad("escape", HEAD + '  legal_name: "a▶\\yb"\n', Code.yaml_syntax, "Write the character"),
    Bad("windows path", HEAD + '  legal_name: "C▶\\Users"\n', Code.yaml_syntax, "single"),
    Bad("directive", "▶%YAML 9.9\n---\n" + HEAD, Code.yaml_syntax, "Remove the line"),
    Bad("two documents", HEAD + "▶---\nmethods: {}\n", Code.yaml_syntax, "second document"),
    Bad("empty first document", "---\n▶---\n" + HEAD, Code.yaml_syntax, "second document"),
    Bad("text after the end", HEAD + "...\n▶foo: bar\n", Code.yaml_syntax, "after the end"),
    Bad("python object", HEAD + "x: ▶!!python/object:os.system {}\n", Code.yaml_syntax, "the tag"),
    Bad("python name", HEAD + "x: ▶!!python/name:os.system ''\n", Code.yaml_syntax, "the tag"),
    Bad("string tag", HEAD + "  legal_name: ▶!!str 12\n", Code.yaml_syntax, "“!!str”"),
    Bad("merge", HEAD + "x: &x {}\ny:\n  ▶<<: *x\n", Code.yaml_syntax, "is not read"),
    Bad("brackets", HEAD + "x: " + "[" * 39 + "▶" + "[" * 100_000, Code.yaml_syntax, "nested"),
    Bad("braces", HEAD + "x: " + "{a: " * 39 + "▶" + "{a: " * 25_000, Code.yaml_syntax, "nested"),
    Bad("dashes", HEAD + "x:\n " + "- " * 39 + "▶" + "- " * 9_000, Code.yaml_syntax, "nested"),
    Bad("deep keys", HEAD + "x: {? ▶" + "[" * 30_000, Code.yaml_syntax, "A key is expected"),
    Bad("alias to itself", HEAD + "x: &x [▶*x]\n", Code.yaml_syntax, "nothing above it"),
    Bad("key is list", HEAD + "? ▶[a, b]\n: c\n", Code.yaml_syntax, "A key is expected"),
    Bad("key is mapping", HEAD + "  legal_name: {▶{ name }}\n", Code.yaml_syntax, "bracket"),
    Bad("key is alias of list", HEAD + "x: &x []\n▶*x : 1\n", Code.yaml_syntax, "A key is expec"),
    Bad("duplicate key", HEAD + "x: 1\n▶practice: {}\n", Code.duplicate_key, "practice.yaml:1:1"),
    Bad("duplicate inside", HEAD + "  ▶country: CA\n", Code.duplicate_key, "Keep one"),
    Bad("duplicate quoted", HEAD + '  ▶"country": CA\n', Code.duplicate_key, "Keep one"),
    Bad("duplicate in braces", "practice: {name: 😀, ▶name: b}", Code.duplicate_key, "“name”"),
    Bad("duplicate id", HEAD + "methods:\n  a: {}\n  ▶a: {}\n", Code.duplicate_key, "Keep one"),
    Bad("control character", HEAD + "  legal_name: é▶\x01\n", Code.file_unreadable, "U+0001"),
    Bad("NUL", HEAD + "  legal_name: é▶\0\n", Code.file_unreadable, "U+0000"),
    Bad("form feed", HEAD + "▶\x0c\n", Code.file_unreadable, "U+000C"),
    Bad("C1 control", HEAD + "  legal_name: é▶\x90\n", Code.file_unreadable, "U+0090"),
    Bad("delete", HEAD + "  legal_name: é▶\x7f\n", Code.file_unreadable, "U+007F"),
    Bad("line separator", HEAD + "  legal_name: 😀▶\u2028b\n", Code.yaml_syntax, "U+2028"),
    Bad("next line", HEAD + "  legal_name: 😀▶\x85b\n", Code.yaml_syntax, "U+0085"),
    Bad("later BOM", f"{HEAD}▶\ufeff{HEAD}", Code.yaml_syntax, "U+FEFF"),
    Bad("empty key", HEAD + "▶: x\n", Code.yaml_syntax, "same column"),
    Bad("no character", HEAD + "  legal_name: ▶\uffffb\n", Code.yaml_syntax, "U+FFFF"),
    Bad("escaped control", HEAD + '  legal_name: ▶"a\\eb"\n', Code.invalid_value, "U+001B"),
    Bad("escaped NUL", HEAD + '  legal_name: ▶"a\\0b"\n', Code.invalid_value, "U+0000"),
    Bad("escaped separator", HEAD + '  legal_name: ▶"a\\Lb"\n', Code.invalid_value, "U+2028"),
    Bad("escaped return", HEAD + '  legal_name: ▶"a\\rb"\n', Code.invalid_value, "U+000D"),
    Bad("a list", "▶- practice\n", Code.wrong_shape, "a list"),
    Bad("a text", "▶practice\n", Code.wrong_shape, "“practice”"),
    Bad("a web page", "▶<html><body>no</body></html>", Code.wrong_shape, "“<html>"),
)


@pytest.mark.parametrize("bad", SYNTAX, ids=lambda bad: bad.name)
def test_yaml_that_cannot_be_used(problems: Problems, bad: Bad) -> None:
    text, line, column = place(bad.text)
    found = next(one for one in problems(text) if one.code is bad.code)
    check(found, "practice.yaml", line, column, bad.code, bad.says)
    assert found.remedy


def method(facts: str) -> str:
    return HEAD + "methods:\n  m: {name: M, " + facts + "}\n"


def phone(number: str) -> str:
    return HEAD + f"crisis:\n  on_call: [{{who: Us, phone: {number}}}]\n"


def site(url: str) -> str:
    return HEAD + f"  website: {url}\n"


def hours(text: str) -> str:
    return HEAD + f"calendar:\n  hours: {text}\n"


def closed(days: str) -> str:
    return HEAD + f"calendar: {{closures: [{{name: x, {days}}}]}}\n"


ANA = HEAD + "clinicians:\n  ana:\n    name: Ana\n"
LOCKED = HEAD + "turnaround: {value: 2, unit: business_day, locked: "

VALUES = (
    Bad("empty file", "▶", Code.missing_key, "“practice”"),
    Bad("only a comment", "▶# nothing\n", Code.missing_key, "“practice”"),
    Bad("only a dash line", "▶---\n", Code.missing_key, "“practice”"),
    Bad("null file", "▶null\n", Code.missing_key, "“practice”"),
    Bad("unknown section", HEAD + "▶metods: {}\n", Code.unknown_key, "Did you mean “methods”?"),
    Bad("unknown key", HEAD + "  ▶contry: US\n", Code.unknown_key, "in “practice”. Did you mean"),
    Bad("unknown after emoji", method("▶systme: fax"), Code.unknown_key, "“system”"),
    Bad("emoji columns", "practice: {name: 😀😀, ▶nme: x}", Code.unknown_key, "“name”"),
    Bad("Hebrew columns", "practice: {name: שלום, ▶nme: x}", Code.unknown_key, "“name”"),
    Bad("numeric key", HEAD + "▶12: x\n", Code.unknown_key, "“12”"),
    Bad("empty key", HEAD + '▶"": x\n', Code.unknown_key, "“”"),
    Bad("key no", HEAD + "▶no: x\n", Code.unknown_key, "“no”"),
    Bad("very long key", HEAD + f'? ▶"{"k" * 100_000}"\n: x\n', Code.unknown_key, "kkk…”"),
    Bad("zero-width key", HEAD + "  ▶na\u200bme: x\n", Code.unknown_key, "“na\\u200bme”"),
    Bad("bidi key", HEAD + "  ▶name\u202e: x\n", Code.unknown_key, "\\u202e"),
    Bad("escape in key", HEAD + '  ▶"name\\e[31m": x\n', Code.unknown_key, "“name[31m”"),
    Bad("missing key", "▶practice:\n  name: x\n", Code.missing_key, "“country”: country"),
    Bad("missing in list", HEAD + "  addresses: [▶{city: x}]\n", Code.missing_key, "“street”"),
    Bad("missing in block", HEAD + "methods:\n  ▶m:\n    name: x\n", Code.missing_key, "“system”"),
    Bad("empty", HEAD + "  legal_name:▶\n", Code.empty_value, "“legal_name” has no value"),
    Bad("tilde", HEAD + "  legal_name: ▶~\n", Code.empty_value, "has no value"),
    Bad("null", HEAD + "  legal_name: ▶null\n", Code.empty_value, "remove the line"),
    Bad("quoted nothing", HEAD + '  legal_name: ▶""\n', Code.empty_value, "is empty"),
    Bad("only spaces", HEAD + '  legal_name: ▶"  "\n', Code.empty_value, "is empty"),
    Bad("empty required", "practice:\n  name:▶\n  country: US\n", Code.empty_value, "“name”"),
    Bad("empty section", HEAD + "calendar:▶\n", Code.empty_value, "“calendar”"),
    Bad("empty block", HEAD + "methods:\n  m:▶\n", Code.empty_value, "“m” has no value"),
    Bad("empty in list", HEAD + "  languages: [en, ▶~]\n", Code.empty_value, "“languages”"),
    Bad("after empty", HEAD + "  languages: [~, ▶zz9]\n", Code.invalid_value, "“zz9”"),
    Bad("only an anchor", HEAD + "  legal_name: ▶&Co\n", Code.empty_value, "no value"),
    Bad("list for text", HEAD + "  legal_name: ▶[a]\n", Code.wrong_shape, "expected is one text"),
    Bad("mapping for text", HEAD + "  legal_name: ▶{a: b}\n", Code.wrong_shape, "one text"),
    Bad("text for list", HEAD + "  languages: ▶en, es\n", Code.wrong_shape, "[en, es]"),
    Bad("mapping for list", HEAD + "  languages: ▶{en: es}\n", Code.wrong_shape, "a list"),
    Bad("text for mapping", HEAD + "calendar: ▶always\n", Code.wrong_shape, "keys and values"),
    Bad("list for mapping", HEAD + "calendar: ▶[a]\n", Code.wrong_shape, "keys and values"),
    Bad("list for section", HEAD + "methods:\n  ▶- name: x\n", Code.wrong_shape, "“methods”"),
    Bad("text for method", HEAD + "methods: {m: ▶503}\n", Code.wrong_shape, "“m” holds the text"),
    Bad("text in list", HEAD + "  addresses: [▶Main St]\n", Code.wrong_shape, "“addresses”"),
    Bad("list for choice", method("system: ▶[fax]"), Code.wrong_shape, "“system” holds a list"),
    Bad("list for yes", method("system: fax, attended: ▶[yes]"), Code.wrong_shape, "yes"),
    Bad("list for hours", hours("▶[Mo]"), Code.wrong_shape, "“hours” holds a list"),
    Bad("parts of hours", hours("▶{text: x, rules: []}"), Code.wrong_shape, "one text"),
    Bad("parts of phone", phone("▶{e164: x, national: y}"), Code.wrong_shape, "one text"),
    Bad("parts of zone", HEAD + "  time_zone: ▶{key: UTC}\n", Code.wrong_shape, "one text"),
    Bad("list for date", closed("valid_from: ▶[2026-01-01]"), Code.wrong_shape, "a date"),
    Bad("capitals in id", HEAD + "methods:\n  ▶Fax: {name: x}\n", Code.invalid_value, "“fax”"),
    Bad("space in id", HEAD + "methods: {▶my fax: {name: x}}\n", Code.invalid_value, "“my-fax”"),
    Bad("emoji id", HEAD + "methods: {▶😀: {name: x}}\n", Code.invalid_value, "small letters"),
    Bad("script id", HEAD + "methods: {▶<script>: {}}\n", Code.invalid_value, "“script”"),
    Bad("path id", HEAD + "clinicians: {▶../../x: {name: x}}\n", Code.invalid_value, "“x”"),
    Bad("zero-width id", HEAD + "methods: {▶f\u200bax: {}}\n", Code.invalid_value, "\\u200b"),
    Bad("Cyrillic id", HEAD + "methods: {▶f\u0430x: {}}\n", Code.invalid_value, "small letters"),
    Bad("bracket id", HEAD + 'methods: {▶"[key]": {name: x}}\n', Code.invalid_value, "“[key]”"),
    Bad("long id", HEAD + f"methods: {{▶{'x' * 65}: {{}}}}\n", Code.invalid_value, "too long"),
    Bad("unknown id", method("system: fax, instead: ▶fone"), Code.unknown_id, "under methods"),
    Bad("near id", method("system: fax, instead: ▶mm"), Code.unknown_id, "“m”"),
    Bad("id of aliases", method("system: fax, instead: ▶<b>"), Code.invalid_value, "small letters"),
    Bad("choice", method("system: ▶phon"), Code.invalid_value, "Did you mean “phone”?"),
    Bad("choice in capitals", method("system: ▶Phone"), Code.invalid_value, "“phone”"),
    Bad("neither", method("system: fax, attended: ▶maybe"), Code.invalid_value, "neither"),
    Bad("y", method("system: fax, attended: ▶y"), Code.invalid_value, "“yes”"),
    Bad("crisis", method("system: fax, accepts: [▶crisis]"), Code.invalid_value, "route crises"),
    Bad("octal", method("system: fax, rank: ▶0123"), Code.invalid_value, "whole number"),
    Bad("zero", method("system: fax, rank: ▶0"), Code.invalid_value, "whole number"),
    Bad("minus", method("system: fax, rank: ▶-1"), Code.invalid_value, "whole number"),
    Bad("float", method("system: fax, rank: ▶1.0"), Code.invalid_value, "whole number"),
    Bad("sexagesimal", method("system: fax, rank: ▶1:30"), Code.invalid_value, "whole number"),
    Bad("other digits", method("system: fax, rank: ▶\u0661"), Code.invalid_value, "whole number"),
    Bad("huge", method("system: fax, rank: ▶9999999"), Code.invalid_value, "999999"),
    Bad("date 9999", closed("valid_from: ▶9999-99-99"), Code.invalid_value, "calendar"),
    Bad("date 0000", closed("valid_from: ▶0000-00-00"), Code.invalid_value, "calendar"),
    Bad("date February", closed("valid_from: ▶2026-02-30"), Code.invalid_value, "calendar"),
    Bad("date far", closed("valid_from: ▶9999-12-31"), Code.invalid_value, "between 1900"),
    Bad("date American", closed("valid_from: ▶12/24/2026"), Code.invalid_value, "2026-12-24"),
    Bad("date with time", closed("valid_from: ▶2026-01-01T00:00"), Code.invalid_value, "a date"),
    Bad(
        "date digits",
        closed("valid_from: ▶\uff12\uff10\uff12\uff16-01-01"),
        Code.invalid_value,
        "a date",
    ),
    Bad(
        "end before start",
        closed("valid_from: 2026-02-02, valid_through: ▶2026-02-01"),
        Code.invalid_value,
        "before the start",
    ),
    Bad("hours", hours("Mo-Fr ▶9am"), Code.invalid_value, "09:00"),
    Bad("hours quoted", hours('"Mo-Fr ▶9am"'), Code.invalid_value, "09:00"),
    Bad("hours anchored", hours('&h "Mo-Fr ▶9am"'), Code.invalid_value, "09:00"),
    Bad("hours escaped", hours('▶"Mo\\x2dFr 9am"'), Code.invalid_value, "09:00"),
    Bad("hours in block", hours("▶|\n    Mo-Fr 9am"), Code.invalid_value, "09:00"),
    Bad("hours folded", hours("▶Mo-Fr\n    9am"), Code.invalid_value, "09:00"),
    Bad("hours long", hours("▶" + "x" * 100_000), Code.invalid_value, " … "),
    Bad("hours quoted emoji", hours('"Mo-Fr 09:00-17:00 ▶😀"'), Code.invalid_value, "😀"),
    Bad("phone letters", phone("▶call me"), Code.invalid_value, "not a telephone number"),
    Bad("phone tail", phone("▶503 555 0143 m"), Code.invalid_value, "not a telephone number"),
    Bad("phone words", phone("▶503 555 0143 after six"), Code.invalid_value, "not a telephone"),
    Bad("phone short", phone("▶555-0143"), Code.invalid_value, "lacks its area code"),
    Bad("phone code", phone("▶988"), Code.invalid_value, "count of digits"),
    Bad("phone long", phone("▶" + "5" * 100_000), Code.invalid_value, "not a telephone number"),
    Bad("phone script", phone("▶<script>"), Code.invalid_value, "not a telephone number"),
    Bad("phone emoji", phone("▶☎ 503 555 0143"), Code.invalid_value, "not a telephone number"),
    Bad("phone bidi", phone('▶"503\\u202e5550143"'), Code.invalid_value, "\\u202e"),
    Bad("phone lines", phone('▶"503\\n555\\n0143;x=1"'), Code.invalid_value, "not a telephone"),
    Bad("phone parameters", phone("▶503 555 0143;isub=1"), Code.invalid_value, "not a telephone"),
    Bad("phone world", phone("▶+999 503 555 0143"), Code.invalid_value, "not a telephone"),
    Bad(
        "phone without country",
        "practice: {name: x}\ncrisis: {on_call: [{who: x, phone: ▶503 555 0143}]}",
        Code.invalid_value,
        "without the country",
    ),
    Bad(
        "phone of method",
        method("system: sms, value: ▶555 0143"),
        Code.invalid_value,
        "area code",
    ),
    Bad("email", method("system: email, value: ▶hello at x"), Code.invalid_value, "e-mail"),
    Bad(
        "email quotes",
        method("system: email, value: ▶'\"a b\"@example.org'"),
        Code.invalid_value,
        "e-",
    ),
    Bad("email newline", method('system: email, value: ▶"a\\n@b.org"'), Code.invalid_value, "line"),
    Bad(
        "email headers",
        method('system: email, value: ▶"a@b.org?bcc=c@d.org"'),
        Code.invalid_value,
        "e",
    ),
    Bad(
        "email name",
        method("system: email, value: ▶A <a@example.org>"),
        Code.invalid_value,
        "e-mail",
    ),
    Bad(
        "email bidi",
        method('system: email, value: ▶"a\\u202e@b.org"'),
        Code.invalid_value,
        "\\u202e",
    ),
    Bad("email two", method("system: email, value: ▶a@@example.org"), Code.invalid_value, "e-mail"),
    Bad(
        "email address", method("system: email, value: ▶'a@[127.0.0.1]'"), Code.invalid_value, "e-"
    ),
    Bad(
        "email long",
        method("system: email, value: ▶" + "x" * 100_000 + "@example.org"),
        Code.invalid_value,
        "too long",
    ),
    Bad(
        "url value", method("system: url, value: ▶example.org"), Code.invalid_value, "under the key"
    ),
    Bad(
        "portal value",
        method("system: portal, value: ▶https://example.org/login"),
        Code.invalid_value,
        "is a web address: it belongs under the key “url”",
    ),
    Bad("url without scheme", site("▶www.example.org"), Code.invalid_value, "Write it whole"),
    Bad("url scheme only", site('▶"https:"'), Code.invalid_value, "Write it whole"),
    Bad("url no host", site("▶https:///x"), Code.invalid_value, "Write it whole"),
    Bad("url one word", site("▶https://www"), Code.invalid_value, "Write it whole"),
    Bad("url dots", site("▶https://a..b"), Code.invalid_value, "Write it whole"),
    Bad("url relative", site("▶//example.org"), Code.invalid_value, "Write it whole"),
    Bad("javascript", site("▶javascript:alert(1)"), Code.invalid_value, "“javascript:”"),
    Bad("JavaScript", site("▶JaVaScRiPt:alert(1)"), Code.invalid_value, "“javascript:”"),
    Bad("spaced", site('▶"  javascript:alert(1)"'), Code.invalid_value, "“javascript:”"),
    Bad("tabbed", site('▶"java\\tscript:alert(1)"'), Code.invalid_value, "web address"),
    Bad(
        "javascript host",
        site("▶javascript://example.org/%0a"),
        Code.invalid_value,
        "“javascript:”",
    ),
    Bad("data", site("▶data:text/html,x"), Code.invalid_value, "“data:”"),
    Bad("vbscript", site("▶vbscript:x"), Code.invalid_value, "“vbscript:”"),
    Bad("file", site("▶file:///etc/passwd"), Code.invalid_value, "“file:”"),
    Bad("credentials", site("▶https://a:b@example.org"), Code.invalid_value, "password"),
    Bad("credentials alone", site("▶https://@example.org"), Code.invalid_value, "“@”"),
    Bad("backslash", site("▶https:\\\\example.org"), Code.invalid_value, "web address"),
    Bad("url newline", site('▶"https://example.org/\\nx"'), Code.invalid_value, "web address"),
    Bad("url bidi", site('▶"https://exa\\u202emple.org"'), Code.invalid_value, "\\u202e"),
    Bad("url invisible", site('▶"https://exa\\u200bmple.org"'), Code.invalid_value, "\\u200b"),
    Bad("url markup", site("▶https://example.org/<b>"), Code.invalid_value, "web address"),
    Bad("url quotation", site('▶https://example.org/"x'), Code.invalid_value, "web address"),
    Bad("url port", site("▶https://example.org:99999/"), Code.invalid_value, "web address"),
    Bad("url bracket", site('▶"https://[::1"'), Code.invalid_value, "web address"),
    Bad("zone path", HEAD + "  time_zone: ▶../../etc/passwd\n", Code.invalid_value, "IANA"),
    Bad("zone root", HEAD + "  time_zone: ▶/etc/passwd\n", Code.invalid_value, "IANA"),
    Bad("zone folder", HEAD + "  time_zone: ▶America\n", Code.invalid_value, "IANA"),
    Bad("zone case", HEAD + "  time_zone: ▶europe/london\n", Code.invalid_value, "Europe/London"),
    Bad("zone short", HEAD + "  time_zone: ▶PDT\n", Code.invalid_value, "IANA"),
    Bad("country", "practice: {name: x, country: ▶UK}", Code.invalid_value, "“GB”"),
    Bad("country name", "practice: {name: x, country: ▶Ireland}", Code.invalid_value, "“IE”"),
    Bad("country small", "practice: {name: x, country: ▶us}", Code.invalid_value, "“US”"),
    Bad("no country", "practice: {name: x, country: ▶ZZ}", Code.invalid_value, "ISO 3166-1"),
    Bad("region", HEAD + "  jurisdictions: [▶Oregon]\n", Code.invalid_value, "US-OR"),
    Bad("region country", HEAD + "  jurisdictions: [▶XX-OR]\n", Code.invalid_value, "“XX”"),
    Bad("language", HEAD + "  languages: [▶Spanish]\n", Code.invalid_value, "Write “es”"),
    Bad("language land", HEAD + "  languages: [▶en-UK]\n", Code.invalid_value, "Write “en-GB”"),
    Bad("holidays", HEAD + "calendar: {public_holidays: ▶US-ZZ}\n", Code.invalid_value, "US"),
    Bad(
        "holiday name",
        HEAD + "calendar: {public_holidays: US, not_observed: [Labor Day, ▶Labour-Dya]}",
        Code.invalid_value,
        "Labor Day",
    ),
    Bad("two lines", HEAD + "  legal_name: ▶|\n    a\n    b\n", Code.invalid_value, "one line"),
    Bad("lock all", LOCKED + "▶all}\n", Code.invalid_value, "neither"),
    Bad("lock unknown", LOCKED + "[value, ▶vlue]}\n", Code.invalid_value, "“value”"),
    Bad("lock the lock", LOCKED + "[▶locked]}\n", Code.invalid_value, "cannot be locked"),
    Bad("lock mapping", LOCKED + "▶{value: yes}}\n", Code.invalid_value, "list of keys"),
    Bad("lock list", LOCKED + "[▶[value]]}\n", Code.invalid_value, "names of keys"),
    Bad("lock empty", LOCKED + "▶~}\n", Code.empty_value, "“locked”"),
    Bad("practice override", ANA + "    ▶practice: {name: x}\n", Code.unknown_key, "in “ana”"),
    Bad("override shape", ANA + "    methods: ▶[phone]\n", Code.wrong_shape, "below each name"),
    Bad("override empty", ANA + "    methods:▶\n", Code.wrong_shape, "below each name"),
    Bad("override empty section", ANA + "    calendar:▶\n", Code.empty_value, "“calendar”"),
    Bad("override text", ANA + "    calendar: ▶late\n", Code.wrong_shape, "“calendar” holds"),
    Bad("override typo", ANA + "    ▶calender: {}\n", Code.unknown_key, "“calendar”"),
    Bad(
        "override id",
        ANA + "    methods: {▶Fax: {name: x, system: fax}}\n",
        Code.invalid_value,
        "fax",
    ),
    Bad("override key", ANA + "    turnaround: {▶vlue: 2}\n", Code.unknown_key, "“value”"),
    Bad("override missing", ANA + "    ▶turnaround: {value: 2}\n", Code.missing_key, "“unit”"),
    Bad("programme unknown", ANA + "    programmes: [▶dbt]\n", Code.unknown_id, "programmes"),
    Bad("programme shape", ANA + "    programmes: ▶dbt\n", Code.wrong_shape, "[dbt]"),
    Bad("cover unknown", ANA + "    cover: ▶ben\n", Code.unknown_id, "ana"),
    Bad(
        "other country",
        ANA + "    crisis: {▶country: CA}\n",
        Code.invalid_value,
        "another country",
    ),
    Bad("crisis service", HEAD + "crisis: {services: [▶us-999]}\n", Code.unknown_id, "us-988"),
)


@pytest.mark.parametrize("bad", VALUES, ids=lambda bad: bad.name)
def test_facts_that_cannot_be_read(problems: Problems, bad: Bad) -> None:
    text, line, column = place(bad.text)
    diagnostics = problems(text)
    here = [
        found
        for found in diagnostics
        if (found.location.line, found.location.column, found.code) == (line, column, bad.code)
    ]
    assert here, "\n".join(map(str, diagnostics)) or "it was taken as it is"
    check(here[0], "practice.yaml", line, column, bad.code, bad.says)


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "BOM"])
def test_line_ends_and_byte_order_mark_move_nothing(
    problems: Problems, ending: str, mark: str
) -> None:
    text = mark + (HEAD + "bogus: 1\n").replace("\n", ending)
    (found,) = problems(text)
    assert str(found.location) == "practice.yaml:4:1"


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        (HEAD.encode("utf-16"), "practice.yaml:1:1", "not UTF-8"),
        (HEAD.encode("utf-16-le"), "practice.yaml:1:2", "U+0000"),
        (HEAD.encode() + b"  legal_name: Caf\xe9\n", "practice.yaml:4:18", "0xe9"),
        (b"\xef\xbb\xbf" + HEAD.encode() + b"\xff", "practice.yaml:4:1", "0xff"),
        (b"a: 1\r\rb: \xed\xa0\x80", "practice.yaml:3:4", "0xed"),
        (b"\x89PNG\r\n\x1a\n", "practice.yaml:1:1", "not UTF-8"),
        (b"\x7fELF", "practice.yaml:1:1", "not plain text"),
        (bytes(1000), "practice.yaml:1:1", "not plain text"),
        (b"#" * (MAX_BYTES + 1), "practice.yaml", "4.0 MB large"),
        (b"#" * 10_485_760, "practice.yaml", "10.0 MB large"),
    ],
    ids=[
        *("UTF-16", "UTF-16 without mark", "Latin-1", "BOM and junk", "surrogate", "PNG"),
        *("program", "zeros", "one byte too many", "10 MB"),
    ],
)
def test_files_that_are_no_text(problems: Problems, data: bytes, where: str, says: str) -> None:
    (found,) = problems(data)
    assert found.code is Code.file_unreadable
    assert str(found.location) == where
    assert says in found.message
    assert found.remedy


def test_all_invisible_characters_are_reported_in_one_go(problems: Problems) -> None:
    found = problems(HEAD + "  legal_name: a\u2028b\ufeffc\n# \u2029\n")
    assert [(one.location.line, one.location.column) for one in found] == [(4, 16), (4, 18), (5, 3)]


def test_one_run_reports_every_kind_of_problem(problems: Problems) -> None:
    found = problems(
        "practice:\n  name: x\n  name: y\n  contry: US\nmethods:\n  Fax: {system: fx}\n  m: ~\n"
        "  n: {name: n, system: fax, instead: zz, attended: [maybe]}\nturnaround: [2]\n",
        {"clinicians/ana.yaml": "nme: Ana\n"},
    )
    assert {one.code for one in found} >= {
        *(Code.duplicate_key, Code.unknown_key, Code.missing_key, Code.invalid_value),
        *(Code.empty_value, Code.unknown_id, Code.wrong_shape),
    }
    assert {one.location.file for one in found} == {"practice.yaml", "clinicians/ana.yaml"}
    assert list(found) == sorted(found, key=lambda one: one.location)


def test_a_problem_that_many_inherit_is_reported_once(problems: Problems) -> None:
    found = problems(
        HEAD + "methods:\n  m: {name: M, atended: yes, rank: 0, note: ~}\n",
        {f"clinicians/c{n}.yaml": "name: C\nmethods: {m: {keep_out: x}}\n" for n in range(9)},
    )
    assert [one.code for one in found] == [
        *(Code.missing_key, Code.unknown_key, Code.invalid_value, Code.empty_value)
    ]


def test_an_alias_repeats_no_problem(problems: Problems) -> None:
    found = problems(HEAD + "methods:\n  a: &a {name: A, system: fx}\n  b: *a\n  c: *a\n")
    assert [str(one.location) for one in found] == ["practice.yaml:5:27"]


BOMBS = {
    "laughs": "x0: &x0 [a, a, a, a, a, a, a, a, a]\n"
    + "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 9)}]\n" for n in range(1, 12)),
    "mappings": "x0: &x0 {a: b}\n"
    + "".join(f"x{n}: &x{n} {{a: *x{n - 1}, b: *x{n - 1}}}\n" for n in range(1, 35)),
    "deep aliases": "x0: &x0 [a]\n" + "".join(f"x{n}: &x{n} [*x{n - 1}]\n" for n in range(1, 850)),
    "empty": "x: &x {}\ny: [" + "*x, " * 500_000 + "]",
    "unknown keys": "".join(f"k{n}: 1\n" for n in range(190_000)),
    "bad values": "  languages: [" + "zz9, " * 190_000 + "]\n",
    "unknown ids": "cancellation: {methods: [" + "xx, " * 190_000 + "]}\n",
    "duplicates": "a: 1\n" * 500_000,
    "tags": "a: [" + "!x y, " * 190_000 + "]",
    "anchors": "a: [" + "".join(f"&a{n} y, " for n in range(190_000)) + "]",
    "quotes": '  legal_name: "' + "\\\\" * 1_900_000,
    "comments": "#\n" * 1_900_000,
    "colons": "a: " + ":" * 100_000 + " b: " * 1_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_put_out_quickly(problems: Problems, bomb: str) -> None:
    begun = time.process_time()
    found = problems(HEAD + BOMBS[bomb])
    assert time.process_time() - begun < 15
    assert len(found) <= 2 * MAX_PROBLEMS + 2
    assert bool(found) == (bomb != "comments")


HARMLESS = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    r"\textbf{x} \input{/etc/passwd} $x$ 100% & # _ ^ ~",
    '#import "x": *; `code`',
    "👩🏽‍⚕️ 🇬🇧",
    "مرحبا \u202eabc\u202c",
    "no",
    "on",
    "0123",
    "09:00",
    "1_000",
    "1e3",
    "2026-12-24",
    "+1 503 555 0143",
    "Null",
    "NaN",
    "=",
    "x" * 100_000,
    "{{ 7*7 }} ${HOME} %s",
    "../../etc/passwd",
    'O\'Neill "the" <boss>',
)


@pytest.mark.parametrize("text", HARMLESS, ids=lambda text: text[:12])
def test_a_text_means_what_it_looks_like(read: Callable[..., object], text: str) -> None:
    quoted = "'" + text.replace("'", "''") + "'"
    source = read(
        HEAD + f"  legal_name: {quoted}\nmethods: {{m: {{name: {quoted}, system: fax}}}}\n"
    )
    policy = source.policy()  # type: ignore[attr-defined]  # a fixture's return type
    assert policy.practice.legal_name == text
    assert policy.methods["m"].name == text


@pytest.mark.parametrize("text", ["no", "on", "0123", "09:00", "2026-12-24", "+1 503", "1.10", "y"])
def test_an_unquoted_text_means_what_it_looks_like(read: Callable[..., object], text: str) -> None:
    source = read(HEAD + f"  legal_name: {text}\n")
    assert source.policy().practice.legal_name == text  # type: ignore[attr-defined]  # as above


def test_without_libyaml_the_same_files_are_refused(
    problems: Problems, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    for bad in SYNTAX:
        text, _, _ = place(bad.text)
        found = problems(text)
        assert found, bad.name
        assert all(one.message and one.location.file for one in found)
    escape = problems(HEAD + '  legal_name: "\\UFFFFFFFF"\n')
    assert escape[0].code is Code.yaml_syntax


EXAMPLES = {
    "rich": Path(__file__).parent / "data" / "practice.yaml",
    "example": Path(__file__).parent.parent / "example_site" / "practice.yaml",
}
LINES = {
    name: tuple(path.read_text("utf-8").splitlines())
    for name, path in EXAMPLES.items()
    if path.exists()
}
TOKENS = (
    *(":", "- ", "\t", "[", "]", "{", "}", "{}", "[]", "&a", "*a", "!!x", "!", "|", ">", "'", '"'),
    *("#", "---", "...", "%", "@", "`", ",", "?", "? ", "<<: ", "~", "null", "\n", "\r", "  "),
    *("😀", "\u202e", "\u200b", "\u2028", "\ufeff", "\x00", "\x1b", "\x85", "\\", "é", "٣"),
    *("yes", "no", "0", "-1", "9999-99-99", "javascript:x", "<script>", "x" * 200, "locked: yes"),
    *("name: ", "methods: ", "[key]", "&a [*a]"),
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    lines = list(LINES[draw(st.sampled_from(sorted(LINES)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        change = draw(
            st.sampled_from(["delete", "double", "swap", "token", "text", "indent", "cut"])
        )
        line = lines[at]
        column = draw(st.integers(0, len(line)))
        if change == "delete" and len(lines) > 1:
            del lines[at]
        elif change == "double":
            lines.insert(draw(st.integers(0, len(lines))), line)
        elif change == "swap":
            other = draw(st.integers(0, len(lines) - 1))
            lines[at], lines[other] = lines[other], line
        elif change == "token":
            lines[at] = line[:column] + draw(st.sampled_from(TOKENS)) + line[column:]
        elif change == "text":
            noise = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
            lines[at] = line[:column] + draw(noise) + line[column:]
        elif change == "indent":
            lines[at] = " " * draw(st.integers(0, 6)) + line.lstrip()
        else:
            lines[at] = line[:column]
    return "\n".join(lines) + draw(st.sampled_from(["", "\n"]))


@settings(
    max_examples=250,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(text=mutated())
def test_a_mutated_practice_is_read_or_refused_in_words(tmp_path: Path, text: str) -> None:
    path = tmp_path / "practice.yaml"
    path.write_bytes(text.encode())
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    found_problems: tuple[Diagnostic, ...] = ()
    try:
        source = load(path)
    except PolicyError as error:
        found_problems = error.diagnostics
    else:
        for scope in source.scopes():
            source.policy(scope)
        return
    assert found_problems
    for found in found_problems:
        assert found.location.file == os.fspath(path)
        assert 1 <= found.location.line <= lines + 1
        assert found.location.column >= 1
        assert found.message.strip()
        assert all(char.isprintable() for char in found.text())
