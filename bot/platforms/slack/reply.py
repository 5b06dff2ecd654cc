"""An answer as messages of Slack, the first of them also as the acknowledgement of a slash command."""

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.answers.answer import Answer, MatchPart
from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.answers.refusal import is_refusal
from bot.platforms.slack.views import KEEP, REPORT, Block, actions, button
from bot.rendering.buttons import excerpt, turns_pages
from bot.rendering.limits import SLACK, length
from bot.rendering.render import Payload, Presentation, is_shareable, to_slack, to_slack_private
from bot.rendering.wording import Wording
from bot.service.conduct import is_reportable, reported_command
from bot.service.echo import without_typed_words

KEEP_LABEL, REPORT_LABEL = phrase("Keep as a shortcut"), phrase("Report")
GO_THERE = phrase("Show it")
ONE_QUOTATION = phrase("A quotation, word for word.")
PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"
SHARED_BY = phrase("Shared by {person}", person=PLACE)
LONGEST_LINE = 60
"""UTF-16 units of the fallback that name whoever shares a page, before they are escaped."""
EPHEMERAL = {"response_type": "ephemeral"}


@dataclass(frozen=True)
class SlackReply:
    """The pages of an answer, as messages.

    ``acknowledgement`` is the first page as an ephemeral message in JSON; ``following`` are the pages
    that are posted after it because no button turns to them.
    """

    pages: tuple[Payload, ...]
    acknowledgement: str
    following: tuple[Payload, ...]
    abstained: bool
    shareable: bool
    refused: bool

    def page(self, number: int) -> Payload:
        """The page of that number, counted from 1, or the last page where there are fewer."""
        return self.pages[min(number, len(self.pages)) - 1]


def to_reply(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render an answer for the person who asked alone, with buttons to share it and to keep it."""
    return _reply(answer, _with_keep(answer, to_slack_private(answer, presentation), presentation.words))


def to_direct(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render an answer for a direct message with the bot, where there is nobody to share it with."""
    return _reply(answer, _with_keep(answer, to_slack(answer, presentation), presentation.words))


def _with_keep(answer: Answer, pages: tuple[Payload, ...], words: Wording) -> tuple[Payload, ...]:
    if not is_shareable(answer):
        return _reported(answer, pages, words)
    command, buttons = write(answer.query), [_report(answer, words)]
    if length(command) <= SLACK.button_value:
        buttons.insert(0, button(KEEP, words.say(KEEP_LABEL), command))
    return _with_row(pages, actions(*buttons))


def to_posted(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render an answer that a member shows to a channel, without words that they typed."""
    reduced = without_typed_words(answer)
    return _reply(answer, _reported(answer, to_slack(reduced, presentation), presentation.words))


def digest_message(answer: Answer, presentation: Presentation) -> Payload:
    """Render a digest as it is posted: its first page, with the button that reports it."""
    return _reported(answer, to_slack(answer, presentation)[:1], presentation.words)[0]


def to_quotation(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render the quotation of ``/quote #id`` for a channel, without the paragraph in which it stands."""
    parts = tuple(part for part in answer.parts if isinstance(part, MatchPart))
    alone = replace(answer, parts=parts, open_points=(), folded=(), lead=ONE_QUOTATION, short=None)
    return to_posted(alone, presentation)


def shared_by(page: Payload, person: str, name: str, words: Wording) -> Payload:
    """A page that begins with the name of whoever shares it."""
    before, _, after = words.say(SHARED_BY).partition(PLACE)
    who = {"type": "user", "user_id": person}
    elements = [one for one in (_italic(before), who, _italic(after)) if one.get("text", "-")]
    line = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}
    said = escaped(excerpt(f"{before}@{name or person}{after}", LONGEST_LINE))
    return {**page, "text": f"{said}\n\n{page['text']}", "blocks": [line, *page["blocks"]]}


def pointer(sentence: Payload, address: str | None, words: Wording) -> Payload:
    """A sentence with a button that leads to the message at an address, where that is known."""
    if address is None:
        return sentence
    there = {**button("there", words.say(GO_THERE), address), "url": address}
    text = f"{sentence['text']}\n{escaped(address)}"
    return {**sentence, "text": text, "blocks": [*sentence["blocks"], actions(there)]}


def _italic(text: str) -> dict[str, Any]:
    return {"type": "text", "text": text, "style": {"italic": True}}


def escaped(text: str) -> str:
    """A text with Slack's three escapes, so that nothing in it is live."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _reported(answer: Answer, pages: tuple[Payload, ...], words: Wording) -> tuple[Payload, ...]:
    """The pages of an answer with the button that reports it, where it can be reported."""
    return _with_row(pages, actions(_report(answer, words))) if is_reportable(answer) else pages


def _report(answer: Answer, words: Wording) -> Block:
    # Cut, it still tells the editors which answer is meant.
    return button(REPORT, words.say(REPORT_LABEL), excerpt(reported_command(answer), SLACK.button_value))


def _with_row(pages: tuple[Payload, ...], row: Block) -> tuple[Payload, ...]:
    return tuple(
        {**page, "blocks": [*page["blocks"], *([row] if len(page["blocks"]) < SLACK.blocks - 1 else [])]}
        for page in pages
    )


def to_shared(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render an answer for everybody in a channel, without those buttons."""
    return _reply(answer, to_slack(answer, presentation))


def _reply(answer: Answer, pages: tuple[Payload, ...]) -> SlackReply:
    turned = turns_pages(answer.query, SLACK.button_value)
    return SlackReply(
        pages,
        # Escapes make it longer, and ready for the wire without being encoded each time.
        json.dumps({**pages[0], **EPHEMERAL}, separators=(",", ":")),
        () if turned else pages[1:],
        answer.abstained,
        is_shareable(answer),
        is_refusal(answer),
    )


def words_only(payload: Payload) -> list[Block]:
    """The blocks of a page without its buttons and menus."""
    return [block for block in payload["blocks"] if block["type"] != "actions"]
