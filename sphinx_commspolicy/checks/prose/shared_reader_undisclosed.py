"""Prose that says that only the therapist reads what others read, too.

In a handbook the data says who reads a method. In a document alone, another sentence has to: the
claim and that sentence must be about the same way of contact, or stand in the same part. Not found:
a claim about another line than the shared one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import is_denied, sentences, speaks_of
from sphinx_commspolicy.checks.prose.ways import is_way, way_of_heading, ways_in
from sphinx_commspolicy.checks.rule import Example, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import ProseContext
    from sphinx_commspolicy.checks.prose.language import Sentence
    from sphinx_commspolicy.checks.rule import Finding

_ONLY = re.compile(
    r"\b(?:only (?:your (?:own )?(?:therapist|clinician|counsell?or)|I|we therapists|the therapist)"
    r"|(?:nobody|no one|no-one) (?:else )?(?:but|except"
    r"|other than) (?:your (?:own )?(?:therapist|clinician"
    r"|counsell?or)|me|the therapist|I))\s+(?:(?:will|can|ever)\s+){0,2}"
    r"(?:reads?|sees?|hears?|opens?|listens? to|has access|have access|gets?)\b"
    r"|\b(?:I am|I'm|your (?:own )?(?:therapist|clinician|counsell?or) is) the only (?:one|person)"
    r" (?:who|that) (?:reads?|sees?|hears?|opens?|listens? to)\b"
    r"|\b(?:read|seen|heard|opened) (?:only|solely) by (?:your (?:own )?(?:therapist|clinician"
    r"|counsell?or)|me)\b",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"\b(?:front desk|(?:office|practice|clinic) manager|receptionist|(?:office |practice |administrative "
    r"|virtual )?assistants?"
    r"|administrator|secretary|(?:office|admin) staff|staff|answering service|office team"
    r"|billing team|reception)\b"
    r"[^.;:]{0,40}?\b(?:opens?|reads?|sorts?|listens?|checks?|hears?|sees?|handles?|monitors?"
    r"|answers?|passes|goes through|looks? through)\b"
    # what is not a message
    r"(?!\s+(?:\w+\s+){0,2}?(?:bookings?|appointments?|calendars?|invoices?|bills?|billing|payments?"
    r"|schedules?)\b)",
    re.IGNORECASE,
)
_OTHERS = frozenset({"front_desk", "answering_service"})


def check(seen: ProseContext) -> Iterator[Finding]:
    """Find claims that the facts, or other sentences, contradict."""
    if not speaks_of(seen, "only ", "nobody", "no one", "no-one", "solely"):
        return
    claims = []
    staff = []
    for sentence in sentences(seen):
        text = sentence.text
        claims += [
            (sentence, found)
            for found in _ONLY.finditer(text)
            if not sentence.is_quoted(found.start())
        ]
        other = _STAFF.search(text)
        if other and not is_denied(text, other.end() - 1, other.end()):
            staff.append((sentence, other))
    for sentence, found in claims:
        ways = _ways(sentence)
        readers = _readers(seen, sentence, ways)
        against = next((one for one in staff if _same_subject(sentence, ways, one[0])), None)
        if readers is None and against is None:
            continue
        who = (
            f"the front desk or a service reads {readers} as well"
            if readers
            else "staff read them, too"
        )
        related = []
        if against is not None:
            related = [Related(against[0].place(*against[1].span()), "somebody else reads them")]
        yield seen.found(
            sentence.place(*found.span()),
            f"This says that only the therapist sees messages; {who}.",
            remedy="Say who else reads messages.",
            text=found[0],
            related=related,
        )


def _ways(sentence: Sentence) -> set[str]:
    named = {way for _, _, way in ways_in(sentence.text)}
    if named:
        return named
    earlier = ways_in(sentence.passage.text[: sentence.start])
    if earlier:
        return {earlier[-1][2]}
    heading = way_of_heading(sentence.passage.headings)
    return {heading} if heading else set()


def _readers(seen: ProseContext, sentence: Sentence, ways: set[str]) -> str | None:
    """Return the name of a method that others read although the sentence says otherwise."""
    policy = seen.policy
    if policy is None or sentence.passage.is_fact:  # any of the two
        return None  # the data part of the rule reads the texts of the YAML
    if len(ways) != 1:
        return None
    (way,) = ways
    methods = [
        method for method in policy.methods.values() if method.usable and is_way(way, method)
    ]
    # of several methods of the kind, the sentence may mean one that nobody else reads
    if methods and all(_OTHERS.intersection(method.read_by) for method in methods):
        return methods[0].name
    return None


def _same_subject(claim: Sentence, ways: set[str], other: Sentence) -> bool:
    if claim is other:
        return True
    named = {way for _, _, way in ways_in(other.text)}
    if named and ways:
        return bool(named & ways)
    return abs(claim.number - other.number) < 2  # beside one another, with no title between


FAILING = (
    Example(
        rst="""\
        Writing
        =======

        ⟦Only your therapist reads⟧ what you write. The front desk reads email.
        """,
    ),
    Example(
        yaml="""\
        methods:
          old: {name: Old, system: email, value: old@elm.example.org, status: not_used, read_by: [clinician]}
          phone: {name: Phone, system: phone, value: 212-555-0143, read_by: [clinician]}
          email: {name: Email, system: email, value: hello@elm.example.org, read_by: [front_desk]}
        """,
        rst="""\
        Email
        =====

        ⟦Only your therapist reads⟧ your email.
        """,
        says="Email as well",
    ),
    Example(
        rst="""\
        Email
        =====

        ⟦Only your therapist reads⟧ what you write.

        Away
        ----

        The front desk reads email then.
        """,
    ),
    Example(
        rst="""\
        Writing
        =======

        You can email us. ⟦Only your therapist reads⟧ what you write.

        Away
        ----

        The front desk reads email then.
        """,
    ),
    Example(
        rst="""\
        Writing
        =======

        ⟦Only your therapist reads⟧ what you write.

        The front desk opens it.
        """,
    ),
    Example(
        yaml="""\
        methods:
          email:
            name: Email
            system: email
            value: office@elm.example.org
            read_by: [front_desk, clinician]
        """,
        rst="""\
        Email
        =====

        ⟦Only your therapist reads⟧ your email.
        """,
        says="Email as well",
    ),
    Example(
        rst="""\
        Voicemail
        =========

        You can leave a voicemail; ⟦nobody but your therapist hears⟧ it. Our receptionist sorts the
        voicemail each morning.
        """,
        says="staff read them, too",
    ),
)
PASSING = (
    Example(
        rst="""\
        Email
        =====

        Only your therapist reads your email. The front desk does not read email.

        Far
        ---

        The front desk opens it.

        Near
        ----

        Words.
        """,
    ),
    Example(
        rst="""\
        Writing
        =======

        Only your therapist reads what you write.

        Words between.

        The front desk opens it.
        """,
    ),
    Example(
        yaml="""\
        methods:
          old: {name: Old, system: email, value: old@elm.example.org, status: not_used, read_by: [front_desk]}
          phone: {name: Phone, system: phone, value: 212-555-0143, read_by: [front_desk]}
          email: {name: Email, system: email, value: hello@elm.example.org, read_by: [clinician]}
        """,
        rst="""\
        Email
        =====

        Only your therapist reads your email.
        """,
    ),
    Example(
        yaml="""\
        methods:
          office:
            name: Office phone
            system: phone
            value: 212-555-0143
            read_by: [front_desk]
          email:
            name: Email
            system: email
            value: office@elm.example.org
            read_by: [clinician]
        """,
        rst="""\
        Email
        =====

        Only your therapist reads your email. The front desk answers the phone.
        """,
        about="The front desk reads another way of contact.",
    ),
)
