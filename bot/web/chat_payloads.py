"""What the pages need of the chat platforms: the payloads that they are sent, as data.

The pages know no platform's adapter; whoever makes the site hands in what makes the payloads.
"""

from typing import Literal, NamedTuple, Protocol

from aiohttp import web

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.rendering.render import (
    Payload,
    Presentation,
    to_discord,
    to_discord_private,
    to_slack,
    to_slack_private,
)
from bot.service.command_service import CommandService

Audience = Literal["all", "one", "shared", "digest"]
"""Who sees an answer: all in a channel, its asker alone, all since a member shared it, a digest's readers."""
FormName = Literal["report", "schedule", "settings", "look_up"]
"""The forms of the platforms: what is wrong in an answer, a schedule, the settings, a quotation looked up."""


class MessagePayloads(NamedTuple):
    """The messages of an answer on each platform, one a page."""

    discord: tuple[Payload, ...]
    slack: tuple[Payload, ...]


class FormPayloads(NamedTuple):
    """A form on each platform; None where a platform has no such form."""

    discord: Payload | None
    slack: Payload | None


class ChatPayloads(Protocol):
    """Makes the payloads that the platforms are sent, their own buttons and forms included."""

    def messages(self, answer: Answer, presentation: Presentation, audience: Audience) -> MessagePayloads:
        """The proven messages of an answer. Raises NotProvenOnPayload."""
        ...

    async def forms(self, name: FormName, service: CommandService, asker: Asker) -> FormPayloads:
        """The form as it opens for an asker who may act."""
        ...


class RenderedPayloads:
    """The payloads as they are rendered, without the buttons and forms that a platform's adapter adds."""

    def messages(self, answer: Answer, presentation: Presentation, audience: Audience) -> MessagePayloads:
        """The proven messages of an answer, with a button to share each where its asker alone sees it."""
        if audience == "one":
            return MessagePayloads(
                to_discord_private(answer, presentation), to_slack_private(answer, presentation)
            )
        return MessagePayloads(to_discord(answer, presentation), to_slack(answer, presentation))

    async def forms(self, _name: FormName, _service: CommandService, _asker: Asker) -> FormPayloads:
        """No form: only adapters have them."""
        return FormPayloads(None, None)


CHAT_PAYLOADS: web.AppKey[ChatPayloads] = web.AppKey("chat_payloads")
"""What makes the payloads that the playground and the gallery show."""
