"""``/ask``: answers a free question with passages of a source, or says that no source answers it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.answers import status
from bot.answers.allegations import both_sides, deniers, found_about, found_against, found_on
from bot.answers.answer import Answer, MatchPart, NoticePart, Part
from bot.answers.asked_parties import AskedAbout
from bot.answers.cite import Cited
from bot.answers.common import about_case, cited_case, only_case
from bot.answers.denials_beside import before_that
from bot.answers.guilt_asked import ReadQuestion
from bot.answers.missing import missing
from bot.answers.over_time import EARLIER
from bot.answers.overview_asked import asks_for_an_overview
from bot.answers.passages import current_passages_first, widened
from bot.answers.phrases import phrase, shortened
from bot.answers.query import CommandError, Query
from bot.answers.reported_speech import with_reported_speaker
from bot.answers.short.merging import merged, place_of
from bot.answers.which_case import case_meant
from bot.cases.caveats import caveats_on
from bot.cases.selectors import Selector
from bot.qa.confidence import Confidence
from bot.qa.entities import EntityResolver
from bot.qa.lexicon import content_words, stem
from bot.qa.namesakes import is_about_a_stranger
from bot.qa.one_language import for_articles_of, in_english, words_read
from bot.qa.parsed_question import parse_question
from bot.qa.prepared_cases import prepared
from bot.qa.result import QaResult
from bot.search.archive import Archive
from bot.search.sentences import paragraph_around, sentences_of

TOPIC = phrase("question")
EVEN = 0.5
"""The probability of an answer from which on a passage is near that has no word of the question."""
UNCLEAR = phrase("It is not clear whether the source says so.")
MAY_NOT_ANSWER = phrase("Closest passages, which may not answer")
NO_ANSWER = phrase("Closest passage, which is not an answer")
NO_ANSWERS = phrase("Closest passages, which are not answers")
ASK_AGAIN = phrase("If none of these is meant, ask again with a name, a day or an amount.")
PROVISIONAL = phrase(
    "{answer} (This case was read a moment ago, and only part of it could be compared with the question: "
    "in a minute, ask again.)",
    answer="",
)


def answer(archive: Archive, asked: Query) -> Answer:
    """The passages that answer the question, or else the closest one, labelled as no answer.

    Who asks for no more than an overview, and no passage answers that, is told where the case stands.

    Raises CommandError where there is no question, or where it fits several cases.
    """
    question = asked.get("question")
    if not question:
        raise CommandError(phrase("What do you want to know? Type the question after /ask."), asked.command)
    cited = _case(archive, asked, question)
    known = prepared(cited.case, archive.vectors)
    was_complete = known.is_complete
    read = ReadQuestion(cited, known, for_articles_of(cited.case, question))
    found = _of_whom_is_asked(read, known.find(read.text))
    is_answered = found.confidence is Confidence.ANSWERED
    if cited.case.lawsuits and not is_answered and asks_for_an_overview(question):
        return status.answer(archive.library, _overview_of(cited, asked))
    made = (_answered if found.is_answer else _abstained)(read, asked, found)
    return made if was_complete else _provisional(made)


def _overview_of(cited: Cited, asked: Query) -> Query:
    """The command that says where a case stands, as of the same day and in the same detail."""
    return Query("case status", asked.changed(question=None, case=cited.case.id).options)


def _of_whom_is_asked(read: ReadQuestion, found: QaResult) -> QaResult:
    """What was found, but for the guilt of somebody of no side: then only what tells of them."""
    if not (meant := read.bystander):
        return found
    cited = read.cited
    about_them = tuple(one for one in found.passages if meant.may_be_told_of(cited, widened(cited, one)))
    if about_them and found.is_answer:
        return replace(found, passages=about_them, caveats=caveats_on(cited.case, about_them))
    return replace(found, passages=about_them[:1], confidence=Confidence.NOT_SAID, gap=None)


def _provisional(answer: Answer) -> Answer:
    """The answer with a sentence that says that a better one may follow."""
    short = answer.short
    return replace(
        answer,
        lead=PROVISIONAL.filled(answer=answer.lead),
        short=(lambda: _provisional(short())) if short else None,
        is_provisional=True,
    )


def _case(archive: Archive, asked: Query, question: str) -> Cited:
    """The given or the only case, or the one whose parties are named or that is clearly the likeliest."""
    if asked.get("case") or only_case(archive.library):
        return cited_case(archive.library, asked)
    meant = case_meant(archive, question) or case_meant(archive, in_english(question))
    return cited_case(archive.library, asked.changed(case=meant) if meant else asked)


def _answered(read: ReadQuestion, asked: Query, found: QaResult) -> Answer:
    """The answer; the question that is shown is the one that was typed."""
    typed = shortened(asked.get("question") or "")
    parts = _parts(read, found, found.passages)
    is_either = found.confidence is Confidence.EITHER and _are_several(parts)
    is_open = is_either and not read.is_about_guilt_beside(found)
    if is_open:
        lead = phrase("More than one passage may answer “{question}”:", question=typed)
        parts = (*parts, NoticePart(ASK_AGAIN))
    else:
        lead = phrase("What the source says on “{question}”:", question=typed)
    made = about_case(read.cited, asked, TOPIC, lead, parts=parts, caveats=found.caveats)
    return replace(made, confidence=Confidence.EITHER if is_open else Confidence.ANSWERED)


def _are_several(parts: Iterable[Part]) -> bool:
    """Whether parts quote more than one place."""
    return len({place_of(one) for one in merged(part.quotations for part in parts).values()}) > 1


def _abstained(read: ReadQuestion, asked: Query, found: QaResult) -> Answer:
    """That the sources do not say, or that it is unclear whether they do, with what comes nearest."""
    cited, parsed = read.cited, read.parsed
    near = found.gap.closest if found.gap and found.gap.closest else found.passages
    is_likely = found.confidence is Confidence.UNCLEAR and found.probability >= EVEN
    closest = [one for one in near if is_likely or _shares_a_word(cited, read.text, one)]
    is_unclear = found.confidence is Confidence.UNCLEAR and bool(closest)
    lead = UNCLEAR if is_unclear else phrase("The source does not say.")
    is_off_topic = (
        parsed.is_vague
        or is_about_a_stranger(cited.case, parsed)
        or (not closest and not read.known.knows_words_of(read.text))
    )
    shown = () if is_off_topic else _parts(read, found, closest)
    said = " ".join(words_read(cited.case, one) for one in closest)
    is_missing = shown and not is_unclear and not found.is_false_premise
    lacking = missing(parsed, said) if is_missing else None
    several = NO_ANSWERS if _are_several(shown) else NO_ANSWER
    label = NoticePart(MAY_NOT_ANSWER if is_unclear else several, heading=True)
    parts = (label, *shown, *([NoticePart(lacking)] if lacking else [])) if shown else ()
    made = about_case(cited, asked, TOPIC, lead, parts=parts)
    return replace(made, abstained=True, confidence=found.confidence if is_unclear else Confidence.NOT_SAID)


def _parts(read: ReadQuestion, found: QaResult, near: Iterable[Selector]) -> tuple[Part, ...]:
    """The parts for some passages of what was found, whole, with both sides where they are about guilt.

    Current ones come first. Passages of recorded facts, which say what is asked for, stay before the two
    sides; where one of them clears somebody, what was found against them stands there too.
    """
    cited, listed = read.cited, list(near)
    passages = _with_both_sides(read, found, listed)
    if found.is_of_facts and found.is_answer:
        first = (*listed, *found_against(cited, passages, listed))
        passages.sort(key=lambda one: not any(map(one.overlaps, first)))
    denied_before = before_that(cited, passages)
    current = [one for one in passages if one in listed or one not in denied_before]
    named = EntityResolver(cited.case).named(parse_question(read.text).text)
    parts = list(current_passages_first(cited, current, _match, named))
    shown = {one for part in denied_before.values() for one in part.quotations}
    earlier = [at for at, part in enumerate(parts) if isinstance(part, NoticePart) and part.text == EARLIER]
    at = earlier[0] if earlier else len(parts)
    after = [part for part in parts[at:] if not part.quotations or not shown.issuperset(part.quotations)]
    return (*parts[:1], *denied_before.values(), *parts[1:at], *(after if len(after) > 1 else ()))


def _with_both_sides(read: ReadQuestion, found: QaResult, passages: list[Selector]) -> list[Selector]:
    """The passages; where they or the question are about guilt, with the findings and the denials."""
    cited = read.cited
    if read.is_about_guilt_beside(found):
        further = (one for one in passages[1:] if not _is_about_others(cited, one, read.about.parties))
        passages = [*passages[:1], *further]
        return list(both_sides(cited, passages, read.about, read.known.nearness(read.text)))
    if read.bystander:
        return passages
    if about := deniers(cited, passages) | found_about(cited, passages):
        nearness = read.known.nearness(read.text)
        return list(both_sides(cited, passages, AskedAbout(about), nearness, is_about_guilt=False))
    return [*passages, *found_on(cited, passages)]


def _shares_a_word(cited: Cited, question: str, passage: Selector) -> bool:
    """Whether a passage's sentence has a word that a question is about: a greeting has nothing near it."""
    text = cited.case.source_by_id[passage.source].text
    around = sentences_of(text, paragraph_around(text, passage.start, passage.end))
    near = " ".join(text[start:end] for start, end in around if start < passage.end and passage.start < end)
    asked = {stem(word) for word in content_words(question).split()}
    return bool(asked & {stem(word) for word in content_words(near).split()})


def _is_about_others(cited: Cited, words: Selector, asked: frozenset[str]) -> bool:
    """Whether words name parties, and none of those whose guilt is asked about."""
    named = EntityResolver(cited.case).named(words.exact)
    return bool(asked and named) and not named & asked


def _match(cited: Cited, selector: Selector) -> MatchPart:
    return MatchPart(
        cited.case.title, cited.case.as_of, (with_reported_speaker(cited, cited.quotation(selector)),)
    )
