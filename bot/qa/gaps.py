"""The gaps of a case: what people ask about lawsuits and this case does not say."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.cases.model import Case
from bot.cases.selectors import Selector
from bot.qa.lexicon import unanswered
from bot.qa.one_language import compared_words, names_of


@dataclass(frozen=True)
class Gap:
    """Something that a case does not say: the questions that ask for it."""

    asked: tuple[str, ...]
    closest: tuple[Selector, ...] = ()
    """Passages that come near it, where an editor named some."""
    listed: bool = False
    """Whether an editor listed it in the case file."""


def gaps_of(case: Case) -> Iterator[Gap]:
    """The gaps of a case: those that an editor listed, then those of the lexicon that no source fills."""
    text = "\n".join(
        compared_words(one.text, one.in_language, names_of(case, one.in_language)) for one in case.sources
    )
    yield from (Gap(one.ask, closest=one.closest, listed=True) for one in case.questions if not one.quote)
    yield from (Gap(asked) for told_by, asked in unanswered() if not told_by.search(text))
