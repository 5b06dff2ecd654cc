"""Keeps members to the limits of a channel: what may not be shown to all is answered by a sentence."""

from collections.abc import Awaitable, Callable, Hashable
from http import HTTPStatus

from bot.answers.phrases import Phrase
from bot.platforms.discord.interaction import ComponentPress, Interaction
from bot.platforms.discord.messages import Pages, pointer, sentence_alone
from bot.platforms.discord.reply_plan import ReplyPlan
from bot.platforms.discord.rest import Rest
from bot.service.command_service import CommandService
from bot.service.conduct import LOCKED, REPEATED, SHARED_ALREADY, Recent

LOOK_UP_TIMEOUT = 0.8
"""Seconds for which the address of a message is asked for, of the three that an answer may take."""
SHARE_KNOWN_FOR = 14 * 60.0
"""Seconds for which a shared message is found again: its interaction's token lasts 15 minutes."""

FindMessage = Callable[[Interaction], Awaitable[str | None]]
"""Gives the address of the message that answers an interaction; None where it is not known."""


async def nowhere(_: Interaction) -> str | None:
    """The address of no message, where Discord is not asked."""
    return None


def find_by(rest: Rest) -> FindMessage:
    """Asks Discord for the message that answers an interaction."""

    async def find(interaction: Interaction) -> str | None:
        path = f"/webhooks/{interaction.application}/{interaction.token}/messages/@original"
        response = await rest.ask("GET", path, as_bot=False, within=LOOK_UP_TIMEOUT)
        if response.status != HTTPStatus.OK:
            return None
        place = interaction.asker.workspace or "@me"
        return f"https://discord.com/channels/{place}/{interaction.asker.channel}/{response.body['id']}"

    return find


class ChannelConduct:
    """Decides whether the answer to an interaction is shown to all, and remembers what was."""

    def __init__(self, service: CommandService, find_message: FindMessage = nowhere) -> None:
        self._service = service
        self._limits = service.conduct
        self._find = find_message
        self._recent = Recent[Interaction](self._limits.repeat_seconds, self._limits.clock)
        self._shared = Recent[Interaction](SHARE_KNOWN_FOR, self._limits.clock)

    async def refusal(self, plan: ReplyPlan, interaction: Interaction) -> Pages | None:
        """What the asker alone is shown instead of the planned answer; None where that may come."""
        asker = interaction.asker
        if not plan.posts:
            refused = self._limits.refusal(asker, is_public=False)
            return self._sentence(refused, interaction) if refused else None
        if plan.shared_by and await self._is_locked(interaction):
            return self._sentence(LOCKED, interaction)
        return await self._not_for_all(plan, interaction)

    async def _not_for_all(self, plan: ReplyPlan, interaction: Interaction) -> Pages | None:
        asker, key = interaction.asker, _answer_key(plan, interaction)
        if first := self._recent.first(key, interaction):
            return await self._pointer(REPEATED, first, interaction)
        shared = _shared_key(interaction) if plan.shared_by else ""
        if shared and not await self._limits.claims.claim_anyhow(shared):
            self._recent.forget(key)
            return await self._pointer(SHARED_ALREADY, self._shared.get(shared), interaction)
        if refused := self._limits.refusal(asker, is_public=not interaction.alone):
            self._recent.forget(key)
            if shared:
                await self._limits.claims.release(shared)
            return self._sentence(refused, interaction)
        if shared:
            self._shared.put(shared, interaction)
        return None

    async def not_posted(self, plan: ReplyPlan, interaction: Interaction) -> None:
        """Forget a planned answer for all, in whose place a sentence was shown to the asker alone."""
        self._limits.give_back(interaction.asker)
        self._recent.forget(_answer_key(plan, interaction))
        if plan.shared_by:
            await self._limits.claims.release(_shared_key(interaction))

    async def _is_locked(self, interaction: Interaction) -> bool:
        asker = interaction.asker
        return not asker.manages and (await self._service.preferences.of(asker)).locked

    def _sentence(self, sentence: Phrase, interaction: Interaction) -> Pages:
        return self._service.apologise(sentence, interaction.asker, sentence_alone, "limited")

    async def _pointer(self, sentence: Phrase, first: Interaction | None, interaction: Interaction) -> Pages:
        address = await self._find(first) if first else None
        render = pointer(address) if address else sentence_alone
        return self._service.apologise(sentence, interaction.asker, render, "limited")


def _answer_key(plan: ReplyPlan, interaction: Interaction) -> Hashable:
    """The key of an answer that all see: equal ones show the same page in the same channel."""
    asker = interaction.asker
    return asker.workspace, asker.channel, asker.locale, plan.query, plan.page or 1


def _shared_key(interaction: Interaction) -> str:
    """The key of an answer that is shared: its message, and the page that the pressed button names."""
    press = interaction.asked
    if not isinstance(press, ComponentPress):
        raise TypeError("only a button shares an answer")
    return f"share:discord:{press.message}:{press.custom_id}"
