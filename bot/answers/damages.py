"""``/case damages``: every amount that was awarded, paid or sought, and who says so."""

from bot.answers.answer import Answer
from bot.answers.common import about_case, cited_case
from bot.answers.over_time import current_first
from bot.answers.parts import amount_part
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.succession import current

TOPIC = phrase("damages")
ORDER = ("awarded", "paid", "sought")


def answer(library: Library, asked: Query) -> Answer:
    """Each amount in a part of its own: a speaker's figure never stands for the publisher's."""
    cited = cited_case(library, asked)
    awards = sorted(cited.case.awards, key=lambda award: ORDER.index(award.kind))
    if not awards:
        lead = phrase("The source does not say: it gives no amount that was awarded, paid or sought.")
        return about_case(cited, asked, TOPIC, lead, parts=())
    counted_awards = [award for award in current(cited.case, awards) if award.same_as is None]
    parts = list(current_first(cited, awards, amount_part))
    lead = counted("The source gives one amount.", "The source gives {count} amounts.", len(counted_awards))
    caveats = [caveat for award in awards for caveat in award.caveats]
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=caveats)
