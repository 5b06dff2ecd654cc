"""``/case sources``: the articles that everything about a case rests on."""

from bot.answers.answer import Answer
from bot.answers.common import about_case, cited_case
from bot.answers.parts import source_part
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library

TOPIC = phrase("sources")


def answer(library: Library, asked: Query) -> Answer:
    """The articles, newest first, with their digests and how many quotations rest on each."""
    cited = cited_case(library, asked)
    sources = sorted(cited.case.sources, key=lambda source: (source.day, source.id), reverse=True)
    parts = [source_part(cited, source) for source in sources]
    caveats = [caveat for source in sources for caveat in source.caveats]
    lead = counted(
        "Everything said about this case rests on one article.",
        "Everything said about this case rests on {count} articles.",
        sum(not source.withdrawn for source in sources),
    )
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=caveats, is_record=True)
