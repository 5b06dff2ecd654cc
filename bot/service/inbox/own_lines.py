"""Puts back into a page's article what its source shows to be the article's own."""

from collections import Counter
from collections.abc import Collection, Iterable

from bot.corpus.articles.limits import BesideLine, ReadArticle
from bot.service.inbox.page_lines import all_lines, has_most_of, words_compared

FEWEST_OF_AN_ELEMENT = 2
"""Lines of the article at least in an aside, a form or the like that is all the article's."""


def own_text(article: ReadArticle, known: str, quoted: Collection[str]) -> str:
    """The text of an article with those lines beside it that its source has, ``known`` being its text.

    A line is the article's own where it resembles one of the source that its text on the page lacks; for a
    link, that has to be one of ``quoted``, which a case quotes. All of an element is the article's that holds
    such a line and stands beside the text only by what the page calls it, or that holds two of them.
    """
    there = set(all_lines(article.text))
    missing = [line for line in all_lines(known) if line not in there]
    if not missing or not article.beside:
        return article.text
    # Each line is cut into its words once: a page can have a thousand comments beside its text.
    counted = [words_compared(line) for line in missing]
    touched = [words for line, words in zip(missing, counted, strict=True) if line in quoted]
    own = {
        number
        for number, one in enumerate(article.beside)
        if _has_one_of(one.text, touched if one.kind == "links" else counted)
    }
    held = Counter(group for number in own for group in article.beside[number].groups)
    least = {
        group: FEWEST_OF_AN_ELEMENT if one.kind == "element" else 1
        for one in article.beside
        for group in one.groups
    }
    groups = {group for group, count in held.items() if count >= least[group]}
    whole = {number for number, one in enumerate(article.beside) if groups.issuperset(one.groups or (-1,))}
    kept = {id(article.beside[number]) for number in own | whole}

    def is_own(line: BesideLine) -> bool:
        return id(line) in kept

    return article.with_lines(is_own)


def _has_one_of(line: str, counted: Iterable[Counter[str]]) -> bool:
    """Whether a line resembles one of some others, given by their words."""
    words = words_compared(line)
    return any(has_most_of(words, others) for others in counted)


def quoted_lines(text: str, quotations: Collection[str]) -> frozenset[str]:
    """The lines of a text, with single spaces, in which one of some quotations begins."""
    found: set[str] = set()
    for words in quotations:
        if (start := text.find(words)) >= 0:
            end = text.find("\n", start + len(words))
            found.update(all_lines(text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)]))
    return frozenset(found)
