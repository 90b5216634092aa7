"""What rules for prose share: passages, sentences, and the things that sentences speak of.

A module named after a rule holds what that rule does with prose; the others read language. All of
it is for English. Nothing here imports Sphinx, and docutils only where pages are taken apart
(:mod:`.doctrees`).
"""
