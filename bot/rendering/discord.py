"""Discord messages of Components V2: plain payload data, ready for ``components`` and ``flags``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from bot.answers.answer import Quotation
from bot.answers.grammar import write
from bot.rendering.buttons import READ_IN_CONTEXT, excerpt, identifier, in_context
from bot.rendering.discord_markdown import escape
from bot.rendering.limits import DISCORD, length
from bot.rendering.paging import Budget
from bot.rendering.sections import Action, Item, Line, Page, Quote, Section

ACTION_ROW, BUTTON, SELECT, TEXT, SEPARATOR, CONTAINER = 1, 2, 3, 10, 14, 17
IS_COMPONENTS_V2 = 1 << 15
SECONDARY = 2
CONTEXT = "1:context"
MARKS = {
    "title": ("## ", ""),
    "dateline": ("-# ", ""),
    "lead": ("", ""),
    "heading": ("### ", ""),
    "subheading": ("**", "**"),
    "detail": ("", ""),
    "bullet": ("- ", ""),
    "code": ("**", "**"),
    "note": ("-# ", ""),
}
QUOTE, SMALL = "> ", "-# "
ROWS = 3
"""Rows below the answer: turning pages, where to go next, reading in context."""
FIXED_COMPONENTS = 1 + ROWS + 2 * DISCORD.buttons_in_row + 1

Link = Callable[[Quotation], str | None]


def no_link(_: Quotation) -> str | None:
    """Where the bot has no public address."""
    return None


def discord_budget(link: Link = no_link) -> Budget:
    """What a Discord message bears; a section is one text component and a separator."""
    return Budget(DISCORD.text, (DISCORD.components - FIXED_COMPONENTS) // 2, lambda item: _weight(item, link))


def render_discord(page: Page, link: Link = no_link) -> dict[str, Any]:
    """A page as the body of a Discord message; it pings nobody."""
    return {
        "flags": IS_COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "components": [{"type": CONTAINER, "components": list(_texts(page, link))}, *_rows(page)],
    }


def _weight(item: Item, link: Link) -> int:
    return sum(length(line) + 1 for line in _lines(item, link))


def _texts(page: Page, link: Link) -> Iterator[dict[str, Any]]:
    for index, section in enumerate(page.sections):
        if index:
            yield {"type": SEPARATOR, "divider": _divides(section), "spacing": 1}
        lines = (line for item in section.items for line in _lines(item, link))
        yield {"type": TEXT, "content": "\n".join(lines)}


def _divides(section: Section) -> bool:
    first = section.items[0]
    return isinstance(first, Line) and first.role == "heading"


def _lines(item: Item, link: Link) -> Iterator[str]:
    if isinstance(item, Quote):
        for line in item.text.split("\n"):
            yield QUOTE + escape(line)
        yield SMALL + _credit(item, link)
    else:
        before, after = MARKS[item.role]
        yield before + escape(item.text) + after


def _credit(quote: Quote, link: Link) -> str:
    address = link(quote.quotation)
    if not address:
        return escape(quote.credit_line)
    name = f"#{quote.quotation.id}"
    before, _, after = quote.credit_line.partition(name)
    return f"{escape(before)}[{escape(name)}]({address}){escape(after)}"


def _rows(page: Page) -> Iterator[dict[str, Any]]:
    turns = [_button(action) for action in page.turns]
    actions = [_button(action) for action in page.actions]
    for buttons in (turns, actions):
        fitting = [button for button in buttons if length(button["custom_id"]) <= DISCORD.custom_id]
        if fitting:
            yield {"type": ACTION_ROW, "components": fitting[: DISCORD.buttons_in_row]}
    options = _options(page)
    if options:
        select = {"type": SELECT, "custom_id": CONTEXT, "placeholder": READ_IN_CONTEXT, "options": options}
        yield {"type": ACTION_ROW, "components": [select]}


def _button(action: Action) -> dict[str, Any]:
    label = action.label[: DISCORD.button_label]
    return {"type": BUTTON, "style": SECONDARY, "label": label, "custom_id": identifier(action)}


def _options(page: Page) -> list[dict[str, Any]]:
    quotations = {quote.quotation.id: quote.quotation for quote in page.quotes}
    return [_option(quotation) for quotation in list(quotations.values())[: DISCORD.select_options]]


def _option(quotation: Quotation) -> dict[str, Any]:
    label = excerpt(quotation.text, DISCORD.option_label) or f"#{quotation.id}"
    return {"label": label, "value": write(in_context(quotation)), "description": f"#{quotation.id}"}
