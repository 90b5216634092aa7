"""A value that was meant to be replaced.

The data part reads every value of the YAML. A practice that says of itself ``sample: yes`` may keep
numbers and addresses that are reserved for samples; unfinished words are found there, too. For
countries without reserved numbers nothing can be told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sphinx_commspolicy import yamltree
from sphinx_commspolicy.checks.rule import Example, Level, Rule, Severity
from sphinx_commspolicy.diagnostics import quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx_commspolicy.checks.context import DataContext, OutputContext
    from sphinx_commspolicy.checks.rule import Finding


UNFINISHED = re.compile(
    r"\[\s*(?:insert|your|name|date|phone|number|address|practice|clinician|tbd|fill)\b[^\]\n]*\]"
    r"|\b(?:(?-i:XXX+|TODO|FIXME|TBD)\b|REPLACE ME\b|REPLACE:)|\blorem ipsum\b"
    r"|<(?:insert|your)\b[^>]*>",
    re.IGNORECASE,
)
"""Words that stand for others."""
RESERVED = re.compile(
    r"(?<!\d)(?:"
    r"(?:\+?1[\s.-]?)?\(?[2-9]\d\d\)?[\s.-]?555[\s.-]?01\d\d"  # North America
    r"|(?:\+44\s?|0)1632[\s.-]?960[\s.-]?\d{3}|(?:\+44\s?|0)7700[\s.-]?900[\s.-]?\d{3}"  # Ofcom
    r"|(?:\+44\s?|0)20[\s.-]?7946[\s.-]?0\d{3}"
    r"|\(?(?:\+353\s?|0)20\)?[\s.-]?91\d[\s.-]?\d{4}"  # ComReg
    r"|\(?(?:\+61\s?|0)[2378]\)?[\s.-]?(?:5550|7010)[\s.-]?\d{4}"  # ACMA
    r")(?!\d)"
    r"|(?<![\w-])example\.(?:org|com|net|edu)(?![\w-])|(?<=\.)(?:example|invalid|test)(?![\w.-])",
    re.IGNORECASE,
)
"""Numbers and addresses that are kept free for samples, and reach nobody."""


def _check(seen: DataContext) -> Iterator[Finding]:
    looked_at: set[int] = set()
    for tree in seen.source.written_trees():
        for _, scalar in yamltree.scalars(tree):
            if id(scalar) in looked_at:
                continue
            looked_at.add(id(scalar))
            match = UNFINISHED.search(scalar.text)
            what = "is still to be filled in"
            if match is None and not seen.data.sample:
                match = RESERVED.search(scalar.text)
                what = "is kept free for samples, and reaches nobody"
            if match is not None:
                place = seen.data.written(scalar, match[0])
                yield seen.found(place, f"{quote(match[0])} {what}.")


def _check_page(seen: OutputContext) -> Iterator[Finding]:
    sample = seen.data.sample if seen.data else False
    patterns = [UNFINISHED] if sample else [UNFINISHED, RESERVED]
    patterns = [pattern for pattern in patterns if pattern.search(seen.text)]
    for words in seen.words if patterns else ():
        for pattern in patterns:
            for match in pattern.finditer(words.text):
                skip = words.text.count(match[0], 0, match.start())
                place = seen.place_of(words, match[0], skip)
                message = f"{quote(match[0])} stands in the built page: it reaches nobody."
                yield seen.found(place, message, text=match[0])


RULE = Rule(
    name="placeholder-left",
    severity=Severity.error,
    levels=frozenset({Level.data, Level.prose, Level.output}),
    summary=(
        "Words that were meant to be replaced; and, outside a sample, numbers and addresses that "
        "are reserved for samples."
    ),
    reason="A client calls the number in the handbook. This one reaches nobody.",
    source="Seen on a live page; the numbering plans of the countries; RFC 2606.",
    mending=(
        "Put your own fact there. If the practice is an invented one, say “sample: yes” under "
        "“practice”."
    ),
    false_positives="A page that teaches how to fill in a form may quote such words; silence it.",
    check_data=_check,
    check_output=_check_page,
    failing=(
        Example(
            yaml="""\
            methods:
              phone:
                name: Phone
                system: phone
                value: ⟦(503) 555-0140⟧
              email:
                name: E-mail
                system: email
                value: office@⟦example.org⟧
                note: Write to us, or to ⟦[insert name]⟧.
              fax:
                name: Fax
                system: fax
                status: not_used
                if_tried: >-
                  It goes
                  ⟦TODO⟧ nowhere.
            """,
        ),
        Example(
            yaml="""\
            practice:
              name: ⟦XXX⟧ Therapy
              country: US
              sample: yes
            """,
            about="Unfinished words have no place in a sample either.",
        ),
        Example(
            yaml="""\
            practice:
              name: Glen Practice
              country: GB
              website: https://glen.⟦test⟧/
            methods:
              phone: {name: Phone, system: phone, value: ⟦01632 960143⟧}
            clinicians:
              rosa:
                name: Rosa Ibarra
                methods:
                  phone: {value: ⟦07700 900123⟧}
            """,
        ),
        Example(
            yaml="practice: {name: Elm Street Therapy, country: US}",
            html="""\
            <p>Call us at ⟦[your number]⟧,
            or &amp; write to <a href="mailto:a@elm.example.org">a@elm.⟦example.org⟧</a>,
            example.orgs, or ⟦example.org⟧.</p>
            """,
            says="stands in the built page",
            about="A template of the theme says it, so neither the YAML nor a page’s source holds it.",
        ),
    ),
    passing=(
        Example(
            yaml="""\
            practice:
              name: Elm Street Therapy
              country: US
              sample: yes
              website: https://elm.example.org/
            methods:
              phone: {name: Phone, system: phone, value: (503) 555-0140}
            """,
        ),
        Example(
            yaml="""\
            methods:
              phone:
                name: Phone
                system: phone
                value: (503) 555-2140
                note: Please send your [signed] form, an example of your work, or a to-do list.
            """,
            about="A number that could be real, and words that only look like marks.",
        ),
        Example(
            yaml="practice: {name: Elm Street Therapy, country: US, sample: yes}",
            html="""\
            <p>Write to a@elm.example.org.</p><pre>TODO</pre><script>XXX</script>
            <p>Nothing <code>[insert name]</code> is left. Estamos todos los días; todo va bien.</p>
            """,
            about="A sample, code, and the Spanish word for “all”.",
        ),
    ),
)
