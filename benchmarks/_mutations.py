"""Mutants of a module: its source with one small mistake each, as somebody could make it unseen.

Operators, conditions, constants, returned values and statements are changed. Annotations, decorators,
docstrings, sentences and reasons of exceptions stay: to change them is no mistake, or other tests hold them.
"""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

PAIRS: tuple[tuple[type[ast.AST], type[ast.AST]], ...] = (
    (ast.Lt, ast.LtE),
    (ast.Gt, ast.GtE),
    (ast.Eq, ast.NotEq),
    (ast.Is, ast.IsNot),
    (ast.In, ast.NotIn),
    (ast.Add, ast.Sub),
    (ast.Mult, ast.FloorDiv),
    (ast.LShift, ast.RShift),
    (ast.BitOr, ast.BitAnd),
    (ast.And, ast.Or),
    (ast.Continue, ast.Break),
)
SWAPPED = {ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult} | {
    one: other for pair in PAIRS for one, other in (pair, pair[::-1])
}
NAMES = (("min", "max"), ("any", "all"), ("startswith", "endswith"), ("removeprefix", "removesuffix"))
RENAMED = {one: other for pair in NAMES for one, other in (pair, pair[::-1])}
SENTENCE = 2
"""Spaces inside a string from which on it is a sentence."""
LEAVES = ast.Constant | ast.Name | ast.JoinedStr | ast.Attribute | ast.Dict
"""Nodes whose changes are shown with what is around them, or of which only a part is shown."""
LEFT_ALONE = {"annotation", "returns", "decorator_list", "type_params"}
"""Fields of a node that are not run, or whose change shows elsewhere."""
Change = Callable[[Any], ast.AST]
"""What a copy of a node becomes; it may be changed itself."""
Path = tuple[tuple[str, int | None], ...]
"""How a node is reached from the module: fields, and positions in those that are lists."""


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake; ``name`` says where it is and what it changes, and no other has it."""

    name: str
    line: int
    source: str


@dataclass(frozen=True)
class _Change:
    """What a node becomes, and the node of which a reader sees the difference."""

    path: Path
    shown: Path
    changed: Change


def mutants_of(source: str) -> Iterator[Mutant]:
    """Every mutant of a module's source, in its order."""
    tree = ast.parse(source)
    names, known = Counter[str](), {ast.unparse(tree)}
    for change in _changes(tree, (), (), within=False):
        mutated = copy.deepcopy(tree)
        _put(mutated, change.path, change.changed(_at(mutated, change.path)))
        made = ast.unparse(mutated)
        if made in known:
            continue
        known.add(made)
        before, after = (_line(ast.unparse(_at(one, change.shown))) for one in (tree, mutated))
        name = f"{_function(tree, change.path)}: `{before}` → `{after}`"
        names[name] += 1
        again = f" ({names[name]})" if names[name] > 1 else ""
        yield Mutant(name + again, _line_of(tree, change.path), made)


def _changes(node: ast.AST, path: Path, shown: Path, *, within: bool) -> Iterator[_Change]:
    """The changes of a node and of all below it; ``within`` an exception that is raised words stay."""
    if isinstance(node, ast.stmt | ast.match_case):
        shown = path
    if isinstance(node, ast.expr) and not isinstance(node, LEAVES):
        shown = path
    within = within or isinstance(node, ast.Raise)
    for changed in _of_node(node, within=within):
        yield _Change(path, shown or path, changed)
    for name, value in ast.iter_fields(node):
        if name in LEFT_ALONE or (isinstance(node, ast.JoinedStr) and _is_sentence(node)):
            continue
        if isinstance(value, ast.AST):
            yield from _changes(value, (*path, (name, None)), shown, within=within)
        elif isinstance(value, list):
            for number, child in enumerate(value):
                if isinstance(child, ast.AST) and not _is_docstring(node, name, number):
                    yield from _changes(child, (*path, (name, number)), shown, within=within)


def _of_node(node: ast.AST, *, within: bool) -> Iterator[Change]:
    """What can be made of one node."""
    if isinstance(node, ast.Constant):
        yield from _of_constant(node.value, within=within)
    elif isinstance(node, ast.BinOp) and within:
        return
    elif changes := CHANGES.get(type(node)):
        yield from changes(node)


def _of_constant(value: object, *, within: bool) -> Iterator[Change]:
    if isinstance(value, bool):
        yield lambda _: ast.Constant(not value)
    elif isinstance(value, int | float):
        yield lambda _: ast.Constant(value + 1)
        if value:
            yield lambda _: ast.Constant(value - 1)
    elif isinstance(value, str) and not within and value.strip().count(" ") < SENTENCE:
        yield lambda _: ast.Constant("" if value else "XX")


def _of_compare(node: ast.Compare) -> Iterator[Change]:
    for number in range(len(node.ops)):
        yield partial(_with_other_operator, number)


def _of_bool_op(node: ast.BoolOp) -> Iterator[Change]:
    yield _swap
    for number in range(len(node.values)):
        yield partial(_without, number)


def _of_bin_op(node: ast.BinOp) -> Iterator[Change]:
    yield _swap
    if isinstance(node.op, ast.Sub):
        yield lambda new: new.left


def _of_aug_assign(_: ast.AugAssign) -> Iterator[Change]:
    yield _swap
    yield _removed


def _of_unary_op(node: ast.UnaryOp) -> Iterator[Change]:
    if not isinstance(node.op, ast.UAdd):
        yield lambda new: new.operand


def _of_condition(_: ast.AST) -> Iterator[Change]:
    yield lambda new: _with(new, test=_not(new.test))


def _of_comprehension(node: ast.comprehension) -> Iterator[Change]:
    for number in range(len(node.ifs)):
        yield partial(_negated, number)


def _of_case(node: ast.match_case) -> Iterator[Change]:
    if node.guard:
        yield lambda new: _with(new, guard=_not(new.guard))


def _of_name(node: ast.Name) -> Iterator[Change]:
    if node.id in RENAMED:
        yield lambda new: _with(new, id=RENAMED[new.id])


def _of_attribute(node: ast.Attribute) -> Iterator[Change]:
    if node.attr in RENAMED:
        yield lambda new: _with(new, attr=RENAMED[new.attr])


def _of_return(node: ast.Return) -> Iterator[Change]:
    # None for False, or the other way round, is seldom a mistake.
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value in {None, False}):
        yield lambda new: _with(new, value=ast.Constant(None))


def _of_jump(_: ast.AST) -> Iterator[Change]:
    yield lambda new: SWAPPED[type(new)]()
    yield _removed


def _of_raise(_: ast.Raise) -> Iterator[Change]:
    yield _removed


def _of_expression(node: ast.Expr) -> Iterator[Change]:
    if not isinstance(node.value, ast.Constant):
        yield _removed


CHANGES: dict[type[ast.AST], Callable[[Any], Iterator[Change]]] = {
    ast.Compare: _of_compare,
    ast.BoolOp: _of_bool_op,
    ast.BinOp: _of_bin_op,
    ast.AugAssign: _of_aug_assign,
    ast.UnaryOp: _of_unary_op,
    ast.If: _of_condition,
    ast.While: _of_condition,
    ast.IfExp: _of_condition,
    ast.comprehension: _of_comprehension,
    ast.match_case: _of_case,
    ast.Name: _of_name,
    ast.Attribute: _of_attribute,
    ast.Return: _of_return,
    ast.Continue: _of_jump,
    ast.Break: _of_jump,
    ast.Raise: _of_raise,
    ast.Expr: _of_expression,
}


def _swap(node: Any) -> ast.AST:
    return _with(node, op=SWAPPED[type(node.op)]())


def _removed(_: ast.AST) -> ast.AST:
    return ast.Pass()


def _with_other_operator(number: int, node: ast.Compare) -> ast.AST:
    return _with(node, ops=[SWAPPED[type(op)]() if at == number else op for at, op in enumerate(node.ops)])


def _without(number: int, node: ast.BoolOp) -> ast.expr:
    left = [value for at, value in enumerate(node.values) if at != number]
    return left[0] if len(left) == 1 else ast.BoolOp(node.op, left)


def _negated(number: int, node: ast.comprehension) -> ast.AST:
    return _with(node, ifs=[_not(test) if at == number else test for at, test in enumerate(node.ifs)])


def _not(test: ast.expr) -> ast.expr:
    is_negated = isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)
    return test.operand if isinstance(test, ast.UnaryOp) and is_negated else ast.UnaryOp(ast.Not(), test)


def _with(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _is_sentence(node: ast.JoinedStr) -> bool:
    """Whether words stand around the values."""
    return any(isinstance(part, ast.Constant) and " " in str(part.value) for part in node.values)


def _is_docstring(node: ast.AST, field: str, number: int) -> bool:
    """Strings that stand alone document what is above them."""
    if field != "body" or not isinstance(
        node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    ):
        return False
    statement = node.body[number]
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


def _at(tree: ast.AST, path: Path) -> Any:
    found: Any = tree
    for name, number in path:
        found = getattr(found, name)
        found = found if number is None else found[number]
    return found


def _put(tree: ast.Module, path: Path, node: ast.AST) -> None:
    *above, (name, number) = path
    if number is None:
        setattr(_at(tree, tuple(above)), name, node)
    else:
        getattr(_at(tree, tuple(above)), name)[number] = node


def _line_of(tree: ast.Module, path: Path) -> int:
    """The line of the innermost node on the way that has one."""
    lines = (getattr(_at(tree, path[:length]), "lineno", 0) for length in range(len(path), 0, -1))
    return next(filter(None, lines), 0)


def _function(tree: ast.Module, path: Path) -> str:
    """The qualified name of the function or class that a node is in."""
    above = [_at(tree, path[:length]) for length in range(1, len(path))]
    named = [
        one.name for one in above if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ]
    return ".".join(named) or "module"


def _line(code: str) -> str:
    """Code in one line; of a statement that holds others its head."""
    first, *rest = code.splitlines()
    return f"{first} …" if rest else first
