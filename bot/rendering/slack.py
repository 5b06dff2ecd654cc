"""Renders pages as Slack messages of Block Kit: rich text, and a plain fallback.

Nothing is written in ``mrkdwn``: there, a name in angle brackets pings and a star makes bold.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import starmap
from typing import Any

from bot.rendering.breaks import break_before
from bot.rendering.buttons import Button, excerpt, fitting, menu, reading_command
from bot.rendering.limits import SLACK, length
from bot.rendering.paging import Budget
from bot.rendering.sections import InstantLine, Item, Line, Link, MentionLine, Page, Quote, Section
from bot.rendering.text import text_of

Style = dict[str, bool]

STYLES: dict[str, Style] = {
    "title": {"bold": True},
    "heading": {"bold": True},
    "subheading": {"bold": True},
    "code": {"code": True},
    "dateline": {"italic": True},
    "note": {"italic": True},
}
"""The style of a line of each role."""
SMALL = {"italic": True}
CHANNEL, PERSON = re.compile("[CG][A-Z0-9]+"), re.compile("[UW][A-Z0-9]+")
"""Match Slack's ids of channels and of people: anything else that a setting names is shown as it is."""
DATE, AGO = "{date_long} {time}", "{ago}"
"""Slack's formats for an instant: the day in words with the time of day, and how long ago it was.

https://docs.slack.dev/reference/block-kit/block-elements/date-element
"""
FIXED_BLOCKS = 4
"""The header, and three rows of actions."""
ATTRIBUTION = 100
"""UTF-16 units of the fallback that are left free on each page for the line that names who shares it."""
BETWEEN_SECTIONS = 2
"""UTF-16 units of the fallback between two sections."""
MIN_QUOTE_WEIGHT = SLACK.fallback // SLACK.select_options
"""So that a page has no more quotations than the menu below it can offer."""


def slack_budget(_: Link) -> Budget:
    """What fits in a Slack message: its plain fallback stays within the advised length."""
    return Budget(SLACK.fallback - ATTRIBUTION, SLACK.blocks - FIXED_BLOCKS, _weight)


def render_slack(page: Page, link: Link) -> dict[str, Any]:
    """A page as the arguments of a Slack message; the fallback ``text`` is the whole page as plain text."""
    blocks = [block for section in page.sections for block in _blocks(section, link)]
    return {
        "text": _fallback(page.sections),
        "blocks": [*blocks, *_actions(page)],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _weight(item: Item) -> int:
    weight = length(_fallback((Section((item,)),))) + BETWEEN_SECTIONS
    return max(weight, MIN_QUOTE_WEIGHT) if isinstance(item, Quote) else weight


def _fallback(sections: Iterable[Section]) -> str:
    return text_of(sections).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _blocks(section: Section, link: Link) -> Iterator[dict[str, Any]]:
    items = list(section.items)
    if isinstance(first := items[0], Line) and first.role == "title" and length(first.text) <= SLACK.header:
        yield {"type": "header", "text": _plain(first.text)}
        items = items[1:]
    elements = list(_elements(items, link))
    if elements:
        yield {"type": "rich_text", "elements": elements}


def _elements(items: list[Item], link: Link) -> Iterator[dict[str, Any]]:
    """Adjacent lines share a section, so that they show one below the other."""
    lines: list[dict[str, Any]] = []
    for item in items:
        if isinstance(item, Quote):
            yield from _section(lines)
            yield {"type": "rich_text_quote", "elements": list(_texts(item.text))}
            lines = list(_credit(item, link))
        else:
            lines += [*([_text("\n")] if lines else []), *_line(item)]
    yield from _section(lines)


def _section(elements: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    if elements:
        yield {"type": "rich_text_section", "elements": elements}


def _line(line: Line) -> Iterator[dict[str, Any]]:
    style = STYLES.get(line.role)
    if line.role == "bullet":
        yield _text("• ", style)
    for piece in line.pieces():
        match piece:
            case InstantLine():
                yield _date(piece, style)
            case MentionLine() if (CHANNEL if piece.kind == "channel" else PERSON).fullmatch(piece.id):
                yield _mention(piece)
            case MentionLine():
                yield from _texts(piece.text, style)
            case _:
                yield from _texts(piece, style)


def _mention(mention: MentionLine) -> dict[str, Any]:
    """A channel or a person that Slack shows by their name."""
    if mention.kind == "channel":
        return {"type": "channel", "channel_id": mention.id}
    return {"type": "user", "user_id": mention.id}


def _date(instant: InstantLine, style: Style | None) -> dict[str, Any]:
    """An instant that Slack shows in the reader's time zone and language, or by how long ago it was."""
    shape = AGO if instant.is_relative else DATE
    date = {"type": "date", "timestamp": instant.seconds, "format": shape, "fallback": instant.text}
    return {**date, **({"style": style} if style else {})}


def _credit(quote: Quote, link: Link) -> Iterator[dict[str, Any]]:
    address = link(quote.quotation)
    before, name, after = quote.credit_parts
    if before:
        yield _text(before, SMALL)
    yield {"type": "link", "url": address, "text": name, "style": SMALL} if address else _text(name, SMALL)
    if after:
        yield _text(after, SMALL)


def _texts(text: str, style: Style | None = None) -> Iterator[dict[str, Any]]:
    """One text element, or several that show as one where the text is too long for an element."""
    longest = SLACK.text_element // 2  # in code points, each of which is two units at most
    while len(text) > longest:
        at = break_before(text, longest)
        yield _text(text[:at], style)
        text = text[at:]
    yield _text(text, style)


def _text(text: str, style: Style | None = None) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _actions(page: Page) -> Iterator[dict[str, Any]]:
    actions = fitting((*page.turns, *page.actions, *page.shares), SLACK.button_value)[: SLACK.actions]
    if actions:
        yield {"type": "actions", "elements": list(starmap(_button, enumerate(actions)))}
    quotations = (quote.quotation for quote in page.quotes)
    offered = menu(quotations, SLACK.select_options, SLACK.option_text)
    if offered:
        options = [{"text": _plain(name), "value": reading_command(quotation)} for quotation, name in offered]
        placeholder = _plain(excerpt(page.controls.menu, SLACK.placeholder))
        select = {"action_id": "context", "placeholder": placeholder, "options": options}
        yield {"type": "actions", "elements": [{"type": "static_select", **select}]}


def _button(index: int, button: Button) -> dict[str, Any]:
    label = _plain(excerpt(button.label, SLACK.button_text))
    return {"type": "button", "action_id": f"ask:{index}", "text": label, "value": button.identifier}


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}
