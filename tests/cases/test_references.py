"""The table of references has every field of the model that names another entry, and where it leads."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.cases.facts import FACTS
from bot.cases.model import ENTRIES, PartyRole
from bot.cases.references import REFERENCES, fields_naming, ids_in
from bot.cases.rules import Reference
from bot.cases.trimming import LINKED, OTHERS, PARTIES
from bot.rendering.change_wording import REFERRING

UNTYPED: Mapping[str, tuple[str, ...]] = {"asserted_by": ("parties",)}
"""References that have no rule of their own: a party's id or “publisher”, held against the statements."""


def found(kind: Any, path: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The path of each field below a type of the model whose rule looks an id up, with its sections."""
    if get_origin(kind) is Annotated:
        for one in kind.__metadata__:
            if isinstance(one, Reference):
                yield path, one.sections
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind, include_extras=True)
        for field in fields(kind):
            yield from found(hints[field.name], f"{path}.{field.name}" if path else field.name)
    else:
        for one in get_args(kind)[: 1 if get_origin(kind) is Annotated else None]:
            yield from found(one, path)


def test_the_table_has_every_reference_of_the_model() -> None:
    listed = {path: sections for kind in ENTRIES.values() for path, sections in found(kind)}
    assert len(listed) > 20
    assert dict(REFERENCES) == {**listed, **UNTYPED}


def test_a_field_leads_to_the_same_sections_in_every_entry() -> None:
    pairs = {one for kind in ENTRIES.values() for one in found(kind)}
    assert len(pairs) == len(dict(pairs))


def test_each_reference_is_trimmed_in_one_way_and_worded() -> None:
    assert sorted((*LINKED, *PARTIES, *OTHERS)) == sorted(REFERENCES)
    assert {field.partition(".")[0] for field in REFERENCES} - REFERRING == {"roles"}


def test_the_ids_in_a_field() -> None:
    class Entry:
        roles = (PartyRole(role="counsel", acts_for="stone"), PartyRole(role="judge"))
        lawsuit = "suit"
        caveats = ("open", "gap")
        court = None

    entry = Entry()
    assert list(ids_in(entry, "roles.acts_for")) == ["stone"]
    assert list(ids_in(entry, "lawsuit")) == ["suit"]
    assert list(ids_in(entry, "caveats")) == ["open", "gap"]
    assert list(ids_in(entry, "court")) == list(ids_in(entry, "part_of")) == []
    assert fields_naming("awards") == ("supersedes.fact", "contradicts", "same_as", "part_of")
    assert REFERENCES["same_as"] == FACTS
