"""An answer as Slack is sent it: pages, and the first of them as the acknowledgement of a command."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from bot.answers.answer import Answer
from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.rendering.buttons import turns_pages
from bot.rendering.limits import SLACK, length
from bot.rendering.render import Payload, Presentation, is_shareable, to_slack, to_slack_private

KEEP = phrase("Keep as a shortcut")
NOBODY_ELSE = {"response_type": "ephemeral"}


@dataclass(frozen=True)
class SlackReply:
    """The pages of an answer, as messages.

    ``acknowledgement`` is the first one in JSON, for one person's eyes; ``rest`` are those that no button
    turns to and that are sent after it.
    """

    pages: tuple[Payload, ...]
    acknowledgement: str
    rest: tuple[Payload, ...]
    abstained: bool
    shareable: bool

    def page(self, number: int) -> Payload:
        """The page of that number, or the last where there are fewer."""
        return self.pages[min(number, len(self.pages)) - 1]


def to_reply(answer: Answer, presentation: Presentation) -> SlackReply:
    """The answer for whoever asked, who can share or keep it."""
    pages = to_slack_private(answer, presentation)
    if is_shareable(answer) and length(command := write(answer.query)) <= SLACK.button_value:
        keep = _keep(command, presentation)
        pages = tuple({**page, "blocks": [*page["blocks"], keep]} for page in pages)
    return _reply(answer, pages)


def to_shared(answer: Answer, presentation: Presentation) -> SlackReply:
    """The answer for everybody."""
    return _reply(answer, to_slack(answer, presentation))


def _reply(answer: Answer, pages: tuple[Payload, ...]) -> SlackReply:
    turned = turns_pages(answer.query, SLACK.button_value)
    return SlackReply(
        pages,
        # Escapes make it longer, and ready for the wire without being encoded each time.
        json.dumps({**pages[0], **NOBODY_ELSE}, separators=(",", ":")),
        () if turned else pages[1:],
        answer.abstained,
        is_shareable(answer),
    )


def _keep(command: str, presentation: Presentation) -> dict[str, Any]:
    label = {"type": "plain_text", "text": presentation.words.say(KEEP), "emoji": False}
    button = {"type": "button", "action_id": "keep", "text": label, "value": command}
    return {"type": "actions", "elements": [button]}


def words_only(payload: Payload) -> list[dict[str, Any]]:
    """The blocks of a page without its buttons and menus."""
    return [block for block in payload["blocks"] if block["type"] != "actions"]
