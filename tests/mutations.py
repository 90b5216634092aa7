"""Small faults put into a rule's check, to see whether its examples notice them."""

from __future__ import annotations

import ast
import copy
import signal
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
UNNOTICED = "# any of the two"
"""Ends a line in which a fault changes nothing that a rule finds, only how fast it is found."""
SECONDS = 5.0
"""A faulty check that runs longer does not end: that is noticed, too."""


class Stuck(Exception):  # noqa: N818 - the end of a faulty check that does not end by itself
    pass


@contextmanager
def limited() -> Iterator[None]:
    """Raise Stuck in the block when it takes too long."""

    def stop(*_: object) -> None:
        raise Stuck

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def mutants(path: Path) -> Iterator[tuple[str, ModuleType]]:
    """Yield each faulty version of the module *path*, with what is wrong with it."""
    source = path.read_text("utf-8")
    lines = source.splitlines()
    tree = ast.parse(source)
    functions = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    count = sum(1 for function in functions for _ in _faults(function))
    for number in range(count):
        faulty = copy.deepcopy(tree)
        places = [
            fault
            for node in faulty.body
            if isinstance(node, (ast.FunctionDef, ast.ClassDef))
            for fault in _faults(node)
        ]
        what, line, apply = places[number]
        if UNNOTICED in lines[line - 1]:
            continue
        apply()
        ast.fix_missing_locations(faulty)
        module = ModuleType(path.stem)
        module.__dict__["__file__"] = str(path)
        exec(compile(faulty, str(path), "exec"), module.__dict__)
        yield f"{path.name}:{line}: {what}", module


def _faults(function: ast.AST) -> Iterator[tuple[str, int, Callable[[], None]]]:
    """Yield what can be made wrong in *function*: words, line, and a function that does it."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare):
            for index, operator in enumerate(node.ops):
                other = _OTHER.get(type(operator))
                if other:
                    words = f"{type(operator).__name__} for {other.__name__}"
                    yield words, node.lineno, _compare(node, index, other)
        elif isinstance(node, ast.BoolOp):
            for index, part in enumerate(node.values):
                if not _is_default(node, part):
                    what = f"part {index + 1} of a condition left out"
                    yield what, part.lineno, _drop(node, index)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield "“not” left out", node.lineno, _without_not(node)
        elif isinstance(node, (ast.If, ast.IfExp)):
            yield "condition turned round", node.test.lineno, _turned(node)


def _is_default(node: ast.BoolOp, part: ast.expr) -> bool:
    """Return whether *part* only stands in for a value that is missing: ``text or ""``."""
    return isinstance(node.op, ast.Or) and isinstance(part, (ast.Constant, ast.Tuple, ast.Set))


def _compare(node: ast.Compare, index: int, other: type[ast.cmpop]) -> Callable[[], None]:
    def apply() -> None:
        node.ops[index] = other()

    return apply


def _drop(node: ast.BoolOp, index: int) -> Callable[[], None]:
    def apply() -> None:
        node.values[index] = ast.Constant(value=isinstance(node.op, ast.And))

    return apply


def _without_not(node: ast.UnaryOp) -> Callable[[], None]:
    def apply() -> None:
        node.op = ast.Not()
        node.operand = ast.UnaryOp(op=ast.Not(), operand=node.operand)

    return apply


def _turned(node: ast.If | ast.IfExp) -> Callable[[], None]:
    def apply() -> None:
        node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)

    return apply
