"""``/ask``: answers a free question with passages of a source, or says that no source answers it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answers.allegations import both_sides, is_about_guilt, is_denial
from bot.answers.answer import Answer, MatchPart, NoticePart, Part
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case, only_case
from bot.answers.passages import current_passages_first, widened
from bot.answers.phrases import phrase, shortened
from bot.answers.query import CommandError, Query
from bot.cases.selectors import Selector
from bot.qa.answering import QaResult, prepared
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import content_words, stem
from bot.qa.parsed_question import parse_question
from bot.search.archive import Archive
from bot.search.sentences import paragraph_around, sentences_of

TOPIC = phrase("question")
MAX_PASSAGES_COMPARED = 10
"""How many of the best passages are looked at to choose a case."""
CLEAR_LEAD = 3.0
"""How many times more must speak for one case than for the next, where no case is named."""


def answer(archive: Archive, asked: Query) -> Answer:
    """The passages that answer the question, or else the closest one, labelled as no answer.

    Raises CommandError where there is no question, or where it fits several cases.
    """
    question = asked.get("question")
    if not question:
        raise CommandError(phrase("What do you want to know? Type the question after /ask."), asked.command)
    cited = _case(archive, asked, question)
    found = prepared(cited.case, archive.vectors).find(question)
    return _answered(cited, asked, found) if found.is_answer else _abstained(cited, asked, found)


def _case(archive: Archive, asked: Query, question: str) -> Cited:
    """The given or the only case, or the one whose parties are named or that is clearly the likeliest."""
    if asked.get("case") or only_case(archive.library):
        return cited_case(archive.library, asked)
    likely = archive.case_scores(content_words(question), MAX_PASSAGES_COMPARED)
    plain = parse_question(question).text
    named = {
        one: most for one, most in likely.items() if EntityResolver(archive.library.cases[one]).named(plain)
    }
    (first, most), (_, second) = (*(named or likely).items(), ("", 0.0), ("", 0.0))[:2]
    return cited_case(archive.library, asked.changed(case=first) if most > CLEAR_LEAD * second else asked)


def _answered(cited: Cited, asked: Query, found: QaResult) -> Answer:
    question = asked.get("question") or ""
    lead = phrase("What the source says on “{question}”:", question=shortened(question))
    parts = _parts(cited, question, found.passages)
    return about_case(cited, asked, TOPIC, lead, parts=parts, caveats=found.caveats)


def _abstained(cited: Cited, asked: Query, found: QaResult) -> Answer:
    question = asked.get("question") or ""
    near = found.gap.closest if found.gap and found.gap.closest else found.passages[:1]
    closest = [one for one in near if _shares_a_word(cited, question, one)]
    lead = phrase("The source does not say.")
    label = NoticePart(phrase("Closest passage, which is not an answer"), heading=True)
    shown = _parts(cited, question, closest) if closest or is_about_guilt(cited, question) else ()
    parts = (label, *shown) if shown else ()
    return replace(about_case(cited, asked, TOPIC, lead, parts=parts), abstained=True)


def _parts(cited: Cited, question: str, found: Iterable[Selector]) -> tuple[Part, ...]:
    """The parts for some passages, each whole, with both sides where they are about guilt; current first."""
    passages = _with_both_sides(cited, question, list(found))
    named = EntityResolver(cited.case).named(parse_question(question).text)
    return tuple(current_passages_first(cited, passages, _match, named))


def _with_both_sides(cited: Cited, question: str, passages: list[Selector]) -> list[Selector]:
    """The passages; where they or the question are about guilt, with the findings and the denials."""
    if not is_about_guilt(cited, question) and not any(is_denial(cited, one) for one in passages):
        return passages
    return list(both_sides(cited, passages))


def _shares_a_word(cited: Cited, question: str, passage: Selector) -> bool:
    """Whether a passage's sentence has a word that a question is about: a greeting has nothing near it."""
    text = cited.case.source_by_id[passage.source].text
    around = sentences_of(text, paragraph_around(text, passage.start, passage.end))
    near = " ".join(text[start:end] for start, end in around if start < passage.end and passage.start < end)
    asked = {stem(word) for word in content_words(question).split()}
    return bool(asked & {stem(word) for word in content_words(near).split()})


def _match(cited: Cited, selector: Selector) -> MatchPart:
    return MatchPart(cited.case.title, cited.case.as_of, (cited.quotation(widened(cited, selector)),))
