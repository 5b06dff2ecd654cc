"""Decides how an interaction is answered, whether it came over the gateway or over HTTP."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache, partial

import structlog

from bot.answers.asker import Asker
from bot.answers.grammar import query
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import CommandError, Query
from bot.answers.refusal import FAILED
from bot.answers.respond import is_about_a_place
from bot.platforms.discord.conduct import ChannelConduct, FindMessage, nowhere
from bot.platforms.discord.forms import FORM, Forms, has_form
from bot.platforms.discord.interaction import (
    ComponentPress,
    Interaction,
    MessageCommand,
    SlashCommand,
    SubmittedForm,
    displayed,
)
from bot.platforms.discord.messages import (
    CHANNEL_MESSAGE,
    REASON,
    REPORT,
    Message,
    as_json,
    private,
    report_form,
    with_sharer,
)
from bot.platforms.discord.names import english_name
from bot.platforms.discord.reply_plan import InitialResponse, PlannedReply, ReplyPlan, pages_in_turn, planned
from bot.platforms.discord.sharing import for_everybody, stands_still
from bot.rendering.buttons import choice_label
from bot.rendering.discord import SHARE_SHOWN
from bot.rendering.limits import length
from bot.service.admission import NOT_ADMITTED
from bot.service.bounded_pool import in_thread
from bot.service.command_service import CommandService
from bot.service.pending import Closing, PendingAnswers
from bot.service.reports import after_report

PONG = b'{"type":1}'
AUTOCOMPLETE_RESULT = 8
MOST_CHOICES, LONGEST_CHOICE = 25, 100
DEFER_AFTER = 2.0
"""Seconds after which an answer is deferred: Discord waits for three, and the network takes its part."""
DEFERRED_TIMEOUT = 14 * 60.0
"""Seconds after which a deferred answer is given up: the interaction's token lasts 15 minutes."""
GRACE_PERIOD = 1.0
"""Seconds that answers under way are given when the bot is told to stop."""
CLOSING_TIMEOUT = 0.4
"""Seconds in which answers that are cut off can still be replaced by a sentence that says so."""
OLDER = phrase("This button is from an older answer. Ask again: /help lists what can be asked.")
LEAVING = phrase("The bot is being restarted. Ask again in a moment.")

log = structlog.get_logger()


class InteractionHandler:
    """Answers interactions in time: a slow one is deferred, and replaced by a sentence if the bot stops."""

    def __init__(
        self,
        service: CommandService,
        defer_after: float = DEFER_AFTER,
        clock: Callable[[], float] | None = None,
        find_message: FindMessage = nowhere,
    ) -> None:
        self.service = service
        """The service that answers."""
        self._conduct = ChannelConduct(service, find_message)
        self._forms = Forms(service)
        self._defer_after = defer_after
        self._clock = clock or asyncio.get_running_loop().time
        self.pending = PendingAnswers()
        """The answers under way; while it is drained, those that are not done end with a sentence."""

    async def respond(self, interaction: Interaction) -> InitialResponse:
        """The initial response to an interaction, at the latest soon after ``defer_after`` seconds."""
        asker, deadline = interaction.asker, self._clock() + self._defer_after
        if not self.service.conduct.admission.admits_asker(asker) and _takes_message(interaction.asked):
            return InitialResponse(self.apology(asker, NOT_ADMITTED).as_response)
        try:
            return await self._initial_response(interaction, asker, deadline)
        except CommandError as error:
            return pages_in_turn(self.service.refuse(error, asker, private)).initial_response
        except Exception:  # whatever goes wrong here, whoever asks gets a sentence in time
            log.exception("an interaction failed")
            return InitialResponse(self.apology(asker).as_response)

    async def _initial_response(
        self, interaction: Interaction, asker: Asker, deadline: float
    ) -> InitialResponse:
        asked = interaction.asked
        if asked is None:
            return InitialResponse(PONG)
        if isinstance(asked, SlashCommand) and asked.focused:
            return await self._completion(asked, asker, deadline)
        if isinstance(asked, ComponentPress | SubmittedForm) and (
            done := await self._own(asked, interaction)
        ):
            return done
        if isinstance(asked, SubmittedForm):
            return await self._submitted(asked, interaction, deadline)
        plan = await self._plan(asked, asker)
        if (
            plan
            and isinstance(asked, SlashCommand)
            and has_form(plan.query)
            and (form := await self._forms.opened(plan.query, asker))
        ):
            return InitialResponse(form)
        return await self._carried_out(plan, interaction, deadline)

    async def _submitted(
        self, form: SubmittedForm, interaction: Interaction, deadline: float
    ) -> InitialResponse:
        """The response to a form for a command, which is carried out once however often it is sent."""
        if not form.custom_id.startswith(FORM):
            return await self._carried_out(None, interaction, deadline)
        query, request = await self._forms.sent(form, interaction.asker)
        sent = replace(interaction, asker=replace(interaction.asker, request=request))
        return await self._carried_out(ReplyPlan(query, ephemeral=True), sent, deadline)

    async def _carried_out(
        self, plan: ReplyPlan | None, interaction: Interaction, deadline: float
    ) -> InitialResponse:
        if plan is None:
            return InitialResponse(self.apology(interaction.asker, OLDER).as_response)
        if refused := await self._conduct.refusal(plan, interaction):
            return pages_in_turn(refused).initial_response
        return await self._answer_or_defer(plan, interaction, deadline)

    async def _own(
        self, asked: ComponentPress | SubmittedForm, interaction: Interaction
    ) -> InitialResponse | None:
        """The response to what is no query: a report, and a share of what a message shows; else None."""
        if asked.custom_id.startswith(REPORT):
            return await self._report(asked, interaction.asker)
        if isinstance(asked, ComponentPress) and asked.custom_id == SHARE_SHOWN:
            return await self._shared(asked, interaction)
        return None

    async def _report(self, asked: ComponentPress | SubmittedForm, asker: Asker) -> InitialResponse:
        """The form in which somebody says what is wrong, or what became of a form that was sent."""
        if isinstance(asked, ComponentPress):
            words = self.service.presentation(asker.locale).words
            return InitialResponse(report_form(asked.custom_id, words))
        command, reason = asked.custom_id.removeprefix(REPORT), asked.values.get(REASON, "")
        said = await self.service.conduct.inbox.add(command, reason, asker)
        presentation = self.service.presentation(asker.locale)
        return InitialResponse(private(after_report(said), presentation).messages[0].as_response)

    async def _shared(self, press: ComponentPress, interaction: Interaction) -> InitialResponse:
        """The response that shows everybody what the asker alone sees, where each quotation still stands."""
        asker, payload = interaction.asker, for_everybody(press.shown)
        archive = self.service.archive_of(asker)
        if not press.on_ephemeral or not await in_thread(partial(stands_still, archive, payload)):
            return InitialResponse(self.apology(asker, OLDER).as_response)
        shown = Query("verify", (("text", "\n".join(displayed(payload["components"]))),))
        plan = ReplyPlan(shown, ephemeral=False, shared_by=asker.user)
        if refused := await self._conduct.refusal(plan, interaction):
            return pages_in_turn(refused).initial_response
        words = self.service.presentation(asker.locale).words
        named = with_sharer(payload, f"<@{asker.user}>", words)
        return InitialResponse(b'{"type":%d,"data":%b}' % (CHANNEL_MESSAGE, as_json(named)))

    def apology(self, asker: Asker, sentence: Phrase = FAILED) -> Message:
        """A message for the asker alone that consists of a sentence of the bot."""
        return self.service.apologise(sentence, asker, private).messages[0]

    async def _plan(
        self, asked: SlashCommand | MessageCommand | ComponentPress, asker: Asker
    ) -> ReplyPlan | None:
        """The plan for a command or a press; None for a button of an older version. Raises CommandError."""
        match asked:
            case SlashCommand(name, options, given):
                query = _query(self._plain(name), options)
                return ReplyPlan(query, await self._is_private(query, given, asker))
            case MessageCommand(_, query):
                return ReplyPlan(_query(query.command, query.options), ephemeral=True)
            case ComponentPress():
                return planned(asked, asker.user)

    async def _is_private(self, query: Query, wanted: bool | None, asker: Asker) -> bool:  # noqa: FBT001  -- as it was given
        """Whether the asker alone sees the answer: as wanted, unless it is about the place or locked."""
        if is_about_a_place(query.command):
            return True
        preferred = await self.service.preferences.of(asker)
        if wanted is None or preferred.locked:
            # A verdict on what somebody typed is for all where they, or who manages the place, say so.
            is_report = query.command == "verify" and preferred.visibility is None
            return is_report or preferred.visibility == "private"
        return wanted

    async def _answer_or_defer(
        self, plan: ReplyPlan, interaction: Interaction, deadline: float
    ) -> InitialResponse:
        asker = interaction.asker
        # Most answers are kept, and waiting for a task takes as long as all the rest.
        if kept := self.service.kept(plan.query, asker, plan.renderer):
            if kept.refused and plan.posts:
                await self._conduct.not_posted(plan, interaction)
            return plan.reply(kept).initial_response
        try:
            work = await self.pending.run(self._reply(plan, interaction), deadline - self._clock())
        except Closing:
            return PlannedReply(self.apology(asker, LEAVING)).initial_response
        if work.done():
            return work.result().initial_response
        return plan.deferred_response(partial(self._deferred_reply, work, plan, asker))

    async def _deferred_reply(
        self, work: asyncio.Task[PlannedReply], plan: ReplyPlan, asker: Asker
    ) -> PlannedReply:
        try:
            if reply := await self.pending.result(work, DEFERRED_TIMEOUT):
                return reply
        except Closing:
            return PlannedReply(self.apology(asker, LEAVING))
        work.cancel()
        log.error("an answer took too long")
        return PlannedReply(self.apology(asker), instead=plan.posts)

    async def _reply(self, plan: ReplyPlan, interaction: Interaction) -> PlannedReply:
        pages = await self.service.reply(plan.query, interaction.asker, plan.renderer)
        if pages.refused and plan.posts:
            await self._conduct.not_posted(plan, interaction)
        return plan.reply(pages)

    async def _completion(self, command: SlashCommand, asker: Asker, deadline: float) -> InitialResponse:
        """The choices of an option; none where that fails or takes too long: Discord shows no sentence."""
        choices: list[dict[str, str]] = []
        try:
            async with asyncio.timeout(deadline - self._clock()):
                choices = await self._choices(command, asker)
        except Exception:  # whatever goes wrong, Discord waits for an answer
            log.exception("choices failed", command=command.name)
        return InitialResponse(as_json({"type": AUTOCOMPLETE_RESULT, "data": {"choices": choices}}))

    async def _choices(self, command: SlashCommand, asker: Asker) -> list[dict[str, str]]:
        typed = dict(command.options).get(command.focused, "")
        begun = Query(self._plain(command.name), command.options)
        words = self.service.presentation(asker.locale).words
        return [
            {"name": choice_label(choice, words, LONGEST_CHOICE), "value": choice.value}
            for choice in await self.service.complete(begun, command.focused, typed, MOST_CHOICES, asker)
            if length(choice.value) <= LONGEST_CHOICE
        ]

    def _plain(self, name: str) -> str:
        return _in_english(name.removeprefix(self.service.prefix))


@lru_cache(maxsize=1024)
def _in_english(name: str) -> str:
    """A command as the table of commands names it, from its name in any language."""
    return " ".join(map(english_name, name.split()))


@lru_cache(maxsize=1024)  # most of what is asked is asked again
def _query(name: str, options: tuple[tuple[str, str], ...]) -> Query:
    return query(name, dict(options))


def _takes_message(asked: object) -> bool:
    """Whether a message may respond: a ping and the completion of an option want something else."""
    return asked is not None and not (isinstance(asked, SlashCommand) and asked.focused)
