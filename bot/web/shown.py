"""Answers and forms as the platforms show them, drawn from the payloads themselves."""

from dataclasses import dataclass

from bot.answers.answer import Answer, CommandPart, Quotation
from bot.answers.asker import Asker
from bot.answers.commands import usages
from bot.answers.refusal import is_refusal
from bot.rendering.render import Presentation, in_detail, to_text
from bot.service.command_service import CommandService
from bot.web.chat_payloads import Audience, ChatPayloads, FormName
from bot.web.discord_preview import discord_form, discord_preview
from bot.web.preview import Preview
from bot.web.slack_preview import slack_preview


@dataclass(frozen=True)
class ShownAnswer:
    """An answer as each platform shows it, one preview a page, and as plain text.

    ``sentence`` is why there is no answer, and ``usages`` are the commands that would have been understood.
    """

    discord_pages: tuple[Preview, ...]
    slack_pages: tuple[Preview, ...]
    quotations: tuple[Quotation, ...] = ()
    text: str = ""
    sentence: str = ""
    usages: tuple[str, ...] = ()

    def language(self, words: str) -> str:
        """The language of the source that a quotation is from, as an HTML ``lang``; empty if unknown."""
        piece = words.strip()
        return next((one.source.in_language for one in self.quotations if piece in one.text), "")


@dataclass(frozen=True)
class ShownForm:
    """A form as each platform shows it; None where a platform has none."""

    discord: Preview | None
    slack: Preview | None

    def language(self, _words: str) -> str:
        """The language of a quotation: a form holds none."""
        return ""


@dataclass(frozen=True)
class ToShown:
    """Renders answers as the platforms show them; equal ones find each other's rendered answers."""

    chat: ChatPayloads
    audience: Audience = "all"

    def __call__(self, answer: Answer, presentation: Presentation) -> ShownAnswer:
        """The answer as proven payloads of every platform, read back. Raises NotProvenOnPayload."""
        payloads = self.chat.messages(answer, presentation, self.audience)
        refused, about = is_refusal(answer), []
        if refused:
            about = [part.usage for part in answer.parts if isinstance(part, CommandPart)]
        understood = tuple(f"/{presentation.prefix}{usage[1:]}" for usage in about)
        words, today = presentation.words, presentation.today
        is_private = self.audience == "one" or refused
        return ShownAnswer(
            tuple(discord_preview(page, words, today) for page in payloads.discord),
            tuple(slack_preview(page, is_private=is_private) for page in payloads.slack),
            (*answer.quotations(), *in_detail(answer, "short").quotations()),
            "" if refused else to_text(answer, presentation),
            words.say(answer.lead) if refused else "",
            (understood or usages("", presentation.prefix)) if refused else (),
        )


async def shown_form(name: FormName, chat: ChatPayloads, service: CommandService, asker: Asker) -> ShownForm:
    """A form of the platforms as somebody sees it who may act."""
    discord, slack = await chat.forms(name, service, asker)
    words = service.presentation(asker.locale).words
    return ShownForm(
        discord_form(discord, words) if discord else None,
        slack_preview(slack) if slack else None,
    )
