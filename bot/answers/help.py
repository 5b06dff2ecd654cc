"""``/help``: the commands and their options, from the command table."""

from bot.answers.answer import Answer, CommandPart
from bot.answers.commands import Command, meant_by
from bot.answers.phrases import phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.library import Library

TOPIC = phrase("help")


def answer(_: Library, asked: Query) -> Answer:
    """All commands in a line each, or one with its options and an example.

    Raises CommandError for an unknown command.
    """
    named = " ".join((asked.get("command") or "").lower().removeprefix("/").split())
    commands = meant_by(named)
    if not commands:
        raise CommandError(
            phrase("There is no command “/{name}”. /help lists them all.", name=shortened(named))
        )
    detailed = len(commands) == 1
    lead = phrase("Every answer quotes its source, word for word, and says who speaks.")
    return Answer(asked, TOPIC, lead, parts=tuple(_part(command, detailed=detailed) for command in commands))


def _part(command: Command, *, detailed: bool) -> CommandPart:
    options = tuple((option.name, phrase(option.description)) for option in command.options)
    return CommandPart(
        command.usage,
        phrase(command.description),
        options if detailed else (),
        command.example if detailed else "",
    )
