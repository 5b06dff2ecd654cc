"""Quotations whose sentence turns outside them: its other words limit, question or reverse what is quoted."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate

from bot.cases.facts import Fact
from bot.cases.model import Case, Statement
from bot.cases.quotation_marks import CLOSING_MARKS, MarkedSpan, passages
from bot.cases.review.observations import Observation, quoted_by, selectors_in
from bot.cases.selectors import Selector
from bot.cases.succession import facts_of

END = re.compile(
    r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bv)"
    rf"[.!?…]+[{CLOSING_MARKS})\]]*(?=\s|$)|\n"
)
FINISHED = re.compile(rf"[.!?…]+[{CLOSING_MARKS})\]]*\Z")
NEGATION = r"(?:no|not|never|nobody|none|nothing|neither|nor|hardly|scarcely|\w+n['’]t)"
REVERSAL = (
    r"(?:overturn\w*|revers(?:ed|es|al)|vacated?|quashed|annulled|rescinded|retracted|set aside|struck out"
    r"|struck down|suspended|disput(?:ed|es?)|disagree[ds]?|den(?:y|ies|ied)|reject(?:ed|s)?)"
)
"""Words for taking back a decision or an assertion, and for disagreeing with it."""
TURNS = re.compile(
    r"\b(?:but|however|although|albeit|whereas|except|unless|allegedly|reportedly|according to|despite"
    r"|subject to|pending|in part|part(?:ial)?ly|only (?:after|if|once|when|until))\b"
    r"|(?:(?<=\A..)|(?<=[,;—–] ))(?:though|not|even|yet|or so|if|until|denies|denied|as long as|provided)\b"
    # A relative clause that negates, and a further clause, not joined by “and”, that takes back.
    rf"|\b(?:that|which|who|whom|whose)\b[^,;:—–]*?\b{NEGATION}\b"
    rf"|(?<=[,;:—–] )(?!and\b)[^,;:—–]*?\b{REVERSAL}\b"
    rf"|(?<=[;—–] )(?!and\b)[^,;:—–]*?\b{NEGATION}\b"
    # Who asserts it has a side.
    r"|(?<=\A..)(?:the |an? )?[^,;:—–]{1,60}? (?:argue[ds]?|alleged?s?|claim(?:ed|s)|contend(?:ed|s)?)\b",
    re.DOTALL,
)
"""Matches where the rest of a sentence, with two characters before it, turns against what stands before."""
LEADS = re.compile(
    # A condition, also one that is told by inversion.
    r"\A[\"“(]?(?:If|Unless|Had|Were|Should|Assuming|Provided)\b.*"
    # “that …” or “whether …” of something that is denied, reversed or left open.
    rf"|\b(?i:{NEGATION}|{REVERSAL}|refus\w+|declin\w+|doubt\w*|false|untrue)\b[^;:]*\bthat\s+[\"“]?\Z"
    r"|\b(?:whether|if|unless)\s+[\"“]?\Z"
    r"|\b(?:not|never|no|nor|without)\s+\Z",
    re.DOTALL,
)
"""Matches words before a quotation that make it the outcome of a condition, denied, or an open question."""


def turned_cuts(case: Case) -> Iterator[Observation]:
    """Yield ``turned`` for each fact that stops before a “but”, starts after a “denied that”, or the like.

    Nothing is found where the entry, one of its caveats or another fact of the same kind quotes those words.
    """
    quoted = _quoted_by_section(case)
    for path, fact in facts_of(case):
        for at, selector in enumerate(fact.quote):
            text = case.source_by_id[selector.source].text
            direct = isinstance(fact, Statement) and fact.quote_type == "direct"
            for turn, sentence in _turns(text, selector, direct=direct):
                of_its_kind = quoted[path[0], selector.source].has(turn)
                if not of_its_kind and not _is_quoted_by(case, fact, selector.source, turn):
                    yield Observation("turned", (*path, "quote", at), sentence)


def turns_of(text: str, selector: Selector) -> tuple[int, ...]:
    """The offsets in a source's text of the words before and after a quotation that turn its sentence."""
    spoken = _around(text, selector) is not None
    return tuple(turn for turn, _ in _turns(text, selector, direct=spoken))


class _Quoted:
    """Which offsets of one text some quotations hold, to be looked up without going through all of them."""

    def __init__(self, selectors: Iterable[Selector]) -> None:
        spans = sorted((one.start, one.end) for one in selectors)
        self._starts = [start for start, _ in spans]
        self._furthest = list(accumulate((end for _, end in spans), max))

    def has(self, offset: int) -> bool:
        before = bisect_right(self._starts, offset)
        return before > 0 and self._furthest[before - 1] > offset


def _quoted_by_section(case: Case) -> Mapping[tuple[str, str], _Quoted]:
    """What the facts of each section quote of each source, by the section's name and the source's id."""
    found: dict[tuple[str, str], list[Selector]] = defaultdict(list)
    for (section, _), fact in facts_of(case):
        for selector in selectors_in(fact):
            found[section, selector.source].append(selector)
    return {key: _Quoted(selectors) for key, selectors in found.items()}


def _is_quoted_by(case: Case, fact: Fact, source: str, offset: int) -> bool:
    return any(one.source == source and one.start <= offset < one.end for one in quoted_by(case, fact))


def _turns(text: str, selector: Selector, *, direct: bool) -> Iterator[tuple[int, str]]:
    """The offsets of the words, before and after a quotation, that turn its sentence, each with a message."""
    start, end = _sentence(text, selector, direct=direct)
    if found := LEADS.search(text[start : selector.start]):
        words = _shortened(found.group())
        yield start + found.start(), f"the sentence begins with “{words}”, which is not quoted"
    after = selector.end
    while after < end and (text[after].isspace() or text[after] in ',;:—–"”'):
        after += 1
    rest = f"  {text[:after]}"[-2:] + text[after:end]
    if not FINISHED.search(selector.exact) and (found := TURNS.search(rest, 2)):
        turn = after - 2 + found.start()
        yield turn, f"the sentence goes on with “{_shortened(text[turn:end])}”, which is not quoted"


def _sentence(text: str, selector: Selector, *, direct: bool) -> tuple[int, int]:
    """Where the sentence around a quotation starts and ends: only what the same voice says of it.

    What somebody says before or afterwards is no part of what the article says here.
    """
    start = _sentence_start(text, selector.start)
    found = END.search(text, selector.end)
    end = found.start() if found else len(text)
    if direct:
        around = _around(text, selector)
        start, end = (max(start, around.start), around.end) if around else (start, end)
    else:
        marked = passages(text)
        before = bisect_right(marked, selector.start, key=_end_of)
        start = max(start, next((one.end for one in marked[:before][::-1] if one.start < one.end), 0))
        after = bisect_right(marked, selector.end, key=_start_of)
        end = min(end, marked[after].start) if after < len(marked) else end
    while start < selector.start and (text[start].isspace() or text[start] in '"”'):
        start += 1
    return start, end


def _sentence_start(text: str, at: int) -> int:
    ends = _sentence_ends(text)
    before = bisect_right(ends, at)
    last = ends[before - 1] if before else 0
    # A sentence can also end directly before the quotation, where no space follows.
    return max((found.end() for found in END.finditer(text, last, at)), default=last)


@lru_cache(maxsize=16)
def _sentence_ends(text: str) -> tuple[int, ...]:
    return tuple(found.end() for found in END.finditer(text))


def _around(text: str, selector: Selector) -> MarkedSpan | None:
    """The passage in quotation marks within which a quotation stands as a whole."""
    marked = passages(text)
    before = bisect_right(marked, selector.start, key=_start_of)
    return marked[before - 1] if before and selector.end <= marked[before - 1].end else None


def _start_of(passage: MarkedSpan) -> int:
    return passage.start


def _end_of(passage: MarkedSpan) -> int:
    return passage.end


def _shortened(words: str) -> str:
    return " ".join(words.split()[:7])
