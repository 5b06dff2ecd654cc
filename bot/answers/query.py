"""The query: a command with its options, whichever platform it came from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.phrases import Phrase


@dataclass(frozen=True)
class Query:
    """A command with the options that were given, in the order of the command table."""

    command: str
    options: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """An option's value, as typed; None where it was not given."""
        return dict(self.options).get(name)

    def changed(self, **options: str | None) -> Query:
        """A copy with other values of options; None removes an option."""
        merged = {**dict(self.options), **options}
        return Query(
            self.command, tuple((name, value) for name, value in merged.items() if value is not None)
        )


class CommandError(Exception):
    """A command that cannot be answered as it stands.

    ``sentence`` tells the asker why; ``help_for`` names the command whose usage helps, if any.
    """

    def __init__(self, sentence: Phrase, help_for: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.help_for = help_for
