"""What all listeners share: the command service, the Web API, and the forms in which a sentence is sent."""

from dataclasses import dataclass, field

from slack_bolt.response import BoltResponse
from sqlalchemy import Engine

from bot.answers.answer import Answer
from bot.answers.phrases import Phrase
from bot.answers.refusal import apology
from bot.platforms.slack.answered import AnsweredMessages
from bot.platforms.slack.api import SlackApi
from bot.platforms.slack.reply import EPHEMERAL
from bot.platforms.slack.requests import Body
from bot.platforms.slack.users import Users
from bot.platforms.slack.views import ANSWER, modal
from bot.rendering.render import Payload, to_slack
from bot.rendering.wording import Wording
from bot.service.command_service import CommandService
from bot.service.pending import PendingAnswers


@dataclass(frozen=True)
class SlackContext:
    """What the listeners of one Slack app share: service, Web API, database, people, answers and tasks."""

    service: CommandService
    api: SlackApi
    engine: Engine
    """The database with people's shortcuts."""
    users: Users = field(default_factory=Users)
    answered: AnsweredMessages = field(default_factory=AnsweredMessages)
    pending: PendingAnswers = field(default_factory=PendingAnswers)

    def words(self, locale: str) -> Wording:
        """The bot's own words in the language of a locale."""
        return self.service.presentation(locale).words

    def sentence(self, sentence: Phrase, locale: str = "en") -> Payload:
        """A message that consists of one sentence of the bot."""
        return self.message(apology(sentence), locale)

    def message(self, answer: Answer, locale: str) -> Payload:
        """The first message of an answer that consists of a sentence of the bot."""
        return to_slack(answer, self.service.presentation(locale))[0]

    def acknowledgement(self, body: Body, sentence: Phrase) -> BoltResponse:
        """A sentence as the acknowledgement of a request, in the form that Slack shows for its type.

        Slack shows nothing for a block action, a shortcut or an event: those are acknowledged as empty.
        """
        message = self.sentence(sentence)
        match body.get("type"):
            case "view_submission":
                view = modal(ANSWER, message, self.words("en"))
                return acknowledged({"response_action": "update", "view": view})
            case "block_suggestion":
                return acknowledged({"options": []})
            case None if "command" in body:
                return acknowledged({**message, **EPHEMERAL})
            case _:
                return acknowledged()


def acknowledged(body: Payload | str = "") -> BoltResponse:
    """An acknowledgement, empty or with a JSON object; new each time, since Bolt changes what it is given."""
    return BoltResponse(status=200, body=body)
