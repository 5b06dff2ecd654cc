"""``/help``: what people want, each with a command that works; and the options of one command or group."""

from bot.answers.answer import Answer, CommandPart, EntryPart, Part
from bot.answers.commands import Command, meant_by
from bot.answers.phrases import phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.library import Library

TOPIC = phrase("help")
WANTED = phrase("What you can ask")
EXAMPLES = (
    phrase("Where it stands: /case status"),
    phrase("How much money it is about: /case damages"),
    phrase("Who said what, word for word: /case statements"),
    phrase("What happened when: /case timeline"),
    phrase("Who is who: /case people"),
    phrase("Is this quotation real: /verify Carroll was awarded $50 million"),
    phrase("Who said it: /quote travesty of justice"),
    phrase("A question in your own words: /ask how much was Carroll awarded"),
    phrase("What the source leaves open: /case caveats"),
    phrase("What everything rests on, and what changed: /case sources, /case changes"),
    phrase("As it stood on a day: /case status as-of:2023-07-12"),
    phrase("A digest in this channel: /digest schedule weekdays 9:00 Europe/Berlin"),
    phrase("All of a command's options: /help case status, /help digest, /help settings"),
)
"""What people want, each with a command as it is typed."""


def contacts(support_contact: str | None, public_url: str | None) -> EntryPart | None:
    """Whom to write to, and where what is stored and on what terms is said; None where neither is known."""
    address = (support_contact or "").removeprefix("mailto:")
    lines = (
        phrase("Questions, and to have data deleted: {address}", address=address) if address else None,
        phrase(
            "What is stored, and on what terms: {privacy} and {terms}",
            privacy=f"{public_url}/privacy",
            terms=f"{public_url}/terms",
        )
        if public_url
        else None,
    )
    known = tuple(line for line in lines if line)
    return EntryPart(phrase("Whom to ask"), known) if known else None


def answer(_: Library, asked: Query) -> Answer:
    """What people want, in a line each; or the commands that are named, one alone with its options.

    Raises CommandError for an unknown command.
    """
    named = " ".join((asked.get("command") or "").lower().removeprefix("/").split())
    lead = phrase("Every answer quotes its source, word for word, and says who speaks.")
    if not named:
        return Answer(asked, TOPIC, lead, parts=(EntryPart(WANTED, EXAMPLES),))
    commands = meant_by(named)
    if not commands:
        raise CommandError(
            phrase("There is no command “/{name}”. /help lists them all.", name=shortened(named))
        )
    detailed = len(commands) == 1
    parts: tuple[Part, ...] = tuple(_part(command, detailed=detailed) for command in commands)
    return Answer(asked, TOPIC, lead, parts=parts)


def _part(command: Command, *, detailed: bool) -> CommandPart:
    options = tuple((option.name, phrase(option.description)) for option in command.options)
    return CommandPart(
        command.usage,
        phrase(command.description),
        options if detailed else (),
        command.example if detailed else "",
    )
