"""The candidates of a case: the sentences of its articles, what an editor lists, and its gaps.

What a case file records of a sentence is not weighed: on articles that no weight was fitted to, cases with
facts were answered no better with it, and with questions made from the facts they were answered worse
(docs/decisions/0040-facts-decide-or-are-not-weighed.md).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.cases.editions import in_last_edition
from bot.cases.model import Case
from bot.cases.quotation_marks import CLOSING_MARKS
from bot.cases.selectors import Selector, control_character_in, make_selector
from bot.qa.entities import EntityResolver
from bot.qa.gaps import Gap, gaps_of
from bot.qa.known_question import KnownQuestion, known_question
from bot.qa.one_language import compared_words, for_articles_of, names_of, words_read
from bot.qa.translation import Names
from bot.search.entries import stems
from bot.search.sentences import Span, paragraph_around, paragraphs, sentences_of

ENDS_A_SENTENCE = re.compile(rf"[.!?…][{CLOSING_MARKS})\]]*\Z")
"""Matches the end of a paragraph that ends as a sentence does."""
MOST_OF_A_HEADING = 8
"""How many words a paragraph has at most that is taken for a heading where it does not end as a sentence."""


@dataclass(frozen=True)
class Candidate:
    """What a question can be about: a passage (``selector``) or a gap (``gap``), never both."""

    asked: tuple[KnownQuestion, ...]
    """The questions that are known to ask for it."""
    parties: frozenset[str] = frozenset()
    """Ids of the parties that the passage names."""
    own_stems: frozenset[str] = frozenset()
    """The stems of the passage's own words."""
    paragraph_stems: frozenset[str] = frozenset()
    """The stems of the words of the passage's paragraph."""
    selector: Selector | None = None
    compared: str = ""
    """The passage's words as questions are compared with them: those of a German one are put into English."""
    gap: Gap | None = None


def candidates_of(case: Case) -> tuple[Candidate, ...]:
    """All candidates of a case: sentences and listed passages in source order, then the gaps.

    A passage of an article that was published again is taken from the last edition that has its words. What
    stands above an article is none unless an editor lists it: the article says better what its headline says.
    """
    resolver = EntityResolver(case)
    asked: dict[Selector, list[str]] = {one: [] for one in _sentences(case)}
    for question in case.questions:
        for selector in question.quote:
            wordings = (for_articles_of(case, text) for text in question.ask)
            asked.setdefault(in_last_edition(case, selector), []).extend(wordings)

    @cache  # several passages and gaps can be asked for by the same words
    def known(text: str, *, listed: bool = True) -> KnownQuestion:
        return known_question(resolver, text, listed=listed)

    in_order = sorted(asked, key=lambda one: one.span)
    passages = [_passage(resolver, one, [known(text) for text in asked[one]]) for one in in_order]
    gaps = (
        Candidate(tuple(known(text, listed=gap.listed) for text in gap.asked), gap=gap)
        for gap in gaps_of(case)
    )
    return (*passages, *gaps)


def _sentences(case: Case) -> Iterator[Selector]:
    for source in case.sources:
        for start, end in _said(source.text):
            selector = make_selector(source.id, source.text, start, end)
            is_repeated = in_last_edition(case, selector).source != source.id
            if not is_repeated and not control_character_in(selector.exact):
                yield selector


def _said(text: str) -> Iterator[Span]:
    """The sentences of a text, from the first paragraph on that ends as one: a headline and a byline do not.

    A short paragraph that does not end so is a heading, and says less than what stands below it.
    """
    is_below_the_head = False
    for paragraph in paragraphs(text):
        words_of_it = text[slice(*paragraph)]
        is_prose = bool(ENDS_A_SENTENCE.search(words_of_it))
        is_below_the_head |= is_prose
        if is_below_the_head and (is_prose or len(words_of_it.split()) > MOST_OF_A_HEADING):
            yield from sentences_of(text, paragraph)


def _passage(resolver: EntityResolver, selector: Selector, asked: Sequence[KnownQuestion]) -> Candidate:
    source = resolver.case.source_by_id[selector.source]
    compared = words_read(resolver.case, selector)
    start, end = paragraph_around(source.text, selector.start, selector.end)
    return Candidate(
        asked=tuple(asked),
        parties=resolver.named(selector.exact),
        own_stems=frozenset(stems(compared)),
        paragraph_stems=_stems_of_paragraph(
            source.text[start:end], source.in_language, names_of(resolver.case, source.in_language)
        ),
        selector=selector,
        compared=compared,
    )


@lru_cache(maxsize=4)  # its sentences follow each other, and it may be the whole article
def _stems_of_paragraph(paragraph: str, in_language: str, names: Names) -> frozenset[str]:
    return frozenset(stems(compared_words(paragraph, in_language, names)))
