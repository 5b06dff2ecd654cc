"""The payloads that Discord and Slack are sent, for the pages that show them.

The adapters are imported when a page asks for them: a site starts without.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.query import Query
from bot.rendering.render import Payload, Presentation
from bot.service.bounded_pool import in_thread
from bot.service.command_service import CommandService
from bot.web.chat_payloads import Audience, FormName, FormPayloads, MessagePayloads

NOBODY = "0"
"""The id of a channel and of a person that no platform has."""


@dataclass(frozen=True)
class AdapterPayloads:
    """Makes payloads as the platforms' adapters make them; see ``bot.web.chat_payloads.ChatPayloads``."""

    def messages(self, answer: Answer, presentation: Presentation, audience: Audience) -> MessagePayloads:
        """The proven messages of an answer, with the adapters' own buttons. Raises NotProvenOnPayload."""
        return MessagePayloads(
            _discord(answer, presentation, audience), _slack(answer, presentation, audience)
        )

    async def forms(self, name: FormName, service: CommandService, asker: Asker) -> FormPayloads:
        """The form as it opens for somebody who may manage the place where they ask."""
        asker = Asker("discord", NOBODY, NOBODY, NOBODY, manages=True, locale=asker.locale, request=NOBODY)
        on_slack = await in_thread(partial(_slack_form, name, service, asker.locale))
        return FormPayloads(await _discord_form(name, service, asker), on_slack)


def _discord(answer: Answer, presentation: Presentation, audience: Audience) -> tuple[Payload, ...]:
    from bot.platforms.discord import messages

    if audience == "digest":
        return (messages.digest_message(answer, presentation),)
    kinds = {"all": messages.public, "one": messages.private, "shared": messages.shared}
    return tuple(json.loads(message.new) for message in kinds[audience](answer, presentation).messages)


def _slack(answer: Answer, presentation: Presentation, audience: Audience) -> tuple[Payload, ...]:
    from bot.platforms.slack import reply

    if audience == "digest":
        return (reply.digest_message(answer, presentation),)
    kinds = {"all": reply.to_posted, "one": reply.to_reply, "shared": reply.to_posted}
    pages = kinds[audience](answer, presentation).pages
    if audience == "shared":
        return tuple(reply.shared_by(page, NOBODY, NOBODY, presentation.words) for page in pages)
    return pages


async def _discord_form(name: FormName, service: CommandService, asker: Asker) -> Payload | None:
    from bot.platforms.discord.forms import SCHEDULE, SET, Forms
    from bot.platforms.discord.messages import REPORT, report_form

    if name == "report":
        form: bytes | None = report_form(REPORT, service.presentation(asker.locale).words)
    elif name == "look_up":
        return None
    else:
        form = await Forms(service).opened(Query({"schedule": SCHEDULE, "settings": SET}[name]), asker)
    return json.loads(form) if form else None


def _slack_form(name: FormName, service: CommandService, locale: str) -> Payload:
    from bot.platforms.slack.schedule_form import schedule_form
    from bot.platforms.slack.settings_form import settings_form
    from bot.platforms.slack.views import look_up, report_form

    words, many = service.presentation(locale).words, len(service.archive.library.cases) > 1
    forms: dict[FormName, Callable[[], Payload]] = {
        "report": lambda: report_form("", words),
        "schedule": lambda: schedule_form(words, "Europe/Berlin", many_cases=many),
        "settings": lambda: settings_form(words, many_cases=many),
        "look_up": lambda: look_up(words, many_cases=many),
    }
    return forms[name]()
