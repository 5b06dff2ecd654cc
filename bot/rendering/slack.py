"""Slack messages of Block Kit: rich text, which shows words as they are, and a plain fallback.

Nothing is written in ``mrkdwn``: there, a name in angle brackets pings and a star makes bold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from bot.answers.answer import Quotation
from bot.answers.grammar import write
from bot.rendering.buttons import READ_IN_CONTEXT, excerpt, identifier, in_context
from bot.rendering.limits import SLACK, length
from bot.rendering.paging import Budget
from bot.rendering.sections import Action, Item, Line, Page, Quote, Section
from bot.rendering.text import render_text

STYLES: dict[str, dict[str, bool]] = {
    "title": {"bold": True},
    "heading": {"bold": True},
    "subheading": {"bold": True},
    "code": {"code": True},
    "dateline": {"italic": True},
    "note": {"italic": True},
}
SMALL = {"italic": True}
FIXED_BLOCKS = 4
"""The header, and three rows of actions."""
BETWEEN_SECTIONS = 2
TRANSLATION = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})

Link = Callable[[Quotation], str | None]


def slack_budget() -> Budget:
    """What a Slack message bears: its plain fallback stays within the advised length."""
    return Budget(SLACK.fallback, SLACK.blocks - FIXED_BLOCKS, _weight)


def render_slack(page: Page, link: Link = lambda _: None) -> dict[str, Any]:
    """A page as the arguments of a Slack message; the fallback ``text`` is the whole page in plain text."""
    blocks = [block for section in page.sections for block in _blocks(section, link)]
    return {
        "text": render_text(replace(page, actions=(), turns=())).translate(TRANSLATION),
        "blocks": [*blocks, *_actions(page)],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _weight(item: Item) -> int:
    alone = Page((Section((item,)),))
    return length(render_text(alone).translate(TRANSLATION)) + BETWEEN_SECTIONS


def _blocks(section: Section, link: Link) -> Iterator[dict[str, Any]]:
    items = list(section.items)
    if isinstance(first := items[0], Line) and first.role == "title" and length(first.text) <= SLACK.header:
        yield {"type": "header", "text": {"type": "plain_text", "text": first.text, "emoji": False}}
        items = items[1:]
    elements = list(_elements(items, link))
    if elements:
        yield {"type": "rich_text", "elements": elements}


def _elements(items: list[Item], link: Link) -> Iterator[dict[str, Any]]:
    """Lines that follow one another share a section, so that they show one below the other."""
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
    bullet = "• " if line.role == "bullet" else ""
    yield from _texts(bullet + line.text, STYLES.get(line.role))


def _credit(quote: Quote, link: Link) -> Iterator[dict[str, Any]]:
    address = link(quote.quotation)
    name = f"#{quote.quotation.id}"
    before, _, after = quote.credit_line.partition(name)
    yield _text(before, SMALL)
    yield {"type": "link", "url": address, "text": name, "style": SMALL} if address else _text(name, SMALL)
    if after:
        yield _text(after, SMALL)


def _texts(text: str, style: dict[str, bool] | None = None) -> Iterator[dict[str, Any]]:
    """One element, or several that show as one where the text is longer than an element may be."""
    step = SLACK.text_element // 2
    for start in range(0, len(text), step):
        yield _text(text[start : start + step], style)


def _text(text: str, style: dict[str, bool] | None = None) -> dict[str, Any]:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _actions(page: Page) -> Iterator[dict[str, Any]]:
    buttons = [_button(index, action) for index, action in enumerate((*page.turns, *page.actions))]
    if buttons:
        yield {"type": "actions", "elements": buttons[: SLACK.actions]}
    options = _options(page)
    if options:
        placeholder = {"type": "plain_text", "text": READ_IN_CONTEXT, "emoji": False}
        select = {"type": "static_select", "action_id": "context", "placeholder": placeholder, "options": options}
        yield {"type": "actions", "elements": [select]}


def _button(index: int, action: Action) -> dict[str, Any]:
    text = {"type": "plain_text", "text": excerpt(action.label, SLACK.button_text), "emoji": False}
    return {"type": "button", "action_id": f"ask:{index}", "text": text, "value": identifier(action)}


def _options(page: Page) -> list[dict[str, Any]]:
    quotations = {quote.quotation.id: quote.quotation for quote in page.quotes}
    return [_option(quotation) for quotation in list(quotations.values())[: SLACK.select_options]]


def _option(quotation: Quotation) -> dict[str, Any]:
    label = excerpt(quotation.text, SLACK.option_text) or f"#{quotation.id}"
    return {"text": {"type": "plain_text", "text": label, "emoji": False}, "value": write(in_context(quotation))}
