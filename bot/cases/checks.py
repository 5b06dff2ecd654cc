"""Checks on single fields of a case that need more than the field's own kind (see rules.py)."""

import re
from typing import Any

from bot.cases.rules import RuleContext, RuleViolation, in_a_source
from bot.cases.selectors import Selector
from bot.cases.validation import ValidationContext

PUBLISHER = "publisher"
CRIMINAL = frozenset({"guilty", "convicted"})
"""Outcomes that only a criminal court gives."""
WEB_ADDRESS = re.compile(r"https?://[^\s<>\"\\^`{|}]+", re.ASCII)


def readable(file: str, context: RuleContext) -> str:
    """Raise RuleViolation where a source's file cannot be read or lies outside the case's folder."""
    if refusal := context.validation.contents[file].refusal:
        raise RuleViolation(refusal)
    return file


def has_digest(sha256: str, context: RuleContext) -> str:
    """Raise RuleViolation where the SHA-256 that was typed is not that of the source's file."""
    # A file that cannot be read is reported already, and is not among the fields.
    file = context.fields.get("file")
    content = context.validation.contents[file] if file is not None else None
    if content and content.sha256 != sha256:
        raise RuleViolation(
            f"the file's sha256 is {content.sha256}: this is not the article that was summarised"
        )
    return sha256


def with_text(data: dict[str, Any], validation: ValidationContext) -> dict[str, Any]:
    """Give the field ``text`` of a source: the content of its file, empty where that cannot be read."""
    content = validation.contents.get(str(data.get("file")))
    return {"text": content.text if content else ""}


def with_identity(_: dict[str, Any], validation: ValidationContext) -> dict[str, Any]:
    """Give the fields ``id`` and ``version`` of a case: its folder's name, and the SHA-256 of its file."""
    return {"id": validation.case_id, "version": validation.version}


def web_address(url: str | None, _: RuleContext) -> str | None:
    """Raise RuleViolation where an address does not begin with http:// or https://."""
    if url is not None and not WEB_ADDRESS.fullmatch(url):
        raise RuleViolation(f"“{url}” is not a web address")
    return url


def stated_or_open(candidates: tuple[str, ...], context: RuleContext) -> tuple[str, ...]:
    """Raise RuleViolation where a fact gives both its lawsuit and candidates for it."""
    if candidates and context.fields.get("lawsuit"):
        raise RuleViolation(
            "a lawsuit is either stated (“lawsuit:”) or open (“lawsuit_candidates:”), not both"
        )
    return candidates


def not_reserved(party: str, _: RuleContext) -> str:
    """Raise RuleViolation where a party takes the id that stands for the publisher."""
    if party == PUBLISHER:
        raise RuleViolation(f"“{PUBLISHER}” means whoever published the source; give the party another id")
    return party


def as_in_a_source(name: str, context: RuleContext) -> str:
    """Raise RuleViolation where no source gives the name of a party, unless its kind is “unnamed”."""
    return name if context.fields.get("kind") in {None, "unnamed"} else in_a_source(name, context)


def within_the_quotation(quoted: tuple[Selector, ...], context: RuleContext) -> tuple[Selector, ...]:
    """Raise RuleViolation where words of the speaker lie outside the statement's quotation."""
    content = context.fields.get("quote") or ()
    for selector in quoted:
        if content and not any(outer.contains(selector) for outer in content):
            raise RuleViolation(
                f"the quoted words “{selector.exact}” do not stand in the statement's quotation"
            )
    return quoted


def quoted_in_part(kind: str, context: RuleContext) -> str:
    """Raise RuleViolation where a direct statement, all of which is quoted, also lists quoted words."""
    if kind == "direct" and context.fields.get("quoted"):
        raise RuleViolation(
            "“quoted” is for indirect and mixed statements; a direct one is quoted as a whole"
        )
    return kind


def as_the_quotation_says(outcome: str, context: RuleContext) -> str:
    """Raise RuleViolation for an outcome of a criminal court where the quotation says “liable” alone."""
    said = " ".join(selector.exact for selector in context.fields.get("quote") or ()).lower()
    criminal = "guilty" in said or "convict" in said
    if outcome in CRIMINAL and re.search(r"\bliable\b", said) and not criminal:
        raise RuleViolation(f"the quotation says “liable”, which is not “{outcome}”: write “outcome: liable”")
    return outcome


def only_with_supersedes(how: str | None, context: RuleContext) -> str | None:
    """Raise RuleViolation for a “how” of a fact that supersedes none."""
    if how and not context.fields.get("supersedes"):
        raise RuleViolation("“how” says how another fact is superseded; name that fact as “supersedes”")
    return how
