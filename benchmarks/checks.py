"""How much of what a careful reader finds the rules find, in twelve invented policies.

``python benchmarks/checks.py`` prints recall and precision for each rule and for all, and lists
what was missed and what was found without need. The policies and the reader's findings are in
``tests/corpus``; they were written before the rules. Below it come those of ``tests/corpus/later``,
which were written when the rules were made, to put them to the test.

``python benchmarks/checks.py --build FOLDER`` builds the handbook whose sources are in FOLDER, with
every rule switched off, and prints how much longer the rules for prose would take, in time of the
processor. ``generate.py`` writes such a handbook.
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import yaml

from sphinx_commspolicy.audit.reading import read
from sphinx_commspolicy.audit.report import Audit, audit

CORPUS = Path(__file__).parent.parent / "tests" / "corpus"
LATER = CORPUS / "later"
"""Policies that were written to put the rules to the test."""
TODAY = dt.date(2026, 11, 23)


class Outcome(NamedTuple):
    """How the rules and the reader agree."""

    hits: Counter[str]
    misses: list[tuple[str, str, int]]
    """File, rule and line of what only the reader found."""
    extras: list[tuple[str, str, int]]
    """File, rule and line of what only the rules found."""

    def recall(self, rule: str = "") -> float:
        """Return the share of the reader's findings that the rules found."""
        return self._share(self.misses, rule)

    def precision(self, rule: str = "") -> float:
        """Return the share of the rules' findings that the reader shares."""
        return self._share(self.extras, rule)

    def _share(self, others: list[tuple[str, str, int]], rule: str) -> float:
        hits = self.hits[rule] if rule else self.hits.total()
        rest = sum(1 for _, name, _ in others if not rule or name == rule)
        return hits / (hits + rest) if hits + rest else 1.0


def expectations(folder: Path = CORPUS) -> dict[Path, dict[str, object]]:
    """Return what the reader expects of each policy in *folder*."""
    found = {}
    for notes in sorted(folder.glob("*.yaml")):
        text = next(path for path in notes.parent.glob(f"{notes.stem}.*") if path != notes)
        found[text] = yaml.safe_load(notes.read_text("utf-8"))
    return found


def look(path: Path, notes: dict[str, object]) -> Audit:
    """Return what the rules find in a policy."""
    return audit(read(path), TODAY, str(notes["country"]), sample=True)


def compare(folder: Path = CORPUS) -> tuple[Outcome, Outcome]:
    """Return the outcome for findings, and that for parts of a policy that are not there."""
    rules = Outcome(Counter(), [], [])
    parts = Outcome(Counter(), [], [])
    for path, notes in expectations(folder).items():
        done = look(path, notes)
        expected = Counter((one["rule"], one["line"]) for one in notes["findings"])
        found = Counter((one.rule, one.place.line) for one in done.findings)
        allowed = {(one["rule"], one["line"]) for one in notes.get("may", ())}
        _count(rules, path.name, expected, found, allowed)
        if "not_found" in notes:
            wanted = Counter((name, 0) for name in notes["not_found"])
            named = Counter((element.name, 0) for element in done.missing)
            _count(parts, path.name, wanted, named, set())
    return rules, parts


def _count(
    outcome: Outcome,
    file: str,
    expected: Counter[tuple[str, int]],
    found: Counter[tuple[str, int]],
    allowed: set[tuple[str, int]],
) -> None:
    for (rule, _), times in (expected & found).items():
        outcome.hits[rule] += times
    outcome.misses.extend((file, *key) for key in (expected - found).elements())
    extras = (found - expected).elements()
    outcome.extras.extend((file, *key) for key in extras if key not in allowed)


def show(title: str, outcome: Outcome) -> None:
    """Print an outcome."""
    names = {*outcome.hits, *(one[1] for one in (*outcome.misses, *outcome.extras))}
    print(f"{title:32} found  recall  precision")
    for name in sorted(names):
        shares = f"{outcome.recall(name):7.2f} {outcome.precision(name):10.2f}"
        print(f"  {name:30} {outcome.hits[name]:5} {shares}")
    shares = f"{outcome.recall():7.2f} {outcome.precision():10.2f}"
    print(f"  {'all':30} {outcome.hits.total():5} {shares}")
    for file, name, line in outcome.misses:
        print(f"  missed: {file}:{line} {name}")
    for file, name, line in outcome.extras:
        print(f"  without need: {file}:{line} {name}")


def measure(folder: Path) -> tuple[float, float]:
    """Return seconds that a build without rules takes, and seconds of the rules for prose."""
    from sphinx.application import Sphinx

    from sphinx_commspolicy import findings
    from sphinx_commspolicy.checks import registry
    from sphinx_commspolicy.checks.settings import Settings
    from sphinx_commspolicy.extension import YOUNG_OBJECTS

    with tempfile.TemporaryDirectory() as out, Path(os.devnull).open("w") as nowhere:
        begun = time.process_time()
        app = Sphinx(
            folder,
            folder,
            Path(out, "html"),
            Path(out, "doctrees"),
            "html",
            {"commspolicy_ignore": ["all"]},
            status=None,
            warning=nowhere,
            freshenv=True,
        )
        app.build()
        built = time.process_time()
        gc.set_threshold(YOUNG_OBJECTS, *gc.get_threshold()[1:])  # as while pages are written
        prose = [name for name in registry.names() if registry.prose_check(name)]
        findings.begin(app, Settings(select=frozenset(prose)))
        return built - begun, time.process_time() - built


def main() -> int:
    """Print the figures; return 1 where one is worse than it may be."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--build", type=Path, metavar="FOLDER", help="measure a build instead")
    options = parser.parse_args()
    if options.build:
        build, prose = measure(options.build.resolve())
        print(f"build {build:.2f} s, rules for prose {prose:.2f} s: {prose / build:.1%}")
        return int(prose > 0.15 * build)
    rules, parts = compare()
    show("rule", rules)
    print()
    show("part that is not there", parts)
    print()
    show("rule, in later policies", compare(LATER)[0])
    return int(min(rules.recall(), rules.precision()) < 0.9)


if __name__ == "__main__":
    sys.exit(main())
