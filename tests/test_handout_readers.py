"""Every handout is for its readers: their clinician, their situation, their language, together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from handbook import CONF, Handbook

if TYPE_CHECKING:
    from pathlib import Path

FACTS = """
practice:
  name: Elm Street Therapy
  country: US
  jurisdictions: [US-OR]
  time_zone: America/Los_Angeles
  languages: [en]
  document: {version: "2.0"}
methods:
  phone: {name: Line, system: phone, value: (503) 555-0143, rank: 1}
  email:
    name: Mail
    system: email
    value: office@elmstreet.example.org
    rank: 2
    security: not_encrypted
    risk: Anybody may read it.
    keep_out: Plans of all kinds.
needs:
  cancel: {name: CANCEL, category: administrative, kind: same_day_cancel, first: phone}
  ask: {name: ASK, category: administrative, first: phone}
turnaround: {value: 1, unit: business_day}
calendar: {hours: "Mo-Fr 09:00-17:00"}
clinicians:
  june:
    name: June Abernathy
    languages: [vi]
    methods:
      phone: {value: (503) 555-0177}
      email: {value: june@elmstreet.example.org, risk: June shares her mail.}
situations:
  teen:
    turnaround: {value: 4}
    needs: {cancel: {first: email}}
    methods:
      email: {name: Mail of teens, risk: Your parents may read it.}
"""


class Marks(NamedTuple):
    """What a page shows only to those readers."""

    clinician: str
    situation: str
    spanish: str


HANDOUTS = {
    "reach-sheet": Marks("June Abernathy", "4 ", "Usted quiere"),
    "wallet-card": Marks("555-0177", "Mail of teens", "En una crisis"),
    "contact-card": Marks("june@elmstreet", "Mail of teens", "Si es una emergencia"),
    "intake-guide": Marks("555-0177", "Mail of teens: ", "Esto es para el terapeuta."),
    "preference-form": Marks("ietnam", "Mail of teens", "Su nombre:"),
    "nonsecure-request": Marks("june@elmstreet", "Your parents may read", "Conozco el riesgo"),
    "acknowledgement": Marks("June Abernathy", "", "Por el consultorio:"),
    "message-script": Marks("June Abernathy", "4 ", "Se ha comunicado con"),
}
READERS = {
    "": {},
    "june": {"commspolicy_clinician": "june"},
    "teen": {"commspolicy_situation": "teen"},
    "es": {"language": "es"},
    "june teen es": {
        "commspolicy_clinician": "june",
        "commspolicy_situation": "teen",
        "language": "es",
    },
    "teen es": {"commspolicy_situation": "teen", "language": "es"},
}
"""What each edition is built with."""


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Handbook]:
    """Return the same handbook, built for each kind of readers."""
    return {
        name: _built(tmp_path_factory.mktemp("book"), config) for name, config in READERS.items()
    }


def _built(folder: Path, config: dict[str, Any]) -> Handbook:
    handbook = Handbook(folder)
    handbook.write("conf.py", CONF)
    handbook.write("practice.yaml", FACTS)
    handbook.write("index.rst", "Book\n====\n\n.. toctree::\n   :glob:\n\n   *-page\n")
    for kind in HANDOUTS:
        handbook.write(f"{kind}-page.rst", f"P\n=\n\n.. {kind}::\n")
        own = f"P\n=\n\n.. {kind}::\n   :clinician: june\n"
        handbook.write(f"{kind}-june-page.rst", own)
        field = f":clinician: june\n\nP\n=\n\n.. {kind}::\n"
        handbook.write(f"{kind}-field-page.rst", field)
    assert handbook.build("text", config=config).warnings == ""
    return handbook


def _words(editions: dict[str, Handbook], edition: str, page: str) -> str:
    return " ".join(editions[edition].page(f"{page}-page", "text", ".txt").split())


@pytest.mark.parametrize("kind", HANDOUTS)
def test_a_handout_has_the_facts_of_the_clinician(kind: str, editions: dict[str, Handbook]) -> None:
    mark = HANDOUTS[kind].clinician
    assert mark not in _words(editions, "", kind)
    for page in (f"{kind}-june", f"{kind}-field"):
        assert mark in _words(editions, "", page)
    assert mark in _words(editions, "june", kind)


@pytest.mark.parametrize("kind", HANDOUTS)
def test_a_handout_has_the_facts_of_the_situation(kind: str, editions: dict[str, Handbook]) -> None:
    mark, common = HANDOUTS[kind].situation, _words(editions, "", kind)
    special = _words(editions, "teen", kind)
    if not mark:  # a receipt has the fingerprint of the facts
        assert common.split() != special.split()
        assert len(set(common.split()) ^ set(special.split())) == 2
        return
    assert mark not in common
    assert mark in special


@pytest.mark.parametrize("kind", HANDOUTS)
def test_a_handout_speaks_the_language(kind: str, editions: dict[str, Handbook]) -> None:
    mark = HANDOUTS[kind].spanish
    assert mark not in _words(editions, "", kind)
    assert mark in _words(editions, "es", kind)


@pytest.mark.parametrize("kind", HANDOUTS)
def test_a_handout_is_for_the_clients_of_one_in_a_situation_in_their_language(
    kind: str, editions: dict[str, Handbook]
) -> None:
    alone = _words(editions, "june", kind)
    for edition, page in (
        ("june teen es", kind),
        ("teen es", f"{kind}-june"),
        ("teen es", f"{kind}-field"),
    ):
        words = _words(editions, edition, page)
        assert [mark for mark in HANDOUTS[kind] if mark not in words] == [], (edition, page)
        if not HANDOUTS[kind].situation:
            mine = {word for word in alone.split() if len(word) == 9 and word[4] == "-"}
            assert mine
            assert not mine & set(words.split())
