"""What was asked, whichever way it came in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.phrases import Phrase


@dataclass(frozen=True)
class Query:
    """A command with the options that were given, in the command's own order."""

    command: str
    options: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str | None:
        """An option's value, as typed; None where it was not given."""
        return dict(self.options).get(name)

    def changed(self, **options: str | None) -> Query:
        """The same question with other options; None takes one away."""
        merged = {**dict(self.options), **options}
        return Query(
            self.command, tuple((name, value) for name, value in merged.items() if value is not None)
        )


class CommandError(Exception):
    """A command that cannot be answered as it stands: the sentence says why, ``help_for`` where to read."""

    def __init__(self, sentence: Phrase, help_for: str = "") -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.help_for = help_for
