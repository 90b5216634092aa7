"""The engine works without Sphinx, and importing the package costs next to nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import sphinx_commspolicy

PACKAGE = Path(sphinx_commspolicy.__file__).parent
ENGINE = (
    "calendar",
    "crisis_services",
    "diagnostics",
    "effective",
    "loading",
    "opening_hours",
    "yamltree",
    "phrases.catalogue",
    "phrases.times",
    *(f"model.{path.stem}" for path in sorted((PACKAGE / "model").glob("*.py"))),
)
LATER = ("facts", "checks", "cli")
"""Rooms of the engine that may not have been built yet."""


def loaded_by(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(*sys.modules, sep='\\n')"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.split())


def top(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_the_whole_engine_imports_neither_sphinx_nor_docutils() -> None:
    names = [name.removesuffix(".__init__") for name in ENGINE]
    names += [
        name for name in LATER if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists()
    ]
    modules = loaded_by("\n".join(f"import sphinx_commspolicy.{name}" for name in names))
    modules -= loaded_by("")  # an installed package may load some at every start
    assert {name for name in top(modules) if name.startswith(("sphinx", "docutils"))} == {
        "sphinx_commspolicy"
    }


@pytest.mark.parametrize("name", ["diagnostics", "yamltree", "loading"])
def test_what_reads_text_does_not_import_the_model(name: str) -> None:
    modules = top(loaded_by(f"import sphinx_commspolicy.{name}"))
    assert not modules & {"pydantic", "phonenumbers", "holidays", "babel", "sphinx", "docutils"}


def test_reading_a_practice_imports_neither_sphinx_nor_docutils() -> None:
    practice = Path(__file__).parent / "data" / "practice.yaml"
    statement = (
        "from pathlib import Path\nfrom sphinx_commspolicy.loading import load\n"
        f"source = load(Path({str(practice)!r}))\nsource.services\nlist(source.scopes())"
    )
    assert not top(loaded_by(statement)) & {"sphinx", "docutils"}


def test_importing_the_package_imports_nothing_heavy() -> None:
    modules = top(loaded_by("import sphinx_commspolicy"))
    assert not modules & {
        *("pydantic", "phonenumbers", "holidays", "babel", "yaml", "sphinx", "docutils")
    }
