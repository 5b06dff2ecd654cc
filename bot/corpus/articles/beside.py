"""Tells which lines of a page's article are not its text: lists of links, teasers, adverts, counters, times.

Pages put such lines within the article's own element, and others there each day. What is taken for one of
them is kept beside the text (``BesideLine``), so that whoever knows the article can put back what is its own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.cases.editions import TELLS_EARLIER
from bot.corpus.articles.beside_words import (
    COUNTER,
    MARKED,
    NOTICE,
    OF_TIMES,
    ROLES,
    SENTENCE,
    STAMP,
    TITLES,
)
from bot.corpus.articles.limits import BesideKind, BesideLine

SOFT_TAGS = frozenset({"nav", "aside", "footer", "form", "figure"})
"""Elements that by the standard stand beside the text; what is in them may be the article's all the same."""
NEVER = frozenset({"html", "body", "main", "article", "h1"})
"""Elements that hold the text, whatever a page calls them."""
MOST_OF_A_STAMP = 14
"""Words at most of a line that tells only when the page was changed."""
PHRASING = frozenset(
    {"a", "abbr", "b", "cite", "del", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub"}
)
"""Elements within a line, whatever a page calls them: without their words it would be another sentence."""
FEWEST_OF_A_NOTICE, FEWEST_OF_A_LINE = 6, 4
"""Words of a notice at least, and of a line that is a link, or of one line in a list of them."""
MOST_OF_A_TITLE = 8
"""Words of the title of a list at most."""
MOST_OF_A_CARD = 3
"""Lines of one link at most: a link that goes on for longer was left open, or holds the article."""
LINKED = 0.9
"""The share of a line's letters in links, or in times, from which on it has nothing else."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, with what the markup says of it."""

    text: str
    linked: int = 0
    """Letters within links to other pages."""
    timed: int = 0
    """Letters within ``time`` elements."""
    links: frozenset[str] = frozenset()
    within: tuple[int, ...] = ()
    """The numbers of the innermost elements around the line, the outer one first."""
    marked: tuple[int, ...] = ()
    """Those of the elements that are marked as standing beside the text."""
    soft: int = 0
    """In how many of ``SOFT_TAGS`` it stands."""
    is_title: bool = False
    """Whether it is the title of the page (``h1``)."""

    @property
    def words(self) -> int:
        """How many words the line has, as spaces part them."""
        return len(self.text.split())

    @property
    def is_link(self) -> bool:
        """Whether the line is a link, but for a label such as “Read more:”."""
        if self.is_title or not self.links:
            return False
        return self.linked >= LINKED * letters(self.text)

    @property
    def is_list_title(self) -> bool:
        """Whether the line can be the title of a list of other articles."""
        is_short = self.words <= MOST_OF_A_TITLE and not SENTENCE.search(self.text)
        return is_short and not self.is_title and bool(TITLES.fullmatch(self.text))

    @property
    def is_notice(self) -> bool:
        """Whether the line is a notice of correction, wherever it stands."""
        found = NOTICE.search(self.text) or TELLS_EARLIER.search(self.text)
        return bool(found) and self.words >= FEWEST_OF_A_NOTICE and not self.is_link


def letters(text: str) -> int:
    """How many characters of a text are no spaces."""
    return sum(not one.isspace() for one in text)


def is_marked(tag: str, given: Mapping[str, str]) -> bool:
    """Whether the attributes of an element say that it stands beside the text."""
    if tag in NEVER or tag in PHRASING:
        return False
    if "hidden" in given or given.get("aria-hidden") == "true" or given.get("role", "") in ROLES:
        return True
    names = f"{given.get('class', '')} {given.get('id', '')}".lower().split()
    return any(MARKED.search(one) for one in names)


def told_apart(
    lines: Sequence[PageLine], tags: Sequence[str]
) -> tuple[tuple[str, ...], tuple[BesideLine, ...]]:
    """The lines of an article's text, and those beside it; ``tags`` are those of the page's elements."""
    found = {*_titled(lines, tags), *_teasers(lines, tags)}
    links = set(_links(lines))
    own: list[str] = []
    beside: list[BesideLine] = []
    for at, one in enumerate(lines):
        groups = (*one.marked, *(number for number in one.within if number in found))
        if kind := _kind(one, is_linked=at in links, is_grouped=bool(groups)):
            if kind == "element":
                groups = tuple(number for number in one.within if tags[number] in SOFT_TAGS)
            beside.append(
                BesideLine(len(own), one.text, kind, groups if kind in {"element", "marked"} else ())
            )
        else:
            own.append(one.text)
    if not own:
        return tuple(one.text for one in beside if one.kind != "element"), ()
    return tuple(own), tuple(beside)


def _kind(line: PageLine, *, is_linked: bool, is_grouped: bool) -> BesideKind | None:
    """Why a line stands beside the text; None where it is the article's."""
    if line.is_notice or (line.is_title and not line.soft):
        return None
    if is_linked:
        return "links"
    if line.soft:
        return "element"
    if is_grouped:
        return "marked"
    return "stamp" if _is_stamp(line) else None


def _is_stamp(line: PageLine) -> bool:
    """Whether a line tells only when the page was changed, or who reads it."""
    if (line.timed and line.timed >= LINKED * letters(line.text)) or COUNTER.fullmatch(line.text):
        return True
    lead, words = STAMP.match(line.text), line.text.split()
    if not lead or len(words) > MOST_OF_A_STAMP:
        return False
    if line.timed and letters(line.text) - line.timed <= letters(lead[0]) + 1:
        return True
    left = (word.strip(",.;:|·–—()-").lower() for word in line.text[lead.end() :].split())
    return all(not word or word in OF_TIMES or any(map(str.isdigit, word)) for word in left)


def _titled(lines: Sequence[PageLine], tags: Sequence[str]) -> Iterator[int]:
    """The elements that begin with the title of a list of other articles."""
    for at, one in enumerate(lines):
        if not one.is_list_title:
            continue
        for number in reversed(one.within):
            if tags[number] in NEVER or (at and number in lines[at - 1].within):
                break
            if at + 1 < len(lines) and number in lines[at + 1].within:
                if lines[at + 1].links:
                    yield number
                break


def _teasers(lines: Sequence[PageLine], tags: Sequence[str]) -> Iterator[int]:
    """The articles within the article, or on a page without one, that begin with a link: they are teasers."""
    seen: set[int] = set()
    for one in lines:
        for number in (number for number in one.within if tags[number] == "article"):
            if number not in seen and one.is_link:
                yield number
            seen.add(number)


def _links(lines: Sequence[PageLine]) -> Iterator[int]:
    """Where the links to other articles stand: lists of them, and single ones that are no sentence."""
    for run in _runs(lines):
        urls = Counter(url for at in run for url in lines[at].links)
        if max(urls.values()) > MOST_OF_A_CARD:
            continue
        is_list = len(urls) > 1 and any(lines[at].words >= FEWEST_OF_A_LINE for at in run)
        for at in run:
            if is_list or (lines[at].words >= FEWEST_OF_A_LINE and not SENTENCE.search(lines[at].text)):
                yield at
        if is_list and run[0] and lines[run[0] - 1].is_list_title:
            yield run[0] - 1
    yield from (at for at, one in enumerate(lines) if one.links and _is_labelled(one))


def _runs(lines: Sequence[PageLine]) -> Iterable[list[int]]:
    """The lines that are links, those in a row together."""
    run: list[int] = []
    for at, one in enumerate(lines):
        if one.is_link:
            run.append(at)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_labelled(line: PageLine) -> bool:
    """Whether a line is a label such as “Read more:” and one link."""
    label, has_label, _ = line.text.partition(":")
    left = letters(line.text) - line.linked
    return bool(has_label) and bool(TITLES.fullmatch(label)) and left <= letters(label) + 1
