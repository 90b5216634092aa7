"""A part of a page that asks for more years of school than many clients had.

The grade is Flesch and Kincaid's, of the sentences that stand in the part itself; names, numbers and
addresses do not count, nor does what directives put there. Short parts are not graded: the formula
says little of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx_commspolicy.checks.prose.language import CRISIS, Sentence, sentences
from sphinx_commspolicy.checks.prose.reading import grade_of, words_of
from sphinx_commspolicy.checks.rule import Example, Level, Option, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import Passage, ProseContext
    from sphinx_commspolicy.checks.rule import Finding, Place

LEAST_COMMON = 0.1
"""Share of an English text that its commonest words have at least."""

Part = tuple[tuple[str, ...], list[Sentence]]


def _check(seen: ProseContext) -> Iterator[Finding]:
    for headings, found in _parts(seen):
        # a part with few spaces has few words that count
        spaces = sum(one.text.count(" ") for one in found)
        if spaces < seen.option("least_words") // 2:  # any of the two
            continue
        words = [words_of(one.text) for one in found]
        if sum(map(len, words)) < seen.option("least_words") or not _is_english(words):
            continue
        in_crisis = any(CRISIS.search(title) for title in headings[-1:]) or (
            found[0].passage.path[:1] == ("crisis",)
        )
        target = seen.option("crisis_target" if in_crisis else "target")
        reached = round(grade_of(words))
        if reached <= target:
            continue
        title = headings[-1] if headings else ""
        what = f"The part {quote(title)}" if title else "This text"
        yield seen.found(
            _place(seen, headings, found),
            f"{what} is written for school grade {reached}; {target} is the most here.",
            text=title,
        )


def _parts(seen: ProseContext) -> Iterator[Part]:
    """Yield the sentences of each part of a page, and of each text of the YAML."""
    parts: dict[object, Part] = {}
    for sentence in sentences(seen):
        passage = sentence.passage
        if passage.kind in {"title", "cell", "term", "quote", "line"}:
            continue
        if not _is_sentence(sentence):
            continue
        key: object = passage.headings
        if passage.is_fact:
            key = sentence.number
        parts.setdefault(key, (passage.headings, []))[1].append(sentence)
    yield from parts.values()


_COMMON = frozenset(
    [
        "a",
        "and",
        "are",
        "can",
        "for",
        "i",
        "if",
        "in",
        "is",
        "it",
        "my",
        "not",
        "of",
        "or",
        "our",
        "that",
        "the",
        "to",
        "we",
        "when",
        "you",
        "your",
    ]
)


def _is_english(sentences: list[list[str]]) -> bool:
    """Return whether the words are English: the formula is for no other language."""
    words = [word.lower() for words in sentences for word in words]
    return sum(word in _COMMON for word in words) >= LEAST_COMMON * len(words)  # any of the two


def _is_sentence(sentence: Sentence) -> bool:
    """Return whether the words end as sentences do: lists of names and addresses do not."""
    return sentence.text[-1:] in ".!?\"')" and len(sentence.text.split()) > 2


def _place(seen: ProseContext, headings: tuple[str, ...], found: list[Sentence]) -> Place:
    if headings:
        title: Passage | None = next(
            (one for one in seen.passages if one.headings == headings), None
        )
        if title is not None:
            return title.place_of(0, len(title.text))
    return found[0].passage.place_of(0, len(found[0].text.split()[0]))


RULE = Rule(
    name="reading-grade-high",
    severity=Severity.warning,
    levels=frozenset({Level.prose}),
    summary="A part of a page above the target grade: 8, and 6 about crises.",
    reason="A client who is tired, afraid or reads slowly has to understand it at once.",
    source=(
        "WCAG 2.2, 3.1.5; a study of 356 consent forms in Colorado (1995) found a mean grade of 15.74."
    ),
    mending="Shorten the sentences, and use words that people say.",
    false_positives=(
        "The formula counts syllables: long but well-known words weigh as much as rare ones. Words "
        "that a law prescribes can be silenced, with the reason."
    ),
    options=(
        Option("target", 8, "The highest school grade of a part."),
        Option("crisis_target", 6, "The highest school grade of a part about crises."),
        Option("least_words", 50, "Parts with fewer words are not graded."),
    ),
    check_prose=_check,
    failing=(
        Example(
            options={"least_words": 4},
            rst="""\
            ⟦Scope⟧
            =====

            We authorize confidentiality considerations.
            """,
        ),
        Example(
            options={"least_words": 8},
            rst="""\
            ⟦Scope⟧
            =====

            We authorize confidentiality considerations.

            We authorize confidentiality considerations.
            """,
        ),
        Example(
            options={"least_words": 4, "crisis_target": 6, "target": 99},
            rst="""\
            ⟦Emergencies⟧
            ===========

            We authorize confidentiality considerations.
            """,
        ),
        Example(
            yaml="""\
            crisis: {not_provided: ⟦We⟧ authorize confidentiality considerations.}
            """,
            options={"least_words": 4, "crisis_target": 6, "target": 99},
            rst="""\
            Words
            =====

            Words.
            """,
            about="A text of the YAML on crises.",
        ),
        Example(
            rst="""\
            ⟦Scope⟧
            =====

            Notwithstanding any representation to the contrary, the recipient acknowledges that
            confidentiality limitations inherent in electronic transmission preclude any categorical
            assurance of inviolability. Authorization documentation necessitates administrative
            consideration preceding communication. The aforementioned methodologies delineate
            organizational responsibilities concerning correspondence with the recipient and with
            other persons who are authorized to participate in treatment planning activities.
            """,
            says="written for school grade",
        ),
    ),
    passing=(
        Example(
            options={"least_words": 5},
            rst="""\
            Scope
            =====

            We authorize confidentiality considerations.
            """,
        ),
        Example(
            options={"least_words": 4, "target": 30},
            rst="""\
            Scope
            =====

            We authorize confidentiality considerations.
            """,
        ),
        Example(
            options={"least_words": 2},
            rst="""\
            Scope
            =====

            Your considerations.
            """,
        ),
        Example(
            options={"least_words": 4},
            rst="""\
            Scope
            =====

            - confidentiality considerations for you and authorization
            """,
        ),
        Example(
            yaml="""\
            privacy: {risk: We authorize confidentiality considerations., we_do: We authorize confidentiality considerations.}
            """,
            options={"least_words": 5},
            rst="""\
            Scope
            =====

            Words.
            """,
        ),
        Example(
            rst="""\
            Alcance
            =======

            Sin perjuicio de cualquier declaración contraria, el destinatario reconoce que las limitaciones
            inherentes de confidencialidad de transmisiones electrónicas imposibilitan cualquier garantía
            categórica de inviolabilidad. La documentación administrativa correspondiente necesita
            autorizaciones adicionales previas mediante comunicaciones escritas, presentadas oportunamente
            por representantes debidamente acreditados ante nuestras oficinas administrativas principales.
            """,
            about="The formula is for English alone.",
        ),
        Example(
            rst="""\
            Scope
            =====

            This page says how you reach us. It says when we answer, too. You can call us, or you can
            write to us. If you write, we read it on the next day. If it is a short note, we answer by
            mail. If it is a long note, we talk about it when we meet. You do not have to write at
            all. Some people like to, and some do not.
            """,
        ),
    ),
)
