"""The table of all commands and their options, which every platform, the terminal and the web use."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.answers.phrases import translatable

SUGGEST = "case suggest"
"""The command by which a member puts an article into the editors' inbox."""
MESSAGE = "of-message"
"""The option of ``verify`` that says which message the text is of, and where its parts stood."""
Completes = Literal["", "case", "lawsuit", "speaker", "text", "command", "when", "zone", "digest"]
"""What platforms offer choices of while somebody types an option."""


@dataclass(frozen=True)
class Option:
    """An option of a command. The main one is typed bare, the others as ``name:value``; needed ones first.

    ``values`` are all that it can be, if they are few; ``completes`` is what platforms offer choices of;
    ``takes`` is what a platform's own picker lets people choose. ``keeps_lines`` says that its spaces and
    line ends are kept as typed.
    """

    name: str
    description: str
    main: bool = False
    needed: bool = False
    completes: Completes = ""
    values: tuple[str, ...] = ()
    takes: Literal["text", "channel", "people", "file"] = "text"
    keeps_lines: bool = False


@dataclass(frozen=True)
class Command:
    """A command: its name as typed after the slash, its description, options and an example.

    ``acts`` says that the command changes something: no button may send it. ``carried`` are options that
    nobody types: the bot's own shortcuts and buttons carry them, or a platform's picker of files. ``alike``
    are words that people type in its place: it is what they are asked whether they meant.
    """

    name: str
    description: str
    options: tuple[Option, ...] = ()
    example: str = ""
    acts: bool = False
    carried: tuple[Option, ...] = ()
    alike: tuple[str, ...] = ()

    @property
    def every_option(self) -> tuple[Option, ...]:
        """The options that are typed, then those that are carried."""
        return (*self.options, *self.carried)

    def option(self, name: str) -> Option | None:
        """The option with this name; None where the command has no such option."""
        return next((option for option in self.every_option if option.name == name), None)

    @property
    def main(self) -> Option | None:
        """The option that is typed bare; None where the command has none."""
        return next((option for option in self.options if option.main), None)

    @property
    def usage(self) -> str:
        """How the command is typed, such as ``/case status [case:…] [lawsuit:…]``."""
        parts = [f"[{option.name}]" if option.main else f"[{option.name}:…]" for option in self.options]
        return " ".join([f"/{self.name}", *parts])


def meant_by(named: str) -> tuple[Command, ...]:
    """The command with this name, or those of a group such as ``case``; all for an empty name."""
    return tuple(command for name, command in COMMANDS.items() if f"{name} ".startswith(f"{named} ".lstrip()))


def usages(help_for: str, prefix: str = "") -> tuple[str, ...]:
    """How the commands that ``help_for`` names are typed; all commands where it names none."""
    meant = meant_by(help_for) or COMMANDS.values()
    return tuple(f"/{prefix}{command.usage[1:]}" for command in meant)


def _about_case(
    name: str, description: str, *options: Option, example: str = "", alike: tuple[str, ...] = ()
) -> Command:
    return Command(f"case {name}", description, (CASE, *options, AS_OF, DETAIL), example, alike=alike)


def _main(
    name: str, description: str, completes: Completes = "", *, needed: bool = False, keeps_lines: bool = False
) -> Option:
    return Option(name, description, main=True, needed=needed, completes=completes, keeps_lines=keeps_lines)


CASE = Option("case", translatable("Which case; may be left out where there is only one"), completes="case")
LAWSUIT = Option("lawsuit", translatable("Only this lawsuit of the case"), completes="lawsuit")
SPEAKER = Option("speaker", translatable("Only what this person said"), completes="speaker")
AS_OF = Option("as-of", translatable("As the case stood on this day, such as 2023-07-12"))
DETAIL = Option(
    "detail",
    translatable("What carries the answer (short), or everything (full)"),
    values=("short", "full"),
)
DIGEST = _main("id", translatable("Which digest; may be left out where this channel has only one"), "digest")

COMMAND_TABLE = (
    _about_case(
        "status",
        translatable("Where each lawsuit stands and what was found"),
        LAWSUIT,
        alike=("overview", "summary", "verdict", "outcome", "lawsuits", "appeal"),
    ),
    _about_case(
        "damages",
        translatable("Every amount: awarded or sought, by whom, in whose words"),
        alike=("money", "amounts", "awards"),
    ),
    _about_case(
        "statements",
        translatable("Who said what, word for word"),
        SPEAKER,
        example="/case statements speaker:Donald Trump",
        alike=("quotes", "quotations"),
    ),
    _about_case(
        "timeline",
        translatable("What happened when, and how certain each date is"),
        alike=("dates", "events", "history"),
    ),
    _about_case(
        "people",
        translatable("People and institutions, as the source describes them"),
        alike=("parties", "persons", "who"),
    ),
    _about_case("sources", translatable("The articles that everything rests on"), alike=("articles",)),
    _about_case("caveats", translatable("What the source leaves open, or says in two ways"), alike=("open",)),
    Command(
        "case changes",
        translatable("What this case's summary gained, lost or corrected"),
        (CASE, Option("since", translatable("Only changes since this day, such as 2023-07-12"))),
        "/case changes since:2023-07-12",
    ),
    Command(
        SUGGEST,
        translatable("Suggest an article to the editors, who decide whether it is used"),
        (
            _main(
                "link", translatable("The address of the article, such as https://www.example.org/verdict")
            ),
            # Not CASE: an article that names no case need not be about the one that the place prefers.
            Option("case", translatable("Which case it is about, where you know it"), completes="case"),
        ),
        "/case suggest https://www.example.org/verdict",
        acts=True,
        carried=(
            Option("file", translatable("The article as a file: text, HTML, PDF, Word, mail"), takes="file"),
        ),
    ),
    Command(
        "quote",
        translatable("Look a quotation up by its words"),
        (
            _main("text", translatable("Words of it, “a phrase in quotation marks” or its #id"), "text"),
            SPEAKER,
            CASE,
            AS_OF,
            Option("page", translatable("Which page of the results")),
            DETAIL,
        ),
        "/quote travesty of justice",
        alike=("find", "search"),
    ),
    Command(
        "verify",
        translatable("Is this quotation real, word for word, and whose is it"),
        (
            _main(
                "text",
                translatable("The quotation as you have it, or a message with quotations in it"),
                needed=True,
                keeps_lines=True,
            ),
            Option("speaker", translatable("Who is said to have said it"), completes="speaker"),
        ),
        "/verify Carroll was awarded $50 million in damages",
        alike=("check", "factcheck"),
        carried=(
            Option(MESSAGE, "Where the text stands, if it is a message: see bot.answers.checked_message"),
        ),
    ),
    Command(
        "ask",
        translatable("Ask a question in your own words"),
        (_main("question", translatable("What you want to know"), needed=True), CASE, AS_OF, DETAIL),
        "/ask how much was Carroll awarded",
    ),
    Command(
        "digest schedule",
        translatable("Post a digest of a case in a channel, at a time of your own time zone"),
        (
            _main(
                "when",
                translatable("Days, time and time zone, such as weekdays 9:00 Europe/Berlin"),
                "when",
                needed=True,
            ),
            Option("channel", translatable("Where to post it; this channel if left out"), takes="channel"),
            CASE,
            Option(
                "contents",
                translatable("Where the case stands besides what is new (full), or only changes"),
                values=("full", "changes"),
            ),
            Option(
                "nothing_new",
                translatable("Whether to say so when nothing is new, or to skip that digest"),
                values=("skip", "say"),
            ),
        ),
        "/digest schedule weekdays 9:00 Europe/Berlin",
        acts=True,
    ),
    Command(
        "digest list",
        translatable("The digests of this channel: when each comes next, and which are paused, and why"),
    ),
    Command(
        "digest preview",
        translatable("What a digest would post now"),
        (
            DIGEST,
            Option("since", translatable("As if it had last come before this day, such as 2023-07-12")),
            DETAIL,
        ),
    ),
    Command("digest now", translatable("Post a digest now, besides its schedule"), (DIGEST,), acts=True),
    Command("digest pause", translatable("Stop a digest and keep its settings"), (DIGEST,), acts=True),
    Command(
        "digest resume",
        translatable("Start a paused digest again; nothing is replayed"),
        (DIGEST,),
        acts=True,
    ),
    Command("digest remove", translatable("Remove a digest and its settings"), (DIGEST,), acts=True),
    Command("settings show", translatable("What this channel and the whole workspace prefer")),
    Command(
        "settings set",
        translatable("Change what this channel or workspace prefers; “none” takes a setting away"),
        (
            Option("case", translatable("The case that is meant where none is named"), completes="case"),
            Option(
                "visibility",
                translatable("Who sees answers; “private, locked” lets no member show them to all"),
                values=("public", "private", "none", "private, locked"),
            ),
            Option("zone", translatable("The time zone of schedules that name none"), completes="zone"),
            Option(
                "managers",
                translatable("Who may manage digests besides administrators; “everyone” for all"),
                takes="people",
            ),
            Option(
                "where",
                translatable("For this channel, or for the whole workspace"),
                values=("channel", "workspace"),
            ),
        ),
        "/settings set zone:Europe/Berlin where:workspace",
        acts=True,
    ),
    Command(
        "help",
        translatable("What can be asked, and how"),
        (_main("command", translatable("One command, such as case status"), "command"),),
        "/help case status",
    ),
)
"""All commands, in the order in which they are listed."""
COMMANDS: Mapping[str, Command] = {command.name: command for command in COMMAND_TABLE}
"""Each command by its name."""
