"""Checks on single fields of a case that need more than the field's own kind (see rules.py)."""

from __future__ import annotations

import re
from typing import Any

from bot.cases.rules import Mistake, RuleContext, in_a_source
from bot.cases.selectors import Selector
from bot.cases.validation import ValidationContext

PUBLISHER = "publisher"
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.ASCII)


def readable(file: str, seen: RuleContext) -> str:
    """The file could be read."""
    if refusal := seen.reading.contents[file].refusal:
        raise Mistake(refusal)
    return file


def has_digest(sha256: str, seen: RuleContext) -> str:
    """The digest is that of the file."""
    # A file that cannot be read is reported already, and is not among the fields.
    file = seen.fields.get("file")
    content = seen.reading.contents[file] if file is not None else None
    if content and content.sha256 != sha256:
        raise Mistake(f"the file's sha256 is {content.sha256}: this is not the article that was summarised")
    return sha256


def with_text(data: dict[str, Any], reading: ValidationContext) -> dict[str, Any]:
    """A source's text, which is computed."""
    content = reading.contents.get(str(data.get("file")))
    return {"text": content.text if content else ""}


def with_id(_: dict[str, Any], reading: ValidationContext) -> dict[str, Any]:
    """A case's id, which is computed: the name of its folder."""
    return {"id": reading.case_id}


def web_address(url: str | None, _: RuleContext) -> str | None:
    """An address begins with http:// or https://."""
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise Mistake(f"“{url}” is not a web address")
    return url


def stated_or_open(candidates: tuple[str, ...], seen: RuleContext) -> tuple[str, ...]:
    """A lawsuit is stated or open, not both."""
    if candidates and seen.fields.get("lawsuit"):
        raise Mistake("a lawsuit is either stated (“lawsuit:”) or open (“lawsuit_candidates:”), not both")
    return candidates


def not_reserved(party: str, _: RuleContext) -> str:
    """No party is called as the publisher is."""
    if party == PUBLISHER:
        raise Mistake(f"“{PUBLISHER}” means whoever published the source; give the party another id")
    return party


def as_in_a_source(name: str, seen: RuleContext) -> str:
    """Whoever is not “unnamed” has a name that a source gives."""
    return name if seen.fields.get("kind") in {None, "unnamed"} else in_a_source(name, seen)


def within_the_quotation(quoted: tuple[Selector, ...], seen: RuleContext) -> tuple[Selector, ...]:
    """The speaker's own words stand in what the statement quotes."""
    content = seen.fields.get("quote") or ()
    for selector in quoted:
        if content and not any(outer.contains(selector) for outer in content):
            raise Mistake(f"the quoted words “{selector.exact}” do not stand in the statement's quotation")
    return quoted


def quoted_in_part(kind: str, seen: RuleContext) -> str:
    """Only an indirect or mixed statement is quoted in part."""
    if kind == "direct" and seen.fields.get("quoted"):
        raise Mistake("“quoted” is for indirect and mixed statements; a direct one is quoted as a whole")
    return kind


def only_with_supersedes(how: str | None, seen: RuleContext) -> str | None:
    """How a fact supersedes another is said only of one that does."""
    if how and not seen.fields.get("supersedes"):
        raise Mistake("“how” says how another fact is superseded; name that fact as “supersedes”")
    return how
