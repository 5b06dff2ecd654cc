"""``/case statements``: who said what, word for word, in the order of the article."""

from bot.answers.answer import Answer
from bot.answers.common import about_case, cited_case, is_named
from bot.answers.leads import findings_lead
from bot.answers.over_time import as_one_account, current_first
from bot.answers.parts import statement_part
from bot.answers.phrases import counted, in_a_row, in_a_sentence, phrase, shortened
from bot.answers.query import Query
from bot.cases.library import Library
from bot.cases.model import Case, Statement

TOPIC = phrase("statements")

UNSAID = frozenset({"declined", "disclaimed", "question"})
"""The types of what is no statement of its speaker: what was not said, denied, or asked by an interviewer."""


def answer(library: Library, asked: Query) -> Answer:
    """All statements, or those of one speaker; words of the article within a statement are kept."""
    cited = cited_case(library, asked)
    wanted = asked.get("speaker")
    parties = cited.case.party_by_id
    every = sorted(cited.case.statements, key=lambda one: _order(cited.case, one))
    statements = [one for one in every if not wanted or is_named(parties[one.speaker], wanted)]
    said = [one for one in statements if one.quote_type not in UNSAID] or statements
    speakers = in_a_row(dict.fromkeys(in_a_sentence(parties[one.speaker].name) for one in said or every))
    if not every:
        return about_case(cited, asked, TOPIC, phrase("The source does not say: it quotes nobody."), parts=())
    if not statements:
        lead = phrase(
            "The source does not say: it quotes no statement of “{speaker}”. It quotes: {known}.",
            speaker=shortened(wanted or ""),
            known=speakers,
        )
        return about_case(cited, asked, TOPIC, lead, parts=())
    lead = counted(
        "One statement, by {speakers}.",
        "{count} statements, by {speakers}.",
        len(said),
        speakers=speakers,
    )
    if found := findings_lead(cited):
        # What somebody says of an allegation does not stand without what was found.
        lead = phrase("{statements} {findings}", statements=lead, findings=found)
    return about_case(
        cited,
        asked,
        TOPIC,
        lead,
        parts=current_first(cited, as_one_account(cited, statements), statement_part),
        caveats=[caveat for one in statements for caveat in one.caveats],
    )


def _order(case: Case, statement: Statement) -> tuple[str, str, int]:
    """Orders statements by source, the earliest first, then by their place in it."""
    first = statement.quote[0]
    return (case.source_by_id[first.source].day, first.source, first.start)
