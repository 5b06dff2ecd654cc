"""Parses a typed command into a query, and writes a query so that it parses into the same one.

The main option comes bare, the others as ``name:value``. A value runs to the next option; in double quotation
marks, straight, curly or angular, it ends with them, and ``""`` inside stands for one.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache

from bot.answers.commands import COMMANDS, Command, Option
from bot.answers.phrases import one_of, phrase, shortened
from bot.answers.query import CommandError, Query

NON_TEXT_CATEGORIES = frozenset({"Cc", "Cs"})
"""Unicode's categories of control characters and of halves of surrogate pairs."""
MAX_LENGTH = 6_000
"""Code points of a typed command: as many as one option of a Discord command can hold."""

QUOTED = re.compile(r'"(?:[^"]|"")*"|[“„”][^“”„]*[”“]|«[^«»]*»')
"""Matches a value in quotation marks: straight, curly or angular, as Spanish and French have them."""
MARKS = '"“”„«»'
SHORTEST_ALIKE = 4
"""Letters of a word from which another one can be meant by it."""
WORD = re.compile(r"\S+")


@lru_cache(maxsize=1024)  # most of what is typed is typed again
def parse(text: str, prefix: str = "") -> Query:
    """The query that a typed command means. Raises CommandError with a sentence for whoever typed it."""
    _check_text(text)
    if not text.strip():
        raise CommandError(phrase("Nothing was typed. Try /help."))
    command, rest = _command(text.strip(), prefix)
    return query(command.name, _options(command, rest))


def query(name: str, options: Mapping[str, str | None]) -> Query:
    """The query of options as a platform delivers them; empty ones count as not given.

    Raises CommandError for an unknown command or option, or a value that is not allowed.
    """
    command = COMMANDS.get(name)
    if not command:
        raise _unknown(name.split() or [""])
    for given, value in options.items():
        _check_text(value or "")
        if not command.option(given):
            raise CommandError(
                phrase("/{command} has no option “{option}”.", command=name, option=shortened(given)), name
            )
    values = {option.name: _spaced(option, options.get(option.name) or "") for option in command.every_option}
    allowed = [
        (option.name, _allowed(command, option, values[option.name])) for option in command.every_option
    ]
    return Query(name, tuple((option, value) for option, value in allowed if value))


def _spaced(option: Option, value: str) -> str:
    """The value without spaces around it, and with single ones inside where the option keeps no lines."""
    return value.strip() if option.keeps_lines else " ".join(value.split())


def _allowed(command: Command, option: Option, value: str) -> str:
    """The value in lower case where the option has a list of values. Raises CommandError if not in it."""
    if not value or not option.values or value.lower() in option.values:
        return value.lower() if option.values else value
    raise CommandError(
        phrase(
            "{option}: is {values}, not “{value}”.",
            option=option.name,
            values=one_of(phrase("“{words}”", words=one) if "," in one else one for one in option.values),
            value=shortened(value),
        ),
        command.name,
    )


def write(asked: Query, prefix: str = "") -> str:
    """A query as somebody would type it; ``parse`` gives the same query."""
    command = COMMANDS[asked.command]
    names = _option_pattern(command)
    words = [f"/{prefix}{asked.command}"]
    for name, value in asked.options:
        main = command.main is not None and name == command.main.name
        if main and not _needs_marks(value, names, bare=True):
            words.insert(1, value)
        else:
            words.append(f"{name}:{_marked(value) if _needs_marks(value, names, bare=False) else value}")
    return " ".join(words)


def _check_text(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise CommandError(
            phrase(
                "That is too long: {length} characters; a command has {limit} at most.",
                length=len(text),
                limit=MAX_LENGTH,
            )
        )
    for character in "" if text.isprintable() else text:
        if not _is_text(character):
            raise CommandError(
                phrase(
                    "The command holds a character that is not text (U+{code}). "
                    "Type the words again, without it.",
                    code=f"{ord(character):04X}",
                )
            )


def _is_text(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) not in NON_TEXT_CATEGORIES


def _command(text: str, prefix: str) -> tuple[Command, str]:
    words = list(WORD.finditer(text))
    typed = [word.group().lower() for word in words[:2]]
    bare = typed[0].removeprefix("/")
    # A name without its prefix is understood too, even where it begins as the prefix does.
    for first in (bare.removeprefix(prefix.lower()), bare):
        for count in range(len(typed), 0, -1):
            command = COMMANDS.get(" ".join([first, *typed[1:count]]))
            if command:
                return command, text[words[count - 1].end() :]
    raise _unknown([bare.removeprefix(prefix.lower()), *typed[1:]])


def _unknown(typed: list[str]) -> CommandError:
    group = [name for name in COMMANDS if name.startswith(f"{typed[0]} ")]
    if group and len(typed) == 1:
        words = ", ".join(name.split()[1] for name in group)
        return CommandError(
            phrase("/{group} needs one more word: {words}.", group=typed[0], words=words), typed[0]
        )
    name = " ".join(typed) if group else typed[0]
    if near := _meant(typed, group):
        return CommandError(
            phrase("There is no command “/{name}”. Did you mean /{near}?", name=shortened(name), near=near),
            typed[0] if group else "",
        )
    return CommandError(
        phrase("There is no command “/{name}”. /help lists them all.", name=shortened(name)),
        typed[0] if group else "",
    )


def _meant(typed: list[str], group: list[str]) -> str | None:
    """The command whose name, or another word for it, is likest to typed words; None where none is like them.

    Inside a group its own name does not count: “case parties” is as like to “case sources” by that alone.
    """
    looked_up = group or [name for name in COMMANDS if not COMMANDS[name].acts]
    known = {name: name for name in group or COMMANDS} | {
        word: name for name in looked_up for word in (name.split()[-1], *COMMANDS[name].alike)
    }
    tried = typed[1:] if group else (typed[0], " ".join(typed))
    near = (_like(one, known) for one in tried)
    return next((known[one] for [one] in filter(None, near)), None)


def _like(typed: str, known: Iterable[str]) -> list[str]:
    """The word that a typed one is likest to; a short one is like itself alone."""
    if len(typed) < SHORTEST_ALIKE:
        return [word for word in known if word == typed]
    return get_close_matches(typed, known, n=1)


@cache
def _option_pattern(command: Command) -> re.Pattern[str]:
    names = "|".join(re.escape(option.name) for option in command.every_option) or r"(?!)"
    return re.compile(rf"(?<!\S)({names}):\s*", re.IGNORECASE)


def _options(command: Command, text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    bare: list[str] = []
    for name, value, rest in _pieces(command, text):
        bare.append(rest)
        if name in values:
            raise CommandError(phrase("“{option}:” is given twice.", option=name), command.name)
        if name:
            values[name] = value
    words = " ".join(part for part in map(str.strip, bare) if part)
    if words and not command.main:
        given = {"words": shortened(words), "command": command.name}
        options = ", ".join(f"{option.name}:…" for option in command.options)
        raise CommandError(
            phrase("“{words}” is not understood: /{command} takes {options}.", **given, options=options)
            if options
            else phrase("“{words}” is not understood: /{command} takes no options.", **given),
            command.name,
        )
    if words and command.main:
        if command.main.name in values:
            raise CommandError(phrase("“{option}:” is given twice.", option=command.main.name), command.name)
        values[command.main.name] = words
    return values


def _pieces(command: Command, text: str) -> Iterator[tuple[str, str, str]]:
    """Each option as (name, value, bare words after it); the words before the first have no name."""
    starts = list(_option_starts(_option_pattern(command), text))
    yield "", "", text[: starts[0].start()] if starts else text
    for index, start in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else len(text)
        name, value = start.group(1).lower(), text[start.end() : end].strip()
        marked = QUOTED.match(value)
        if not marked:
            yield name, value, ""
            continue
        inner = marked.group()[1:-1]
        yield name, inner.replace('""', '"') if value[0] == '"' else inner, value[marked.end() :]


def _option_starts(names: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where options begin, outside quotation marks."""
    return (found for found in _landmarks(names, text) if found.re is names)


def _landmarks(names: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The beginnings of options, and quoted values that begin at the start of a word."""
    at = 0
    while at < len(text):
        opens = at == 0 or text[at - 1].isspace() or text[at - 1] == ":"
        found = names.match(text, at) or (QUOTED.match(text, at) if opens else None)
        if found:
            yield found
        at = found.end() if found else at + 1


def _needs_marks(value: str, names: re.Pattern[str], *, bare: bool) -> bool:
    """Whether a value has to be quoted, since it would parse as something else without quotation marks."""
    stray = value
    for found in _landmarks(names, value):
        if found.re is names:
            return True
        stray = stray.replace(found.group(), "", 1) if bare else stray
    return any(mark in stray for mark in MARKS)


def _marked(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
