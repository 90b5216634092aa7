"""Which files belong to a practice, and what is said of those that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sphinx_commspolicy.diagnostics import Code, Diagnostic, PolicyError
from sphinx_commspolicy.loading import MAX_INCLUDE_DEPTH, load

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx_commspolicy.effective import PolicySource

    Problems = Callable[..., tuple[Diagnostic, ...]]
    Read = Callable[..., PolicySource]

HEAD = "practice: {name: Rosewood, country: US}\n"
FAX = "methods: {fax: {name: Fax, system: fax}}\n"
ANA = "name: Ana\n"


def places(found: tuple[Diagnostic, ...]) -> list[str]:
    return [str(one.location) for one in found]


def test_a_practice_may_be_one_file(read: Read) -> None:
    source = read(HEAD + FAX)
    assert source.files == (Path("practice.yaml"),)
    assert list(source.policy().methods) == ["fax"]


def test_a_folder_stands_for_the_practice_in_it(write: Callable[..., Path], tmp_path: Path) -> None:
    write(HEAD)
    assert load(tmp_path).policy().practice.name == "Rosewood"


def test_named_blocks_may_be_spread_over_files(read: Read) -> None:
    source = read(
        "include: [a.yaml, sub/b.yml]\n" + HEAD + FAX,
        {
            "a.yaml": "include: sub/c.yaml\nmethods: {mail: {name: Post, system: mail}}\n",
            "sub/b.yml": "turnaround: {value: 2, unit: business_day}\n",
            "sub/c.yaml": "clinicians: {ben: {name: Ben}}\n",
        },
    )
    policy = source.policy()
    assert (list(policy.methods), list(policy.clinicians)) == (["fax", "mail"], ["ben"])
    assert policy.turnaround
    assert [os.fspath(path) for path in source.files] == [
        *("practice.yaml", "a.yaml", "sub/c.yaml", "sub/b.yml")
    ]


def test_an_included_name_is_relative_to_the_file_that_includes(read: Read) -> None:
    source = read(
        "include: sub/a.yaml\n" + HEAD,
        {"sub/a.yaml": "include: ../b.yaml\n", "b.yaml": FAX},
    )
    assert "fax" in source.policy().methods


def test_the_folder_clinicians_holds_a_file_for_each(read: Read) -> None:
    source = read(
        HEAD + "clinicians: {ben: {name: Ben}}\n",
        {
            "clinicians/ana.yaml": ANA,
            "clinicians/.#ana.yaml": "[",
            "clinicians/._ana.yaml": b"\x00\x05\x16\x07",
            "clinicians/ana.yaml~": "[",
            "clinicians/README.md": "[",
        },
    )
    assert list(source.policy().clinicians) == ["ben", "ana"]


@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("../x.yaml", Code.include_invalid, "inside the practice's folder"),
        ("../../etc/passwd", Code.include_invalid, "inside the practice's folder"),
        ("/etc/passwd", Code.include_invalid, "inside the practice's folder"),
        ("/etc/x.yaml", Code.include_invalid, "inside the practice's folder"),
        ("notes.txt", Code.include_invalid, "is not a .yaml file"),
        ("practice.yaml", Code.include_invalid, "includes itself"),
        ("./practice.yaml", Code.include_invalid, "includes itself"),
        ("sub/../practice.yaml", Code.include_invalid, "includes itself"),
        ("sub", Code.include_invalid, "is not a .yaml file"),
        ("folder.yaml", Code.file_missing, "it is a folder"),
        ("none.yaml", Code.file_missing, "does not exist"),
        ("sub/*.yaml", Code.file_missing, "“*” is not read"),
        ("x" * 5000 + ".yaml", Code.file_missing, "cannot be read"),
        ("https://example.org/x.yaml", Code.file_missing, "does not exist"),
        ("'~'", Code.include_invalid, "is not a .yaml file"),
        ("~", Code.include_invalid, "takes names of files"),
        ("''", Code.include_invalid, "takes names of files"),
        ("{a: b}", Code.include_invalid, "takes names of files"),
        ("[a.yaml]", Code.include_invalid, "takes names of files"),
        ("outside.yaml", Code.include_invalid, "inside the practice's folder"),
        ("loop.yaml", Code.file_missing, "cannot be read"),
        ("dangling.yaml", Code.file_missing, "does not exist"),
        ("pipe.yaml", Code.file_missing, "not an ordinary file"),
    ],
)
def test_an_include_that_cannot_be_followed(
    problems: Problems, tmp_path: Path, name: str, code: Code, says: str
) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "notes.txt").write_text(FAX)
    (tmp_path / "outside.yaml").symlink_to("/etc/hostname")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "dangling.yaml").symlink_to("nowhere.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")
    (found,) = problems(f"include: [{name}]\n" + HEAD)
    assert found.code is code
    assert str(found.location) == "practice.yaml:1:11"
    assert says in found.text()
    assert found.remedy


def test_a_cycle_of_three_is_reported_where_it_closes(problems: Problems) -> None:
    (found,) = problems(
        "include: a.yaml\n" + HEAD,
        {"a.yaml": "include: b.yaml\n", "b.yaml": "\ninclude:\n  - practice.yaml\n"},
    )
    assert str(found.location) == "b.yaml:3:5"
    assert "includes itself, by way of “b.yaml”" in found.message


def test_a_file_included_twice_or_by_another_name(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "alias.yaml").symlink_to("a.yaml")
    found = problems("include: [a.yaml, a.yaml, alias.yaml]\n" + HEAD, {"a.yaml": FAX})
    assert places(found) == ["practice.yaml:1:19", "practice.yaml:1:27"]
    assert all("twice" in one.message for one in found)


def test_a_long_chain_of_includes_is_cut(problems: Problems) -> None:
    files = {f"f{n}.yaml": f"include: f{n + 1}.yaml\n" for n in range(1500)}
    (found,) = problems("include: f0.yaml\n" + HEAD, files)
    assert str(found.location) == f"f{MAX_INCLUDE_DEPTH - 1}.yaml:1:10"


def test_a_section_in_two_files_is_told_with_both_places(problems: Problems) -> None:
    text = "turnaround: {value: 2, unit: business_day}\n"
    found = problems(
        "include: a.yaml\n" + HEAD + text + FAX, {"a.yaml": "# 😀\n" + FAX + "\n" + text}
    )
    assert places(found) == ["a.yaml:2:11", "a.yaml:4:1"]
    assert [str(one.related) for one in found] == ["practice.yaml:4:11", "practice.yaml:3:1"]


def test_problems_in_included_files_have_their_own_places(problems: Problems) -> None:
    found = problems(
        "include: a.yaml\n" + HEAD,
        {"a.yaml": "methods:\n  x: {name: 😀, systm: fax, system: fax}\n"},
    )
    assert places(found) == ["a.yaml:2:16"]


@pytest.mark.parametrize(
    ("content", "where", "code", "says"),
    [
        ("", "clinicians/ana.yaml:1:1", Code.missing_key, "“ana” needs the key “name”"),
        ("# nothing\n", "clinicians/ana.yaml:1:1", Code.missing_key, "“name”"),
        ("- name: Ana\n", "clinicians/ana.yaml:1:1", Code.wrong_shape, "a list"),
        ("Ana\n", "clinicians/ana.yaml:1:1", Code.wrong_shape, "“Ana”"),
        ("name: [\n", "clinicians/ana.yaml:1:7", Code.yaml_syntax, "bracket"),
        (b"\xff\xfe", "clinicians/ana.yaml:1:1", Code.file_unreadable, "UTF-8"),
        ("name: Ana\ninclude: x.yaml\n", "clinicians/ana.yaml:2:1", Code.unknown_key, "“include”"),
        ("name: Ana\nclinicians: {}\n", "clinicians/ana.yaml:2:1", Code.unknown_key, "“ana”"),
    ],
)
def test_a_clinician_file_that_cannot_be_used(
    problems: Problems, content: str | bytes, where: str, code: Code, says: str
) -> None:
    found = problems(HEAD, {"clinicians/ana.yaml": content})
    assert {one.code for one in found} == {code}
    assert found[0].location.file == where.split(":", maxsplit=1)[0]
    if code is not Code.yaml_syntax:
        assert str(found[0].location) == where
    assert says in found[0].text()


def test_a_clinician_declared_twice(problems: Problems) -> None:
    found = problems(
        HEAD + "clinicians:\n  ana: {name: Ana}\n",
        {"clinicians/ana.yaml": ANA, "clinicians/ben.yaml": "name: B\n", "clinicians/ben.yml": ANA},
    )
    assert places(found) == ["clinicians/ana.yaml:1:1", "clinicians/ben.yml:1:1"]
    assert [str(one.related) for one in found] == ["practice.yaml:3:3", "clinicians/ben.yaml:1:1"]


@pytest.mark.parametrize("name", ["Ana", "ana ruiz", "ana.ruiz", "анна", "x" * 100])
def test_a_clinician_file_whose_name_is_no_id(problems: Problems, name: str) -> None:
    (found,) = problems(HEAD, {f"clinicians/{name}.yaml": ANA})
    assert str(found.location) == f"clinicians/{name}.yaml:1:1"
    assert found.code is Code.invalid_value


def test_a_clinicians_section_of_the_wrong_shape_beside_the_folder(problems: Problems) -> None:
    found = problems(HEAD + "clinicians: [ana]\n", {"clinicians/ana.yaml": ANA})
    assert places(found) == ["practice.yaml:2:13"]


def test_links_and_folders_among_the_clinicians(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "clinicians").mkdir()
    (tmp_path / "clinicians" / "out.yaml").symlink_to("/etc/hostname")
    (tmp_path / "clinicians" / "loop.yaml").symlink_to("loop.yaml")
    (tmp_path / "clinicians" / "dir.yaml").mkdir()
    found = problems(HEAD)
    assert places(found) == [f"clinicians/{name}.yaml" for name in ("dir", "loop", "out")]
    assert "outside the practice's folder" in found[2].message


def test_what_a_broken_file_declares_is_not_called_unknown(problems: Problems) -> None:
    found = problems(
        HEAD + "clinicians: {ben: {name: Ben, cover: ana}}\n", {"clinicians/ana.yaml": "name: '\n"}
    )
    assert [one.code for one in found] == [Code.yaml_syntax]


@pytest.mark.parametrize(
    "name", ["none.yaml", "none/practice.yaml", "a\0b.yaml", "loop/practice.yaml", "x" * 300, ""]
)
def test_a_main_file_that_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(PolicyError) as caught:
        load(Path(name))
    (found,) = caught.value.diagnostics
    assert found.code is Code.file_missing
    assert found.location.line == 0
    assert found.remedy


def test_a_file_that_must_not_be_read(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(HEAD)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PolicyError, match="cannot be read: Permission denied"):
        load(path)


def test_a_folder_that_must_not_be_read(
    problems: Problems, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "clinicians").mkdir()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    (found,) = problems(HEAD)
    assert str(found.location) == "clinicians"
    assert "Permission denied" in found.message


def test_a_device_is_not_read() -> None:
    with pytest.raises(PolicyError, match="not an ordinary file"):
        load(Path("/dev/zero"))


@pytest.mark.parametrize(
    "written",
    [
        "note: >-\n      One line\n      and more.\n\n      Two.",
        "note: One line\n      and more.\n\n      Two.",
        'note: "One line\n      and more.\n\n      Two."',
        "note: |-\n      One line\n      and more.\n\n      Two.",
    ],
)
def test_a_blank_line_begins_a_paragraph_in_every_style_of_yaml(
    tmp_path: Path, written: str
) -> None:
    main = tmp_path / "practice.yaml"
    main.write_text(
        "practice: {name: A, country: US}\n"
        "methods:\n  phone:\n    name: Phone\n    system: phone\n"
        f"    value: 503-555-0140\n    {written}\n",
        encoding="utf-8",
    )
    note = load(main).policy().methods["phone"].note
    assert note is not None
    assert [" ".join(part.split()) for part in note.split("\n\n")] == ["One line and more.", "Two."]
