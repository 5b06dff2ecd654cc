"""An answer as messages of Slack, the first of them also as the acknowledgement of a slash command."""

import json
from dataclasses import dataclass

from bot.answers.answer import Answer
from bot.answers.grammar import write
from bot.answers.phrases import phrase
from bot.platforms.slack.views import KEEP, Block, actions, button
from bot.rendering.buttons import turns_pages
from bot.rendering.limits import SLACK, length
from bot.rendering.render import Payload, Presentation, is_shareable, to_slack, to_slack_private

KEEP_LABEL = phrase("Keep as a shortcut")
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

    def page(self, number: int) -> Payload:
        """The page of that number, counted from 1, or the last page where there are fewer."""
        return self.pages[min(number, len(self.pages)) - 1]


def to_reply(answer: Answer, presentation: Presentation) -> SlackReply:
    """Render an answer for the person who asked alone, with buttons to share it and to keep it."""
    pages = to_slack_private(answer, presentation)
    if is_shareable(answer) and length(command := write(answer.query)) <= SLACK.button_value:
        keep = actions(button(KEEP, presentation.words.say(KEEP_LABEL), command))
        pages = tuple({**page, "blocks": [*page["blocks"], keep]} for page in pages)
    return _reply(answer, pages)


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
    )


def words_only(payload: Payload) -> list[Block]:
    """The blocks of a page without its buttons and menus."""
    return [block for block in payload["blocks"] if block["type"] != "actions"]
