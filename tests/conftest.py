"""What the tests share: a practice written for one test, and the problems found in it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sphinx.application import builtin_extensions

from sphinx_commspolicy import config
from sphinx_commspolicy.cli.build import defaults_kept
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.loading import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sphinx_commspolicy.diagnostics import Diagnostic
    from sphinx_commspolicy.effective import PolicySource

pytest_plugins = ["sphinx.testing.fixtures"]
collect_ignore = ["roots"]

# Sphinx's modules keep some words for good in the language of the project that first loads them:
# here it is none, so that no test depends on which others its process has run before.
for _name in builtin_extensions:
    import_module(_name)


@pytest.fixture(scope="session")
def rootdir() -> Path:
    return Path(__file__).parent / "roots"


@pytest.fixture(autouse=True, scope="module")
def _without_rules(request: pytest.FixtureRequest) -> Iterator[None]:
    """Switch the checker off where tests are not about it: small samples break many rules.

    A module whose tests are about the checker says so: ``WITH_RULES = True``.
    """
    with pytest.MonkeyPatch.context() as patch:
        if not getattr(request.module, "WITH_RULES", False):
            values = [
                replace(value, default=["all"]) if value.name == "commspolicy_ignore" else value
                for value in config.VALUES
            ]
            patch.setattr(config, "VALUES", tuple(values))
        yield


@pytest.fixture(autouse=True)
def _defaults_of_sphinx() -> Iterator[None]:
    """Let no test see what a theme of another one has added to Sphinx's own settings."""
    with defaults_kept():
        yield


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that writes a practice's files and makes its folder the working folder."""
    monkeypatch.chdir(tmp_path)

    def write_files(main: str | bytes, files: dict[str, str | bytes] | None = None) -> Path:
        for name, content in {"practice.yaml": main, **(files or {})}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return Path("practice.yaml")

    return write_files


@pytest.fixture
def read(write: Callable[..., Path]) -> Callable[..., PolicySource]:
    """Return a function that loads a practice from the texts of its files."""
    return lambda main, files=None: load(write(main, files))


@pytest.fixture
def problems(write: Callable[..., Path]) -> Callable[..., tuple[Diagnostic, ...]]:
    """Return a function that gives every problem of a practice, none if it can be read."""

    def find(
        main: str | bytes, files: dict[str, str | bytes] | None = None
    ) -> tuple[Diagnostic, ...]:
        path = write(main, files)
        try:
            load(path)
        except PolicyError as error:
            return error.diagnostics
        return ()

    return find
