"""Links between the files of the repository lead somewhere."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def links() -> ModuleType:
    spec = importlib.util.spec_from_file_location("links", ROOT / "tools" / "links.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_link_between_files_is_broken(links: ModuleType) -> None:
    assert [str(broken) for broken in links.broken_links(ROOT)] == []


@pytest.mark.parametrize(
    ("name", "text", "broken"),
    [
        ("a.md", "[gone](gone.md)", ["gone.md"]),
        ("a.md", "![picture](gone.png)", ["gone.png"]),
        ("a.md", "# Here\n\n[ok](#here) [not](#there)", ["#there"]),
        ("a.md", "# It is, well, *here*!\n\n[ok](#it-is-well-here)", []),
        ("a.md", "# Twice\n# Twice\n\n[ok](#twice-1) [not](#twice-2)", ["#twice-2"]),
        ("a.md", "[web](https://example.org/gone.md)", []),
        ("a.md", "```\n[shown](gone.md)\n```\n\n[gone](gone.md)", ["gone.md"]),
        ("a.md", "[root](/etc/passwd)", ["/etc/passwd"]),
        ("a.rst", "See `there <gone.rst>`_ and `web <https://example.org/>`__.", ["gone.rst"]),
        ("a.rst", "See `by name <name_>`_ and :doc:`gone`.", []),
        ("_build/a.md", "[gone](gone.md)", []),
    ],
)
def test_a_link_that_leads_nowhere_is_found(
    links: ModuleType, tmp_path: Path, name: str, text: str, broken: list[str]
) -> None:
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")

    assert [found.target for found in links.broken_links(tmp_path)] == broken


def test_a_broken_link_names_its_line(links: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n\n```\ncode\n```\n\n[gone](gone.md)\n", "utf-8")

    assert [found.line for found in links.broken_links(tmp_path)] == [7]
