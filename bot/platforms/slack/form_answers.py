"""Acknowledges forms: with the answer in the form's place, or with what is wrong beside each field."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.response import BoltResponse

from bot.answers.answer import Answer
from bot.answers.phrases import Phrase
from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER, field_block, modal
from bot.rendering.render import Presentation, to_slack
from bot.rendering.wording import Wording


class FieldErrors(Exception):
    """Fields of a form that are filled in wrongly: what is wrong, by their action_ids."""

    def __init__(self, fields: Mapping[str, Phrase]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def errors(fields: Mapping[str, Phrase], words: Wording) -> dict[str, Any]:
    """The acknowledgement that shows what is wrong beside each field, and leaves the form open."""
    said = {field_block(name): words.say(sentence) for name, sentence in fields.items()}
    return {"response_action": "errors", "errors": said}


def answered(answer: Answer, presentation: Presentation) -> BoltResponse:
    """The acknowledgement that puts an answer in the form's place, so that it cannot be sent again."""
    view = modal(ANSWER, to_slack(answer, presentation)[0], presentation.words)
    return acknowledged({"response_action": "update", "view": view})


def block_of(responder: Responder) -> str:
    """The id by which a form acts once: each time that it is sent has a trigger_id of its own."""
    return f"view:{responder.request.view}"
