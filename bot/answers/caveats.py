"""``/case caveats``: every point that the sources leave open or report in two ways."""

from dataclasses import replace

from bot.answers.answer import Answer
from bot.answers.common import about_case, cited_case, follow_ons
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library

TOPIC = phrase("open points")


def answer(library: Library, asked: Query) -> Answer:
    """Every open point of the case, with the words at issue. Raises CommandError for an unknown case."""
    cited = cited_case(library, asked)
    caveats = [caveat.id for caveat in cited.case.caveats]
    lead = phrase("This summary tells of nothing that the source leaves open.")
    if caveats:
        lead = counted(
            "One point is open in the source.", "{count} points are open in the source.", len(caveats)
        )
    answered = about_case(cited, asked, TOPIC, lead, parts=(), caveats=caveats, is_record=bool(caveats))
    # It shows all that the button “Left open” of other answers leads to.
    return replace(answered.unfolded(), suggestions=follow_ons(cited, asked))
