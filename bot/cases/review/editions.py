"""Facts whose words an article's newest edition altered or took back, and that nothing newer supersedes."""

from collections.abc import Iterator

from bot.cases.editions import fate_of
from bot.cases.model import Case
from bot.cases.review.observations import Observation
from bot.cases.succession import facts_of, successors


def edited_facts(case: Case) -> Iterator[Observation]:
    """Yield ``edition`` for each current fact that rests on words which the newest edition has not."""
    if not any(source.edition_of for source in case.sources):
        return
    superseded = successors(case)
    for path, fact in facts_of(case):
        fates = {fate_of(case, one).fate: one for one in fact.quote}
        gone = next((fates[fate] for fate in ("withdrawn", "altered") if fate in fates), None)
        if gone and not {"stands", "moved"} & fates.keys() and fact.id not in superseded:
            message = f"the newest edition does not have the words “{gone.exact}” any more"
            yield Observation("edition", (*path, "quote"), message)
