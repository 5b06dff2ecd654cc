"""Renders pages as Discord messages of Components V2: data for ``components`` and ``flags``."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from bot.rendering.buttons import Button, excerpt, fitting, menu, reading_command
from bot.rendering.discord_markdown import escape, lines
from bot.rendering.limits import DISCORD, length
from bot.rendering.paging import Budget
from bot.rendering.sections import InstantLine, Item, Line, Link, MentionLine, Page, Quote

ACTION_ROW, BUTTON, SELECT, TEXT, SEPARATOR, CONTAINER = 1, 2, 3, 10, 14, 17
IS_COMPONENTS_V2 = 1 << 15
EPHEMERAL = 1 << 6
SECONDARY, LINK = 2, 5
"""Styles of buttons: one that sends its ``custom_id``, and one that opens an address."""
CONTEXT = "1:context"
SHARE_SHOWN = "1:shown"
"""The identifier of the button that shares what its message shows, where the query is too long for one."""
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
"""The markdown before and after a line of each role."""
QUOTE, SMALL, SPOILER = "> ", "-# ", "||"
SIGNS = {"channel": "#", "person": "@", "role": "@&"}
"""What begins the id in a mention of each kind."""
LINKABLE = re.compile(r"#?[^\W_][\w ·.,;’'&()/–—-]*")
"""Matches a credit that can be the text of a link: words, with the marks that names and dates have."""
SHARES = 2
"""The row of what is shared, counted from 0 of those that turn pages and lead on."""
ROWS = 4
"""Rows below the answer: turning pages, follow-ups, sharing, and the menu."""
FIXED_COMPONENTS = 1 + ROWS + 2 + DISCORD.buttons_in_row + 1 + 1
"""The container, and the rows with all that they may hold: two pages, follow-ups, one share, one menu."""
ATTRIBUTION = 100
"""UTF-16 units that are left free on each page for the line that names who shares it."""
MIN_QUOTE_WEIGHT = DISCORD.text // DISCORD.select_options
"""So that a page has no more quotations than the menu below it can offer."""


def discord_budget(link: Link) -> Budget:
    """What fits in a Discord message; a section takes one text component and a separator."""
    sections = (DISCORD.components - FIXED_COMPONENTS) // 2
    return Budget(DISCORD.text - ATTRIBUTION, sections, lambda item: _weight(item, link))


def render_discord(page: Page, link: Link) -> dict[str, Any]:
    """A page as the body of a Discord message, which mentions nobody."""
    components = [{"type": CONTAINER, **_accent(page), "components": list(_texts(page, link))}, *_rows(page)]
    payload = {
        "flags": IS_COMPONENTS_V2,
        "allowed_mentions": {"parse": []},
        "components": components,
    }
    for one in page.links:
        # The button that reports an answer comes later, and needs its place.
        button = {"style": LINK, "label": excerpt(one.label, DISCORD.button_label), "url": one.address}
        payload = with_button(payload, button, keeps=1)
    return payload


def with_button(payload: dict[str, Any], button: dict[str, Any], keeps: int = 0) -> dict[str, Any]:
    """A payload with one more button: in its last row of buttons that has room, or in a row of its own.

    Without the button where the message would then hold no more than ``keeps`` further components.
    """
    rows, added = list(payload["components"]), {"type": BUTTON, **button}
    room = DISCORD.components - keeps - count(rows)
    for index, row in reversed(list(enumerate(rows))):
        is_of_buttons = row["type"] == ACTION_ROW and row["components"][0]["type"] == BUTTON
        if room >= 1 and is_of_buttons and len(row["components"]) < DISCORD.buttons_in_row:
            rows[index] = {**row, "components": [*row["components"], added]}
            return {**payload, "components": rows}
    if room > 1:
        # The menu stays the last.
        has_menu = rows[-1]["type"] == ACTION_ROW and rows[-1]["components"][0]["type"] == SELECT
        rows.insert(len(rows) - has_menu, {"type": ACTION_ROW, "components": [added]})
    return {**payload, "components": rows}


def count(components: Iterable[Mapping[str, Any]]) -> int:
    """How many components there are, with those inside them."""
    return sum(1 + count(component.get("components", ())) for component in components)


def _accent(page: Page) -> dict[str, int]:
    return {} if page.accent is None else {"accent_color": page.accent}


def for_one_person(payload: dict[str, Any]) -> dict[str, Any]:
    """A copy of a message with the flag that shows it to the asker alone."""
    return {**payload, "flags": payload["flags"] | EPHEMERAL}


def _weight(item: Item, link: Link) -> int:
    """An instant weighs as much as its words, so that a line that is cut through one weighs no more."""
    item = replace(item, instants=()) if isinstance(item, Line) else item
    weight = length(_markdown(item, link)) + len("\n")
    return max(weight, MIN_QUOTE_WEIGHT) if isinstance(item, Quote) else weight


def _texts(page: Page, link: Link) -> Iterator[dict[str, Any]]:
    for index, section in enumerate(page.sections):
        if index:
            first = section.items[0]
            is_heading = isinstance(first, Line) and first.role == "heading"
            yield {"type": SEPARATOR, "divider": is_heading, "spacing": 1}
        yield {"type": TEXT, "content": "\n".join(_markdown(item, link) for item in section.items)}


def _markdown(item: Item, link: Link) -> str:
    if isinstance(item, Quote):
        veil = SPOILER if item.is_veiled and can_be_veiled(item.text) else ""
        words = "".join(QUOTE + veiled(line, veil) + end for line, end in lines(item.text))
        return f"{words}\n{SMALL}{_credit(item, link)}"
    before, after = MARKS[item.role]
    return before + "".join(map(_piece, item.pieces())) + after


def can_be_veiled(text: str) -> bool:
    """Whether Discord ends a spoiler around each line of a text where the line ends, and not before."""
    return not any(escape(line).endswith("|") for line, _ in lines(text))


def veiled(line: str, veil: str) -> str:
    """A line of a quotation, escaped, between marks that hide it; a blank one needs none."""
    return f"{veil}{escape(line)}{veil}" if line.strip() else escape(line)


def _piece(piece: str | InstantLine | MentionLine) -> str:
    """Escaped words, an instant in the reader's time zone and language, or a mention, which pings nobody."""
    match piece:
        case InstantLine():
            return f"<t:{piece.seconds}:{'R' if piece.is_relative else 'F'}>"
        case MentionLine(kind="command"):
            return f"<{piece.text}:{piece.id}>"
        case MentionLine() if piece.id.isdecimal():
            return f"<{SIGNS[piece.kind]}{piece.id}>"
        case MentionLine():
            return escape(piece.text)
        case _:
            return escape(piece)


def _credit(quote: Quote, link: Link) -> str:
    address = link(quote.quotation)
    before, name, after = quote.credit_parts
    if not address or not LINKABLE.fullmatch(name):
        # Discord makes no link of a name that it would show as nothing, or as another address or mark.
        return escape(quote.credit_line)
    return f"{escape(before)}[{escape(name)}]({address}){escape(after)}"


def _rows(page: Page) -> Iterator[dict[str, Any]]:
    for row, actions in enumerate((page.turns, page.actions, page.shares)):
        buttons = [_button(button) for button in fitting(actions, DISCORD.custom_id)]
        if row == SHARES:
            if page.shares and page.verdict and not buttons:
                buttons = [_button(Button(page.shares[0].label, SHARE_SHOWN))]
            buttons += _links(page)
        if buttons:
            yield {"type": ACTION_ROW, "components": buttons[: DISCORD.buttons_in_row]}
    voices = {reading_command(quote.quotation): quote.credit for quote in page.quotes}
    quotations = (quote.quotation for quote in page.quotes)
    offered = menu(quotations, DISCORD.select_options, DISCORD.option_label)
    if offered:
        options = [
            {
                "label": name,
                "value": reading_command(quotation),
                "description": excerpt(voices[reading_command(quotation)], DISCORD.option_label),
            }
            for quotation, name in offered
        ]
        placeholder = excerpt(page.controls.menu, DISCORD.placeholder)
        select = {"type": SELECT, "custom_id": CONTEXT, "placeholder": placeholder, "options": options}
        yield {"type": ACTION_ROW, "components": [select]}


def _links(page: Page) -> list[dict[str, Any]]:
    """A button that leads to the message that was checked."""
    if page.origin is None:
        return []
    label, address = page.origin
    return [{"type": BUTTON, "style": LINK, "label": excerpt(label, DISCORD.button_label), "url": address}]


def _button(button: Button) -> dict[str, Any]:
    label = excerpt(button.label, DISCORD.button_label)
    return {"type": BUTTON, "style": SECONDARY, "label": label, "custom_id": button.identifier}
