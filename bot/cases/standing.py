"""What is left of a case to answer from where it, or a source of it, was withdrawn."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any

from bot.cases.model import ENTRIES, Case
from bot.cases.trimming import resting_on


def standing(case: Case) -> Case:
    """The case as it is answered from: without what was withdrawn, in the same version.

    Of a withdrawn case its title and the list of its sources stay; of a withdrawn source its entry stays,
    without its text. A fact that rests on other sources as well stays with the quotations from these.
    """
    withdrawn = frozenset(source.id for source in case.sources if source.withdrawn)
    if case.withdrawn is None:
        return without_sources(case, withdrawn)
    emptied: dict[str, Any] = {section: () for section in ENTRIES if section != "sources"}
    sources = (replace(source, text="", quote=(), correction=(), caveats=()) for source in case.sources)
    return replace(case, content_note=None, sources=tuple(sources), **emptied)


def without_sources(case: Case, gone: AbstractSet[str]) -> Case:
    """The case without what rests on the sources with these ids alone, and without their texts."""
    if not any(source.id in gone for source in case.sources):
        return case
    sources = tuple(
        replace(source, text="", quote=(), correction=(), caveats=()) if source.id in gone else source
        for source in case.sources
    )
    kept = frozenset(source.id for source in sources) - gone
    return resting_on(replace(case, sources=sources), kept)
