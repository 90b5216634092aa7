"""Pages in Markdown say what pages in reStructuredText say."""

from __future__ import annotations

import pytest
from readers import Pages, Read

from sphinx_commspolicy.directives import DIRECTIVES
from sphinx_commspolicy.roles import FACT_ROLES, REFERENCE_ROLES

ARGUMENTS = {
    "contact-method": "phone",
    "method-setup": "portal",
    "need-route": "cancel",
    "clinician": "rosa",
    "policy-topic": "cancellation",
}
TARGETS = {
    "contact": "phone",
    "turnaround": "email",
    "clinician": "rosa",
    "practice": "name",
    "hours": "practice",
    "crisis": "us-988",
    "fact": "cancellation.notice",
    "method-ref": "video",
    "need-ref": "check-in",
    "clinician-ref": "teo",
}
PAGES = Pages()
DESCRIBED = PAGES.add(
    "```{contact-method} video\n```\n```{need-route} check-in\n```\n```{clinician} teo\n```",
    suffix=".md",
)


def _pair(name: str) -> tuple[str, str]:
    argument = ARGUMENTS.get(name, "")
    hidden = ":no-index:" if DIRECTIVES[name].defines else ":clinician: rosa"
    return (
        PAGES.add(f"```{{{name}}} {argument}\n{hidden}\n```", suffix=".md"),
        PAGES.add(f".. {name}:: {argument}\n   {hidden}"),
    )


BLOCKS = {name: _pair(name) for name in DIRECTIVES}
ROLES = {
    name: (
        PAGES.add(f"So {{{name}}}`{TARGETS[name]}`.", suffix=".md"),
        PAGES.add(f"So :{name}:`{TARGETS[name]}`."),
    )
    for name in (*FACT_ROLES, *REFERENCE_ROLES)
}
IN_DOMAIN = PAGES.add("{comms:contact}`phone`", suffix=".md")
OWN_WORDS = PAGES.add("See {method-ref}`the video <video>`.", suffix=".md")
FRONT_MATTER = PAGES.add(
    "# Rosa\n\n{contact}`text`, {turnaround}`practice`", "clinician: rosa", suffix=".md"
)
UNKNOWN = PAGES.add("Words.\n\n```{contact-method} fone\n```", suffix=".md")
BAD_OPTION = PAGES.add("```{contact-methods}\n:form: tabel\n```", suffix=".md")
FIRST_LINE = 5
"""Line of a page on which its source begins, below its front matter."""


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    config = {"extensions": ["sphinx_commspolicy", "myst_parser"]}
    return PAGES.build(tmp_path_factory.mktemp("myst"), **config)


@pytest.mark.parametrize("name", DIRECTIVES)
def test_a_directive_in_markdown_says_the_same(read: Read, name: str) -> None:
    markdown, restructured = BLOCKS[name]
    assert len(read.text(markdown)) > 20
    assert read.text(markdown) == read.text(restructured)


@pytest.mark.parametrize("name", ROLES)
def test_a_role_in_markdown_says_the_same(read: Read, name: str) -> None:
    markdown, restructured = ROLES[name]
    assert len(read.text(markdown)) > 4
    assert read.text(markdown) == read.text(restructured)
    assert read.warned(markdown) == []


def test_roles_in_markdown_work_by_the_name_of_their_domain_and_with_own_words(read: Read) -> None:
    assert read.text(IN_DOMAIN) == "(503) 555-0143"
    assert "the video" in read.text(OWN_WORDS)


def test_the_front_matter_of_a_page_names_its_clinician(read: Read) -> None:
    assert "(503) 555-0163, 24 hours" in read.text(FRONT_MATTER)
    assert read.warned(FRONT_MATTER) == []


def test_a_warning_names_the_line_of_the_markdown(read: Read) -> None:
    (warning,) = read.warned(UNKNOWN)
    assert warning.startswith(f"md:{FIRST_LINE + 2}: WARNING: there is no method “fone”.")
    assert any("Did you mean “table”?" in warning for warning in read.warned(BAD_OPTION))
