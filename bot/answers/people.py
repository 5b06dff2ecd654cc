"""``/case people``: people and institutions, each as the source describes them."""

from bot.answers.answer import Answer, NoticePart, Part
from bot.answers.common import about_case, cited_case
from bot.answers.parts import party_part
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.cases.library import Library

TOPIC = phrase("people")


def answer(library: Library, asked: Query) -> Answer:
    """The named parties, then those whom the source leaves unnamed: their names are never completed."""
    cited = cited_case(library, asked)
    parties = [party for party in cited.case.parties if party.described_as]
    if not parties:
        return about_case(
            cited, asked, TOPIC, phrase("The source does not say: it describes nobody."), parts=()
        )
    named = [party for party in parties if party.kind != "unnamed"]
    unnamed = [party for party in parties if party.kind == "unnamed"]
    parts: list[Part] = [party_part(cited, party) for party in named]
    if unnamed:
        parts.append(NoticePart(phrase("Not named in the source"), heading=True))
        parts += [party_part(cited, party) for party in unnamed]
    lead = phrase("{named} named, {unnamed} not named in the source.", named=len(named), unnamed=len(unnamed))
    caveats = [caveat for party in parties for caveat in party.caveats]
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=caveats)
