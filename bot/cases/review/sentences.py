"""Quotations that end where their sentence turns: what follows restricts or reverses what is quoted."""

import re
from collections.abc import Iterator

from bot.cases.model import Case, Statement
from bot.cases.quotation_marks import passages
from bot.cases.review.observations import Observation, quoted_by, selectors_in
from bot.cases.selectors import Selector
from bot.cases.succession import facts_of

END = re.compile(r"(?<!\b[A-Z])(?<!\bM[rs])(?<!\bDr)(?<!\bMrs)(?<!\bSt)(?<!\bv)[.!?…]+[\"”’')\]]*(?=\s|$)|\n")
FINISHED = re.compile(r"[.!?…]+[\"”’')\]]*\Z")
TURNS = re.compile(
    r"\b(?:but|however|although|except|unless|allegedly|reportedly|according to|despite|subject to)\b"
    r"|(?:\A|(?<=[,;—–] ))(?:though|not|even|yet|or so|if|denies|denied|as long as|provided)\b"
)


def turned_cuts(case: Case) -> Iterator[Observation]:
    """Yield ``turned`` for each fact that stops before a “but” or the like of the same sentence.

    Nothing is found where the entry, one of its caveats or another fact of the same kind quotes those words.
    """
    for path, fact in facts_of(case):
        for at, selector in enumerate(fact.quote):
            source = case.source_by_id[selector.source]
            turn = _turn(
                source.text, selector, direct=isinstance(fact, Statement) and fact.quote_type == "direct"
            )
            others = (one for other in getattr(case, path[0]) for one in selectors_in(other))
            kept = (*quoted_by(case, fact), *others)
            if turn and not any(one.source == source.id and one.start <= turn < one.end for one in kept):
                message = f"the sentence goes on with “{_rest(source.text, turn)}”, which is not quoted"
                yield Observation("turned", (*path, "quote", at), message)


def turn_after(text: str, selector: Selector) -> int | None:
    """The offset in a source's text of the word after a quotation at which its sentence turns, or None."""
    spoken = any(one.start <= selector.start and selector.end <= one.end for one in passages(text))
    return _turn(text, selector, direct=spoken)


def _turn(text: str, selector: Selector, *, direct: bool) -> int | None:
    """The offset in the source of the word after a quotation at which its sentence turns."""
    if FINISHED.search(selector.exact):
        return None
    end = next((found.start() for found in END.finditer(text, selector.end)), len(text))
    marked = passages(text)
    if direct:
        end = min((one.end for one in marked if one.start <= selector.end <= one.end), default=end)
    else:
        # What somebody says afterwards is no part of what the article says here.
        end = min((one.start for one in marked if selector.end < one.start < end), default=end)
    start = selector.end
    while start < end and (text[start].isspace() or text[start] in ',;—–"”'):
        start += 1
    found = TURNS.search(text[start:end])
    return start + found.start() if found else None


def _rest(text: str, start: int) -> str:
    return " ".join(END.split(text[start : start + 60])[0].split()[:7])
