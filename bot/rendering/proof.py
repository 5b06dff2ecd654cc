"""Reads finished payloads back: the quotations that a reader of the message or page sees.

Each decoder reads a payload as its platform shows it, knowing nothing of the answer it came from. What it
does not know how to read, it refuses: a payload is shown as a whole or not at all.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

from bot.answers.phrases import Mention, MentionKind
from bot.rendering.discord import ACTION_ROW, CONTAINER, QUOTE, SELECT, SEPARATOR, SPOILER, TEXT
from bot.rendering.discord_markdown import LiveMarkup, lines, shown
from bot.rendering.text import BAR, BREAK, HANGING_INDENT, INDENT

MASKED_LINK = re.compile(r"\[(?P<name>(?:\\.|[^\\\[\]])+)\]\((?P<address>https?://[^\s()]+)\)")
TIMESTAMP = re.compile(r"<t:(?P<seconds>-?\d+):[FR]>")
MENTION = re.compile(r"(?<!\\)<(?P<sign>#|@&?)(?P<id>\d+)>")
"""Matches what Discord shows as the name of a channel, a person or a role."""
COMMAND_MENTION = re.compile(r"(?<!\\)<(?P<name>/[-\w]{1,32}(?: [-\w]{1,32}){0,2}):(?P<id>\d+)>")
"""Matches what Discord shows as a command that a press enters."""
MENTIONED: Mapping[str, MentionKind] = {"#": "channel", "@": "person", "@&": "role"}
DISCORD_LINE = re.compile(r"(?P<mark>## |### |-# |- |\*\*(?=.+\*\*\Z))?(?P<words>.*)", re.DOTALL)
DISCORD_OTHER_FIELDS = ("content", "embeds", "attachments", "sticker_ids", "poll")
"""Fields of a message whose content Discord would show beside the components."""
SLACK_OTHER_FIELDS = ("attachments", "markdown_text", "files")
"""Fields of a message whose content Slack would show beside the blocks."""
SLACK_MENTIONS: Mapping[str, tuple[MentionKind, str]] = {
    "channel": ("channel", "channel_id"),
    "user": ("person", "user_id"),
}
"""Elements of rich text that Slack shows as a name: what they mention, and the field with its id."""
SLACK_ESCAPED = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
SLACK_ESCAPE = re.compile(r"&(?:amp|lt|gt);|[&<>]")
NO_CREDIT = "a quotation has no credit"
HTML_HIDING = frozenset({"hidden", "style"})
"""Attributes that can hide an element or change how it shows."""


class Visible(NamedTuple):
    """A quotation as a reader sees it: its words, and the line below that says whose they are."""

    text: str
    credit: str


class Veiled(Visible):
    """A quotation that is hidden until its reader wants to see it."""


class Offered(NamedTuple):
    """An entry of a menu: the command that it sends, its label and its description."""

    command: str
    name: str
    description: str | None = None


class Unreadable(ValueError):
    """A payload that shows something that no renderer here makes."""


def text_quotations(text: str) -> tuple[Visible, ...]:
    """The quotations of a plain text. Raises Unreadable where one has no credit."""
    return tuple(_of_lines(text.split("\n")))


def _of_lines(text: Iterable[str]) -> Iterator[Visible]:
    words: list[str] = []
    credit = ""
    for line in (*text, ""):
        if credit and not line.startswith(HANGING_INDENT):
            yield Visible("".join(words), credit)
            words, credit = [], ""
        if line.startswith((BAR, BREAK)):
            words.append(("\n" if line.startswith(BREAK) else "") + line[len(BAR) :])
        elif words:
            credit += line.removeprefix(HANGING_INDENT if credit else INDENT)
            _refuse_unless(credit, NO_CREDIT)


def discord_quotations(payload: Mapping[str, Any]) -> tuple[Visible, ...]:
    """The quotations of a Discord message. Raises Unreadable where words would show as markup."""
    _refuse_other_fields(payload, DISCORD_OTHER_FIELDS)
    return tuple(visible for text in displays(payload["components"]) for visible in _of_markdown(text))


def discord_mentions(payload: Mapping[str, Any]) -> Iterator[Mention]:
    """The channels, people and roles that a Discord message mentions, in any of its texts."""
    for text in displays(payload["components"]):
        for found in MENTION.finditer(text):
            yield Mention(MENTIONED[found["sign"]], found["id"])


def discord_menu(payload: Mapping[str, Any]) -> Iterator[Offered]:
    """The entries of the menus of a Discord message."""
    for row in payload["components"]:
        for component in row["components"] if row["type"] == ACTION_ROW else ():
            for option in component["options"] if component["type"] == SELECT else ():
                yield Offered(option["value"], option["label"], option.get("description"))


def displays(components: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """The texts of a Discord message. Raises Unreadable for components that no renderer here makes."""
    for component in components:
        if component["type"] == TEXT:
            yield component["content"].strip()
        elif component["type"] == CONTAINER:
            yield from displays(component["components"])
        elif component["type"] not in {SEPARATOR, ACTION_ROW}:
            raise Unreadable(f"a component of type {component['type']}")


def _of_markdown(content: str) -> Iterator[Visible]:
    """Discord makes one block of adjacent quoted lines, and ends it at any other line."""
    quoted: list[str] = []
    veiled: set[bool] = set()
    for line, end in lines(content):
        if line.startswith(QUOTE):
            words, is_veiled = discord_quoted(line.removeprefix(QUOTE))
            quoted += [words, end]
            veiled |= {is_veiled} if words.strip() else set()
            continue
        # Mentions are proven by themselves; a quotation is credited to none.
        credit = discord_words(line if quoted else without_mentions(line))
        if quoted:
            _refuse_unless(len(veiled) <= 1, "a quotation that is hidden in part")
            yield (Veiled if True in veiled else Visible)("".join(quoted[:-1]), credit)
            quoted, veiled = [], set()
    _refuse_unless(not quoted, NO_CREDIT)


def discord_quoted(line: str) -> tuple[str, bool]:
    """What Discord shows of a line of a quotation, and whether a spoiler hides it."""
    if not line.startswith(SPOILER):
        return _as_shown(line), False
    ends = line.find(SPOILER, len(SPOILER))
    _refuse_unless(ends == len(line) - len(SPOILER) > len(SPOILER), "a spoiler that ends inside a line")
    return _as_shown(line[len(SPOILER) : ends]), True


def without_mentions(line: str) -> str:
    """A line without what Discord shows as names, and with its commands as they are typed."""
    return COMMAND_MENTION.sub(lambda command: command["name"], MENTION.sub("", line))


def discord_words(line: str) -> str:
    """What Discord shows of a line that is not a quotation."""
    mark, words = DISCORD_LINE.findall(line)[0]
    if mark == "**":
        words = words.removesuffix(mark)
    return _as_shown(TIMESTAMP.sub("", MASKED_LINK.sub(lambda link: link["name"], words)))


def _as_shown(words: str) -> str:
    try:
        return shown(words)
    except LiveMarkup as error:
        raise Unreadable(str(error)) from None


def slack_quotations(payload: Mapping[str, Any]) -> tuple[Visible, ...]:
    """The quotations of a Slack message. Raises Unreadable where its fallback does not show the same."""
    _refuse_other_fields(payload, SLACK_OTHER_FIELDS)
    visible = tuple(one for block in payload["blocks"] for one in _of_block(block))
    fallback = SLACK_ESCAPE.sub(_unescaped, payload["text"])
    same = visible == text_quotations(fallback)
    _refuse_unless(same, "the fallback text shows other quotations than the blocks")
    return visible


def slack_mentions(payload: Mapping[str, Any]) -> Iterator[Mention]:
    """The channels and people that a Slack message mentions, anywhere in its rich text."""
    for block in payload["blocks"]:
        for element in block["elements"] if block["type"] == "rich_text" else ():
            for part in element["elements"]:
                if mentioned := SLACK_MENTIONS.get(part["type"]):
                    yield Mention(mentioned[0], part[mentioned[1]])


def slack_menu(payload: Mapping[str, Any]) -> Iterator[Offered]:
    """The entries of the menus of a Slack message."""
    for block in payload["blocks"]:
        for element in block["elements"] if block["type"] == "actions" else ():
            for option in element.get("options", ()):
                yield Offered(option["value"], option["text"]["text"])


def _unescaped(found: re.Match[str]) -> str:
    """The character of an escape; one that is not escaped would begin a mention or a link."""
    try:
        return SLACK_ESCAPED[found.group()]
    except KeyError:
        raise Unreadable(f"{found.group()} is live in the fallback text") from None


def _of_block(block: Mapping[str, Any]) -> Iterator[Visible]:
    if block["type"] == "rich_text":
        yield from _of_rich_text(block["elements"])
    elif block["type"] not in {"header", "actions"}:
        raise Unreadable(f"a block of type {block['type']}")


def _of_rich_text(elements: Iterable[Mapping[str, Any]]) -> Iterator[Visible]:
    quoted: str | None = None
    for element in elements:
        match element["type"]:
            case "rich_text_quote" if quoted is None:
                quoted = "".join(map(_literal, element["elements"]))
            case "rich_text_section":
                elements = _without_mentions(element["elements"], is_credit=quoted is not None)
                credit = "".join(map(_worded, elements)).split("\n", 1)[0]
                if quoted is not None:
                    yield Visible(quoted, credit)
                quoted = None
            case other:
                raise Unreadable(f"{other} where words of ours are expected")
    _refuse_unless(quoted is None, NO_CREDIT)


def _without_mentions(
    elements: Iterable[Mapping[str, Any]], *, is_credit: bool
) -> Iterator[Mapping[str, Any]]:
    """The elements without mentions, which are proven by themselves; a credit, the first line, holds none."""
    for element in elements:
        is_credit = is_credit and element.get("text") != "\n"
        if is_credit or element["type"] not in SLACK_MENTIONS:
            yield element


def _literal(part: Mapping[str, Any]) -> str:
    """The words of a quotation: plain text, neither struck through nor set as code."""
    _refuse_unless(set(part) == {"type", "text"}, "a quotation with a style")
    return _worded(part)


def _worded(part: Mapping[str, Any]) -> str:
    _refuse_unless(part["type"] in {"text", "link", "date"}, f"{part['type']} is live in rich text")
    return str(part["fallback" if part["type"] == "date" else "text"])


def _refuse_other_fields(payload: Mapping[str, Any], names: Iterable[str]) -> None:
    beside = [name for name in names if payload.get(name)]
    _refuse_unless(not beside, f"{' and '.join(beside)} would show beside the answer")


def _refuse_unless(is_good: object, reason: str) -> None:
    if not is_good:
        raise Unreadable(reason)


def html_quotations(fragment: str) -> tuple[Visible, ...]:
    """The quotations of HTML, a fragment or a page: its block quotations and the line below each."""
    reader = _Blockquotes()
    reader.feed(fragment)
    reader.close()
    _refuse_unless(reader.quoted is None and not reader.inside, NO_CREDIT)
    return tuple(reader.found)


class _Blockquotes(HTMLParser):
    """Collects the words of each ``blockquote`` and of the ``figcaption`` after it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Visible] = []
        self.quoted: str | None = None
        """The words of a quotation whose credit has not come yet."""
        self.inside = ""
        """The element that has not ended yet, of the two that are collected."""
        self._words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _refuse_unless(HTML_HIDING.isdisjoint(dict(attrs)), f"an element {tag} that shows otherwise or not")
        _refuse_unless(self.inside != "blockquote", f"an element {tag} in a quotation")
        if tag in {"blockquote", "figcaption"}:
            _refuse_unless((tag == "figcaption") == (self.quoted is not None), NO_CREDIT)
            self.inside, self._words = tag, ""

    def handle_data(self, data: str) -> None:
        self._words += data

    def handle_endtag(self, tag: str) -> None:
        if tag != self.inside:
            return
        self.inside = ""
        if tag == "blockquote":
            self.quoted = self._words
        else:
            self.found.append(Visible(str(self.quoted), " ".join(self._words.split())))
            self.quoted = None
