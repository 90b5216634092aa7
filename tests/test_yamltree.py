"""The tree of a YAML text: every scalar stays text and knows its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sphinx_commspolicy.yamltree import (
    MAX_DEPTH,
    Mapping,
    Scalar,
    Sequence,
    compose,
    decode,
    find,
    merge,
    plain,
    scalars,
)

RICH = (Path(__file__).parent / "data" / "practice.yaml").read_text("utf-8")

SLOW_MACHINE = (HealthCheck.too_slow,)
"""A busy machine is no fault of the code."""


def tree(text: str) -> Mapping:
    root, diagnostics = compose(text, "f.yaml")
    assert not diagnostics
    assert root is not None
    return root


def scalar(text: str) -> Scalar:
    node = tree(text).entries["a"]
    assert isinstance(node, Scalar)
    return node


@pytest.mark.parametrize(
    "text",
    ["no", "on", "yes", "0123", "0x1F", "1e3", ".inf", "09:00", "2026-12-24", "+1 503 555 0143"],
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert scalar(f"a: {text}") == Scalar(text, scalar(f"a: {text}").location, inset=0)


@pytest.mark.parametrize("nothing", ["", "~", "null"])
def test_nothing_is_known_from_a_quoted_text(nothing: str) -> None:
    assert scalar(f"a: {nothing}\n").empty
    assert not scalar(f"a: '{nothing}'\n").empty


@pytest.mark.parametrize(
    ("text", "column", "inset"),
    [
        ("a: word", 4, 0),
        ("a: 'word'", 4, 1),
        ('a: "word"', 4, 1),
        ('a: "w\\x6frd"', 4, None),
        ("a: 'it''s'", 4, None),
        ("a:  &x word", 8, 0),
        ("a:  &x 'word'", 8, 1),
        ("{😀: 1, a: word}", 11, 0),
        ("a: two words  # comment", 4, 0),
        ("a: two\n  lines", 4, None),
        ("a: |\n  block", 4, None),
    ],
)
def test_columns_count_characters(text: str, column: int, inset: int | None) -> None:
    found = scalar(text)
    assert (found.location.line, found.location.column, found.inset) == (1, column, inset)


def test_an_anchor_on_a_line_of_its_own_does_not_move_the_text() -> None:
    found = scalar("a: &x\n   word")
    assert (found.text, found.location.line, found.location.column) == ("word", 2, 4)


def test_a_block_scalar_is_known() -> None:
    assert scalar("a: |\n  b\n").block
    assert scalar("a: >-\n  b\n").block
    assert not scalar("a: 'b'").block


def test_every_scalar_of_a_file_stands_where_its_location_says() -> None:
    lines = RICH.splitlines()
    for path, found in scalars(tree(RICH)):
        assert_written_there(lines, found, path)


def assert_written_there(lines: list[str], found: Scalar, path: object) -> None:
    written = lines[found.location.line - 1][found.location.column - 1 :]
    if found.inset is not None:
        assert written[found.inset :].startswith(found.text), path
    elif found.block:
        assert written[0] in "|>", path
    else:
        assert re.sub(r"\W", "", found.text)[:3] in re.sub(r"\W", "", written), path


def test_an_alias_is_the_node_it_repeats() -> None:
    root = tree("a: &x {b: [c]}\nd: *x\n")
    assert root.entries["a"] is root.entries["d"]


def test_aliases_nest_no_deeper_than_brackets() -> None:
    levels = "".join(f"x{n}: &x{n} [*x{n - 1}]\n" for n in range(1, MAX_DEPTH - 1))
    root, diagnostics = compose("x0: &x0 [a]\n" + levels, "f.yaml")
    assert root
    assert not diagnostics
    last = f"y: [*x{MAX_DEPTH - 2}]\nz: [[*x{MAX_DEPTH - 2}]]\n"
    root, diagnostics = compose("x0: &x0 [a]\n" + levels + last, "f.yaml")
    assert root is None
    assert "nested deeper" in diagnostics[0].message


def test_the_deepest_nesting_that_is_read_can_be_walked() -> None:
    root = tree("a: " + "[" * (MAX_DEPTH - 1) + "x" + "]" * (MAX_DEPTH - 1))
    assert len(list(scalars(root))) == 1
    assert plain(root)


def test_find_goes_as_far_as_the_tree_does() -> None:
    root = tree("a: {b: [c, d]}")
    node, rest = find(root, ("a", "b", 1))
    assert isinstance(node, Scalar)
    assert (node.text, rest) == ("d", ())
    assert find(root, ("a", "b", 2))[1] == (2,)
    assert find(root, ("a", "x", "y"))[1] == ("x", "y")
    assert find(root, ("a", "b", 0, "z"))[1] == ("z",)


def test_merge_changes_neither_tree_and_keeps_every_place() -> None:
    base, over = tree("a: {b: 1, c: 2}\nl: [1, 2]\n"), tree("a: {c: 3}\n\nl: [9]\n")
    merged = merge(base, over)
    assert plain(merged) == {"a": {"b": "1", "c": "3"}, "l": ["9"]}
    assert plain(base) == {"a": {"b": "1", "c": "2"}, "l": ["1", "2"]}
    assert plain(over) == {"a": {"c": "3"}, "l": ["9"]}
    assert isinstance(merged, Mapping)
    assert merged.keys["l"].line == 3
    assert find(merged, ("a", "b"))[0] is find(base, ("a", "b"))[0]


def test_merge_replaces_what_has_another_shape() -> None:
    over = tree("a: [1]")
    assert plain(merge(tree("a: {b: 1}"), over)) == {"a": ["1"]}
    assert isinstance(merge(Mapping(over.location), Sequence(over.location)), Sequence)


def test_text_without_libyaml_gives_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    with_libyaml = tree(RICH)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert tree(RICH) == with_libyaml


def test_lone_surrogates_are_refused() -> None:
    root, (found,) = compose("a: x\ud800", "f.yaml")
    assert root is None
    assert (found.location.line, found.location.column) == (1, 5)


JSON_LIKE = st.recursive(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abcdef-_", min_size=1, max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=SLOW_MACHINE)
@given(data=st.dictionaries(st.text("abc", min_size=1), JSON_LIKE), flow=st.booleans())
def test_what_yaml_writes_is_read_back(data: dict[str, object], flow: bool) -> None:
    text = yaml.safe_dump(data, default_style='"', default_flow_style=flow, allow_unicode=False)
    refused = {"\x85", "\u2028", "\u2029", "\ufeff"}
    root, diagnostics = compose(text, "f.yaml")
    assert root is not None
    if not refused & set(repr_of(data)):
        assert plain(root) == data
        assert not diagnostics


def repr_of(data: object) -> str:
    if isinstance(data, dict):
        return "".join(map(repr_of, data.values()))
    return "".join(map(repr_of, data)) if isinstance(data, list) else str(data)


@settings(max_examples=200, deadline=None, suppress_health_check=SLOW_MACHINE)
@given(data=st.binary(max_size=60) | st.text("a:-[]{}&*!|>'\"#,\n \t?<@`%\\x0é", max_size=40))
def test_any_bytes_give_a_tree_or_located_problems(data: bytes | str) -> None:
    text = decode(data if isinstance(data, bytes) else data.encode(), "f.yaml")
    if not isinstance(text, str):
        assert text.location.line >= 0
        return
    root, diagnostics = compose(text, "f.yaml")
    assert root is not None or diagnostics
    for found in diagnostics:
        assert (
            1
            <= found.location.line
            <= text.replace("\r\n", "\n").count("\n") + text.count("\r") + 2
        )
        assert found.location.column >= 1
        assert found.message
