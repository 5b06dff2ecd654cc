"""Reads what people write to the bot in messages: who writes, where, and which command they mean."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from bot.answers.commands import COMMANDS, meant_by
from bot.answers.grammar import parse, write
from bot.answers.phrases import phrase
from bot.answers.query import CommandError, Query
from bot.cases.library import Library
from bot.platforms.slack.requests import Request, as_typed
from bot.platforms.slack.slash_commands import takes_ids
from bot.rendering.buttons import excerpt
from bot.rendering.wording import Wording

MAX_PROMPTS = 4
"""How many prompts Slack shows: https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts."""
MAX_TITLE = 75
ANSWERED_SUBTYPES = frozenset({"", "thread_broadcast", "file_share"})
"""Subtypes of messages that a person writes; all others are of bots, or tell of something else."""
WRAPPING = " \n\t\u00a0`*_"
"""What people put around a command to set it apart."""
GROUPS = frozenset(name.split()[0] for name in COMMANDS if " " in name)


@dataclass(frozen=True)
class HeardMessage:
    """A message that may be meant for the bot; what an event does not tell is empty.

    ``text`` has Slack's markup. ``is_edit`` says that the message was changed after it was sent;
    ``is_silent_edit`` that the event tells of nothing but that.
    """

    request: Request
    ts: str = ""
    thread: str = ""
    text: str = ""
    bot_user: str = ""
    subtype: str = ""
    is_by_a_bot: bool = False
    is_silent_edit: bool = False
    is_unchanged: bool = False
    """Whether a change is one of something else than its text, such as a preview of a link."""

    @classmethod
    def of(cls, body: Mapping[str, Any]) -> HeardMessage:
        """Read the event in a request's body, of which any part may be missing."""
        event = body.get("event") or {}
        subtype = str(event.get("subtype") or "")
        is_change = subtype in {"message_changed", "message_deleted"}
        message = event.get("message") or event.get("previous_message") or {} if is_change else event
        inner = str(message.get("subtype") or "")
        ts = str(message.get("ts") or event.get("deleted_ts") or "")
        channel = str(event.get("channel") or "")
        user, request = str(message.get("user") or ""), Request.of(body)
        # With the workspace, by which it is found when that is to be forgotten.
        trigger = f"message:{request.workspace}:{channel}:{ts}"
        return cls(
            # The id by which an acting command is carried out once, however often its message is edited.
            replace(request, channel=channel, user=user, trigger=trigger),
            ts=ts,
            thread=str(message.get("thread_ts") or ""),
            text=str(message.get("text") or ""),
            bot_user=_bot_user(body),
            subtype=inner,
            is_by_a_bot=bool(message.get("bot_id") or message.get("bot_profile")),
            is_silent_edit=is_change,
            is_unchanged=subtype == "message_changed" and message.get("text") == _text_before(event),
        )

    @property
    def workspace(self) -> str:
        """The id of the workspace in which the message was written."""
        return self.request.workspace

    @property
    def channel(self) -> str:
        """The id of the channel or direct message in which the message stands."""
        return self.request.channel

    @property
    def user(self) -> str:
        """The id of whoever wrote the message."""
        return self.request.user

    @property
    def is_direct(self) -> bool:
        """Whether the message was written to the bot alone."""
        return self.channel.startswith("D")

    @property
    def is_of_a_person(self) -> bool:
        """Whether a person wrote the message: bots are not answered, lest two of them never end."""
        is_known = bool(self.channel and self.ts and self.user)
        by_a_person = not self.is_by_a_bot and self.user not in {self.bot_user, "USLACKBOT"}
        return is_known and by_a_person and self.subtype in ANSWERED_SUBTYPES

    @property
    def answers_in(self) -> str:
        """The thread of the answer: that of the message, or the one that the answer begins in a channel."""
        return self.thread or ("" if self.is_direct else self.ts)

    @property
    def key(self) -> Hashable:
        """The key of the message among all that the bot has answered."""
        return self.workspace, self.channel, self.ts

    @property
    def claim(self) -> str:
        """The key by which all processes know that the message is answered."""
        return f"answer:slack:{self.workspace}:{self.channel}:{self.ts}"


def _text_before(event: Mapping[str, Any]) -> object:
    before = event.get("previous_message")
    return before.get("text") if isinstance(before, dict) else None


def _bot_user(body: Mapping[str, Any]) -> str:
    for one in body.get("authorizations") or ():
        if isinstance(one, dict) and one.get("is_bot"):
            return str(one.get("user_id") or "")
    return ""


def command_in(text: str, bot_user: str, prefix: str = "") -> str:
    """The command that a message means: one that it begins with, or else ``/ask`` with all its words.

    The mention of the bot is left out; a message without words asks for help.
    """
    own = re.compile(rf"<@{re.escape(bot_user)}(?:\|[^>]*)?>" if bot_user else r"^\s*<@\w+(?:\|[^>]*)?>")
    words = own.sub(" ", text).strip(WRAPPING)
    group = re.split(r"\s", words.removeprefix("/").removeprefix(prefix), maxsplit=1)[0].lower()
    typed = as_typed(words, ids=takes_ids(group) if group else False).strip()
    if not typed:
        return "/help"
    if typed.startswith("/") or typed.lower() in GROUPS:
        return f"/{typed.removeprefix('/')}"
    if _is_command(typed, prefix):
        return f"/{typed}"
    return write(Query("ask", (("question", typed),)))


def _is_command(typed: str, prefix: str) -> bool:
    try:
        query = parse(f"/{typed}", prefix)
    except CommandError:
        return False
    # “help me understand …” is no question about a command.
    return query.command != "help" or bool(meant_by(query.get("command") or ""))


def prompts(library: Library, words: Wording) -> list[dict[str, str]]:
    """What Slack's assistant suggests to ask: where the newest cases stand, then help."""
    return [*islice(_case_prompts(library, words), MAX_PROMPTS - 1), _prompt(words, "help")]


def _case_prompts(library: Library, words: Wording) -> Iterator[dict[str, str]]:
    newest = list(islice((case for case in library.newest_first if not case.withdrawn), MAX_PROMPTS - 1))
    if len(newest) == 1:
        for name in ("case status", "case damages", "case statements"):
            yield _prompt(words, name)
        return
    for case in newest:
        message = write(Query("case status", (("case", case.id),)))
        yield {"title": excerpt(words.label(case.title), MAX_TITLE), "message": message}


def _prompt(words: Wording, name: str) -> dict[str, str]:
    title = excerpt(words.say(phrase(COMMANDS[name].description)), MAX_TITLE)
    return {"title": title, "message": f"/{words.prefix}{name}"}
