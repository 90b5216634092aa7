"""How long it takes to check the facts of a large practice: 500 clinicians in at most 2 seconds.

The sample handbook's clinicians are copied, each with numbers and hours of her own, so that neither
the rules nor what they remember can take two of them for the same.
"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import shutil
import tempfile
import time
from pathlib import Path

from sphinx_commspolicy.checks.context import PracticeData
from sphinx_commspolicy.checks.runner import Run
from sphinx_commspolicy.loading import load

SAMPLE = Path(__file__).resolve().parent.parent / "example_site"
TODAY = dt.date(2026, 11, 23)
LIMIT = 2.0
"""Seconds of processor time that reading and checking the facts of 500 clinicians may take."""


def write(folder: Path, clinicians: int) -> Path:
    """Write a practice of that size into *folder*; return its main file."""
    people = folder / "clinicians"
    people.mkdir(parents=True)
    shutil.copy(SAMPLE / "practice.yaml", folder)
    texts = {path.stem: path.read_text("utf-8") for path in (SAMPLE / "clinicians").glob("*.yaml")}
    names = sorted(texts)
    for number in range(clinicians):
        name = names[number % len(names)]
        copy = number // len(names)
        text = re.sub(
            rf"\b({'|'.join(names)})\b(?=$|[`,}}])", rf"\1-{copy}", texts[name], flags=re.MULTILINE
        )
        text = re.sub(r"555-01(\d)(\d)", rf"555-{1000 + number:04}", text)
        text = text.replace(":00-", f":{number % 60:02}-")
        (people / f"{name}-{copy}.yaml").write_text(text, "utf-8")
    # every name that the practice's own texts use
    for name in names:
        (people / f"{name}.yaml").write_text(texts[name], "utf-8")
    return folder / "practice.yaml"


def measure(clinicians: int) -> tuple[float, float, float, int]:
    """Return the seconds for reading, for the rules and for texts, and how much was found."""
    with tempfile.TemporaryDirectory() as folder:
        main = write(Path(folder) / "practice", clinicians)
        begin = time.process_time()
        source = load(main)
        read = time.process_time()
        run = Run(TODAY, PracticeData(source))
        run.look_at_data()
        checked = time.process_time()
        run.look_at_facts_as_prose()
        texts = time.process_time()
        found = len(run.report().findings)
    return read - begin, checked - read, texts - checked, found


def main() -> int:
    """Print the times; the exit status is 1 where the limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clinicians", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    best = min(measure(options.clinicians) for _ in range(options.rounds))
    read, rules, texts, found = best
    print(f"{options.clinicians} clinicians: reading {read:.2f} s, rules for data {rules:.2f} s,")
    print(f"rules for prose over the texts of the YAML {texts:.2f} s; {found} findings")
    print(f"reading and checking the facts: {read + rules:.2f} s (limit {LIMIT} s)")
    return 0 if read + rules <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
