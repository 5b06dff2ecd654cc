"""``/case statements``: who said what, word for word, in the order of the article."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.common import about_case, cited_case, is_named, listed
from bot.answers.parts import statement_part
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.library import Library

TOPIC = phrase("statements")


def answer(library: Library, asked: Query) -> Answer:
    """The statements, or those of one speaker; an interrupted one keeps the interruption between its parts."""
    cited = cited_case(library, asked)
    wanted = asked.get("speaker")
    parties = cited.case.party_by_id
    statements = [
        one for one in cited.case.statements if not wanted or is_named(parties[one.speaker], wanted)
    ]
    speakers = listed(dict.fromkeys(parties[one.speaker].name for one in statements))
    if not statements and wanted:
        message = "The source does not say: it quotes no statement of “{speaker}”. It quotes: {known}."
        known = listed(dict.fromkeys(parties[one.speaker].name for one in cited.case.statements))
        return about_case(
            cited, asked, TOPIC, phrase(message, speaker=wanted, known=known or "nobody"), parts=()
        )
    if not statements:
        return about_case(cited, asked, TOPIC, phrase("The source does not say: it quotes nobody."), parts=())
    statements.sort(
        key=lambda one: (cited.case.source_by_id[one.quote[0].source].date_published, one.quote[0].start)
    )
    message = (
        "One statement, by {speakers}." if len(statements) == 1 else "{count} statements, by {speakers}."
    )
    return about_case(
        cited,
        asked,
        TOPIC,
        phrase(message, count=len(statements), speakers=speakers),
        parts=[statement_part(cited, one) for one in statements],
        caveats=[caveat for one in statements for caveat in one.caveats],
        content_note=True,
    )
