"""The developers' guide is true of the code: its walks, glossary and drawing, and the words it gave up."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from docs.draw_house import Upward, heights, imports, reduced, written
from tests.docs.documents import GUIDES, ROOT, code, table_rows, text_of

GUIDE = text_of(GUIDES / "developers.md")
BOT = ROOT / "bot"
MODULES = sorted(BOT.rglob("*.py"))
STEPS = table_rows(GUIDE, "module")
GLOSSARY = table_rows(GUIDE, "term")
LEAST_STEPS, LEAST_TERMS = 40, 40
SHARED_TYPE_NAMES: Mapping[str, str] = {}
"""Names of classes or aliases that stand in two modules, each with the reason why it means two things."""
GIVEN_UP: Mapping[str, str] = {
    "desk": "command service",
    "shelf": "repository",
    "postman": "delivery runner",
    "ledger": "unit of work",
    "keeper": "corpus",
    "reception": "interaction handler",
    "entrance": "endpoint",
    "presses": "actions",
    "cast": "entity resolver",
    "told": "cursor, response, listener: whatever it is",
    "bury": "reap",
    "heir": "leader",
}
"""Words of our own that the field has other words for; these are used."""
FORMS = {"desks": "desk", "shelves": "shelf", "keepers": "keeper", "heirs": "heir", "ledgers": "ledger"}
VERBS = frozenset({"is", "was", "has", "are", "were", "test"})
"""Words that a sentence begins with, in which “told” is no noun: names of tests are sentences."""
CHECKED = [*MODULES, *sorted((ROOT / "tests").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]
IDENTIFIER = re.compile(r"[^\W\d]\w*")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def module_of(cell: str) -> ModuleType:
    """The module of a cell such as ``search/archive.py``."""
    path = code(cell)
    assert (BOT / path).is_file(), path
    return import_module(".".join(("bot", *Path(path).with_suffix("").parts)).removesuffix(".__init__"))


def defined_in(path: Path) -> Iterator[str]:
    """The classes and values that a module itself defines."""
    for node in ast.parse(text_of(path)).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


@pytest.mark.parametrize("row", STEPS, ids=[f"{number} {code(row[0])}" for number, row in enumerate(STEPS)])
def test_every_step_of_the_walks_is_there(row: list[str]) -> None:
    module = module_of(row[0])
    named = re.findall(r"`([\w.]+)`", row[1])
    assert named, row
    for name in named:
        found: object = module
        for part in name.split("."):
            found = getattr(found, part)


def test_the_walks_are_whole() -> None:
    assert len(STEPS) >= LEAST_STEPS
    names = {name for row in STEPS for name in re.findall(r"`([\w.]+)`", row[1])}
    assert {
        "GatewayClient.on_interaction",
        "render_discord",
        "prove",
        "take_due",
        "DiscordSender.edit",
    } <= names


@pytest.mark.parametrize("row", GLOSSARY, ids=lambda row: row[0])
def test_every_term_of_the_glossary_is_in_its_module(row: list[str]) -> None:
    term, meaning, cell = row
    assert meaning
    assert (BOT / code(cell)).is_file()
    if term.startswith("`"):
        assert code(term) in defined_in(BOT / code(cell))


def test_the_glossary_is_whole_and_in_order() -> None:
    terms = [code(row[0]) for row in GLOSSARY]
    assert len(terms) >= LEAST_TERMS
    assert terms == sorted(set(terms), key=str.lower)


def test_no_class_name_means_two_things() -> None:
    places = defaultdict(list)
    for path in MODULES:
        tree = ast.parse(text_of(path))
        classes = (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
        for name in (*classes, *aliases(tree)):
            places[name].append(str(path.relative_to(ROOT)))
    assert {
        name: where for name, where in places.items() if len(where) > 1 and name not in SHARED_TYPE_NAMES
    } == {}
    assert all(len(places[name]) > 1 for name in SHARED_TYPE_NAMES)


def aliases(tree: ast.Module) -> Iterator[str]:
    """The capitalised names to which a module assigns: aliases of types; constants are in capitals alone."""
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if name[0].isupper() and not name.isupper():
                    yield name
            case _:
                pass


def test_an_alias_is_a_name_as_a_class_is() -> None:
    assert list(aliases(ast.parse("Part = int\nKind: TypeAlias = str\nMOST = 3\nlog = 4"))) == [
        "Part",
        "Kind",
    ]


def identifiers(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """What a module gives a name to, with its line; names of others, such as ``typing.cast``, are theirs."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case (
                ast.arg(arg=name)
                | ast.Name(id=name, ctx=ast.Store())
                | ast.Attribute(attr=name, ctx=ast.Store())
            ):
                yield name, node.lineno
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno
            case _:
                pass


def named_in(path: Path) -> Iterator[tuple[str, int]]:
    """What a file gives a name to, and its own name.

    It is parsed only where such a word is anywhere in its text, since that takes far longer than to look.
    """
    yield path.stem, 1
    text = text_of(path)
    if any(map(given_up_in, set(IDENTIFIER.findall(text)))):
        yield from identifiers(ast.parse(text))


@cache
def given_up_in(name: str) -> str | None:
    """The word in an identifier that was given up, where there is one."""
    words = [word.lower() for word in WORD.findall(name)]
    words = [FORMS.get(word, word) for word in words]
    if words and words[-1] == "told" and words[0] not in VERBS:
        return "told"
    return next((word for word in words if word in GIVEN_UP and word != "told"), None)


def test_words_that_were_given_up_are_no_names_any_more() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in CHECKED
        for name, line in named_in(path)
        if given_up_in(name)
    ]
    assert not found, f"{len(found)} names have words that were given up:\n" + "\n".join(sorted(set(found)))


def test_a_name_is_found_wherever_it_is_given_and_not_in_prose(tmp_path: Path) -> None:
    path = tmp_path / "plain.py"
    path.write_text('"""Who sits at the desk."""\nimport typing as shelf\ndef f(keeper): ...\n', "utf-8")
    found = [(name, line) for name, line in named_in(path) if given_up_in(name)]
    assert found == [("shelf", 2), ("keeper", 3)]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("CommandDesk", "desk"),
        ("_told", "told"),
        ("TOLD", "told"),
        ("Told", "told"),
        ("open_shelves", "shelf"),
        ("told_version", None),
        ("was_told", None),
        ("test_a_revoked_token_is_told", None),
        ("broadcast", None),
        ("bookkeeper", None),
    ],
)
def test_a_word_is_known_in_whatever_form_it_is_written(name: str, word: str | None) -> None:
    assert given_up_in(name) == word


def test_the_drawing_is_current() -> None:
    for path, text in written().items():
        assert text_of(path) == text, f"{path.name}: run python docs/draw_house.py"


def test_all_arrows_of_the_drawing_point_down() -> None:
    found = imports()
    row = heights(found)
    assert all(row[other] < row[room] for room, others in found.items() for other in others)
    drawn = reduced(found)
    assert all(others <= found[room] for room, others in drawn.items())


def test_rooms_that_import_each_other_are_not_drawn() -> None:
    circle = {"a": frozenset({"b"}), "b": frozenset({"c"}), "c": frozenset({"a"})}
    with pytest.raises(Upward, match="imports"):
        heights(circle)
