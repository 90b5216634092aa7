"""Rules that find contradictions, unsafe routes and stale facts before a client does.

A rule is one module in ``rules/``; its ``RULE`` declares everything about it. :mod:`.registry`
finds them in a stable order, :mod:`.runner` runs them, and the faces (Sphinx's warnings,
``commspolicy check``) show what they found. Nothing here imports Sphinx or docutils: prose comes as
passages of plain text, each of which knows its place.

To add a rule: write ``rules/<name>.py`` with its check and ``RULE``, put its name into
``registry.ORDER``, and run ``tests/test_rules.py``: the rule's examples are its tests and its page
in the manual. What a rule does with prose may stand in ``prose/<name>.py`` instead, as ``check``
with ``FAILING`` and ``PASSING`` examples. Passages of a page are made by
``prose.doctrees.passages(doctree, file, lines, scope)``, those of the YAML by :mod:`.texts`.
"""
