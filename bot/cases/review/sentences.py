"""Quotations whose sentence turns outside them: its other words limit, question or reverse what is quoted."""

import re
from collections.abc import Iterator
from itertools import chain

from bot.cases.model import Case, Statement
from bot.cases.quotation_marks import passages
from bot.cases.review.observations import Observation, quoted_by, selectors_in
from bot.cases.selectors import Selector
from bot.cases.succession import facts_of

END = re.compile(r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bv)[.!?…]+[\"”’')\]]*(?=\s|$)|\n")
FINISHED = re.compile(r"[.!?…]+[\"”’')\]]*\Z")
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
    for path, fact in facts_of(case):
        for at, selector in enumerate(fact.quote):
            source = case.source_by_id[selector.source]
            direct = isinstance(fact, Statement) and fact.quote_type == "direct"
            others = (one for other in getattr(case, path[0]) for one in selectors_in(other))
            kept = tuple(one for one in chain(quoted_by(case, fact), others) if one.source == source.id)
            for turn, sentence in _turns(source.text, selector, direct=direct):
                if not any(one.start <= turn < one.end for one in kept):
                    yield Observation("turned", (*path, "quote", at), sentence)


def turns_of(text: str, selector: Selector) -> tuple[int, ...]:
    """The offsets in a source's text of the words before and after a quotation that turn its sentence."""
    spoken = any(one.start <= selector.start and selector.end <= one.end for one in passages(text))
    return tuple(turn for turn, _ in _turns(text, selector, direct=spoken))


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
    start = max((one.end() for one in END.finditer(text, 0, selector.start)), default=0)
    end = next((one.start() for one in END.finditer(text, selector.end)), len(text))
    marked = passages(text)
    if direct:
        around = [one for one in marked if one.start <= selector.start and selector.end <= one.end]
        start = max((start, *(one.start for one in around)))
        end = min((one.end for one in around), default=end)
    else:
        start = max((start, *(one.end for one in marked if start < one.end <= selector.start)))
        end = min((one.start for one in marked if selector.end < one.start < end), default=end)
    while start < selector.start and (text[start].isspace() or text[start] in '"”'):
        start += 1
    return start, end


def _shortened(words: str) -> str:
    return " ".join(words.split()[:7])
