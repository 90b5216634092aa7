"""Notices that jurisdictions ask of practices, from the dated data file of this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import Field

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.diagnostics import PolicyError
from sphinx_commspolicy.model.fields import Date, Fact, Region, Word
from sphinx_commspolicy.model.validate import validate


class RequiredNotice(Fact):
    """One notice that one jurisdiction asks for."""

    kind: Word = Field(description="Its kind, as `practice.notices` has it.")
    jurisdiction: Region = Field(description="Who asks for it.")
    since: Date = Field(description="First day on which it is asked for.")
    about: Word = Field(description="What it tells clients: the end of a sentence.")
    source: Word = Field(description="Where this is known from.")


class RequiredNotices(Fact):
    """All notices that are known."""

    as_of: Date = Field(description="Day on which the file was last reviewed as a whole.")
    notices: tuple[RequiredNotice, ...] = Field(description="The notices.")


@cache
def required_notices() -> tuple[RequiredNotice, ...]:
    """Return every notice that a jurisdiction is known to ask for."""
    resource = files("sphinx_commspolicy") / "data" / "notices.yaml"
    root, diagnostics = yamltree.compose(resource.read_text("utf-8"), resource.name)
    if root is None or diagnostics:
        raise PolicyError(diagnostics)
    found, diagnostics = validate(RequiredNotices, root, country=None)
    if found is None:
        raise PolicyError(diagnostics)
    return found.notices
