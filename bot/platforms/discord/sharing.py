"""Shares what a message for one person shows, where its query is too long for a button to carry."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.checking.verdicts import match_claim
from bot.rendering.discord import ACTION_ROW, CONTAINER, IS_COMPONENTS_V2, LINK, QUOTE, SEPARATOR, SMALL, TEXT
from bot.rendering.proof import Unreadable, discord_quotations
from bot.search.archive import Archive

KEPT = {
    TEXT: ("type", "content"),
    SEPARATOR: ("type", "divider", "spacing"),
    CONTAINER: ("type", "accent_color"),
}
"""What is kept of a component of each type; Discord adds ids of its own."""
VERDICT, TITLE = "### ", "## "
"""What begins the text of a verdict on a claim, and the text with the title, the dateline and the lead."""


def for_everybody(components: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The message for all that shows these components, but for buttons that ask; it mentions nobody.

    Of a verdict on a claim it shows the heading and the quotations with their credits: all else repeats words
    that somebody typed.
    """
    return {
        "flags": IS_COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "components": [kept for component in components if (kept := _kept(component))],
    }


def _kept(component: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = component.get("type")
    if kind == ACTION_ROW:
        links = [one for one in component.get("components", ()) if one.get("style") == LINK]
        plain = [{name: one[name] for name in ("type", "style", "label", "url")} for one in links]
        return {"type": ACTION_ROW, "components": plain} if plain else None
    if kind not in KEPT:
        return None
    kept = {name: component[name] for name in KEPT[kind] if component.get(name) is not None}
    if kind == TEXT:
        kept["content"] = _without_typed_words(component.get("content", ""))
        return kept if kept["content"] else None
    if kind == CONTAINER:
        kept["components"] = [one for inner in component.get("components", ()) if (one := _kept(inner))]
    return kept


def _without_typed_words(content: str) -> str:
    """The text of a component without what somebody typed; empty where no quotation is left in it."""
    if content.startswith(TITLE):
        return content
    kept = [line for line in content.split("\n") if line.startswith((VERDICT, QUOTE, SMALL))]
    return "\n".join(kept) if any(line.startswith(QUOTE) for line in kept) else ""


def stands_still(archive: Archive, payload: Mapping[str, Any]) -> bool:
    """Whether a message reads as one of the bot's and shows quotations, each of which stands in a source."""
    try:
        shown = discord_quotations(payload)
    except Unreadable:
        return False
    return bool(shown) and all(match_claim(archive, one.text).kind == "exact" for one in shown)
