"""The one command table: Discord's typed options, Slack's text field, the terminal and the web all use it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answers.phrases import translatable


@dataclass(frozen=True)
class Option:
    """One option. The main one is written bare, the others as ``name:value``."""

    name: str
    description: str
    main: bool = False
    completes: Literal["", "case", "lawsuit", "speaker", "text", "command"] = ""


@dataclass(frozen=True)
class Command:
    """One command: its name as typed after the slash, what it answers, and its options."""

    name: str
    description: str
    options: tuple[Option, ...] = ()
    example: str = ""

    def option(self, name: str) -> Option | None:
        """The option of that name."""
        return next((option for option in self.options if option.name == name), None)

    @property
    def main(self) -> Option | None:
        """The option that is written bare."""
        return next((option for option in self.options if option.main), None)

    @property
    def usage(self) -> str:
        """How it is typed, such as ``/case status [case:…] [lawsuit:…]``."""
        parts = [f"[{option.name}]" if option.main else f"[{option.name}:…]" for option in self.options]
        return " ".join([f"/{self.name}", *parts])


def meant_by(named: str) -> tuple[Command, ...]:
    """The command of a name, or those of a group such as ``case``; all where nothing is named."""
    return tuple(command for name, command in COMMANDS.items() if f"{name} ".startswith(f"{named} ".lstrip()))


def usages(help_for: str, prefix: str = "") -> tuple[str, ...]:
    """How the commands that a sentence is about are typed; all of them where it is about none."""
    meant = meant_by(help_for) or COMMANDS.values()
    return tuple(f"/{prefix}{command.usage[1:]}" for command in meant)


CASE = Option("case", translatable("Which case; may be left out where there is only one"), completes="case")
LAWSUIT = Option("lawsuit", translatable("Only this lawsuit of the case"), completes="lawsuit")
SPEAKER = Option("speaker", translatable("Only what this person said"), completes="speaker")

COMMANDS: Mapping[str, Command] = {
    command.name: command
    for command in (
        Command("case status", translatable("Where each lawsuit stands and what was found"), (CASE, LAWSUIT)),
        Command(
            "case damages", translatable("Every amount: awarded or sought, by whom, in whose words"), (CASE,)
        ),
        Command(
            "case statements",
            translatable("Who said what, word for word"),
            (CASE, SPEAKER),
            example="/case statements speaker:Donald Trump",
        ),
        Command("case timeline", translatable("What happened when, and how certain each date is"), (CASE,)),
        Command(
            "case people", translatable("People and institutions, as the source describes them"), (CASE,)
        ),
        Command("case sources", translatable("The articles that everything rests on"), (CASE,)),
        Command(
            "case changes",
            translatable("What this case's summary gained, lost or corrected"),
            (CASE, Option("since", translatable("Only changes since this day, such as 2023-07-12"))),
            example="/case changes since:2023-07-12",
        ),
        Command(
            "quote",
            translatable("Look a quotation up by its words"),
            (
                Option(
                    "text",
                    translatable("Words of it, “a phrase in quotation marks” or its #id"),
                    main=True,
                    completes="text",
                ),
                SPEAKER,
                CASE,
                Option("page", translatable("Which page of the results")),
            ),
            example="/quote travesty of justice",
        ),
        Command(
            "verify",
            translatable("Is this quotation real, word for word, and whose is it"),
            (
                Option(
                    "text",
                    translatable("The quotation as you have it, or a message with quotations in it"),
                    main=True,
                ),
                Option("speaker", translatable("Who is said to have said it"), completes="speaker"),
            ),
            example="/verify Carroll was awarded $50 million in damages",
        ),
        Command(
            "help",
            translatable("What can be asked, and how"),
            (
                Option(
                    "command",
                    translatable("One command, such as case status"),
                    main=True,
                    completes="command",
                ),
            ),
            example="/help case status",
        ),
    )
}
