"""The handlers of a draft's questions: what people ask, what it answers, and what its editor says of that."""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import structlog
from aiohttp import web

from bot.answers.phrases import Phrase, counted, phrase
from bot.authoring.question_entries import held_ticks
from bot.authoring.questions import ProposedQuestion, QuestionKind, proposed_questions
from bot.authoring.ticks import QuestionTick
from bot.cases.rules import LONGEST_LABEL
from bot.web.chat_payloads import CHAT_PAYLOADS
from bot.web.context import SERVICE
from bot.web.editing.access import for_editors
from bot.web.editing.draft_review import DraftReview
from bot.web.editing.draft_vectors import DraftVectors
from bot.web.editing.pages import draft_now
from bot.web.editing.question_answers import DraftAnswers, QuestionAnswer
from bot.web.editing.responses import as_json, say, uncached_page
from bot.web.errors import NotHere
from bot.web.negotiation import locale_of

log = structlog.get_logger()

KINDS: Mapping[QuestionKind, Phrase] = {
    "outcome": phrase("What was decided"),
    "how_much": phrase("How much"),
    "when": phrase("When"),
    "court": phrase("Which court"),
    "status": phrase("Where it stands"),
    "who": phrase("Who"),
    "reaction": phrase("Reaction"),
    "denial": phrase("Denial"),
    "gap": phrase("What the article may not say"),
}
OWN = "own."
"""What the id of a question begins with that an editor typed."""
MOST_SHOWN = 3
"""Quotations of the facts that are shown beside an answer, at most."""
TICKS: Mapping[str, Phrase] = {
    "": phrase("open"),
    "right": phrase("answered rightly"),
    "absent": phrase("the article does not say"),
    "wrong": phrase("answered wrongly, open"),
    "words": phrase("answered with the editor's words"),
}
NO_QUESTION = phrase("There is no such question.")


@dataclass(frozen=True)
class OtherWording:
    """A further wording of a question, and whether it is answered with the same words."""

    words: str
    language: str
    is_same: bool


@dataclass(frozen=True)
class DraftQuestions:
    """The questions of a draft with an editor's ticks, in the order in which they are shown."""

    questions: tuple[ProposedQuestion, ...]
    ticks: Mapping[str, QuestionTick]

    @classmethod
    def of(cls, now: DraftReview) -> "DraftQuestions":
        """The questions that are proposed for a draft, then those that an editor typed and ticked."""
        page = now.draft.page
        ticks = {tick.question: tick for tick in held_ticks(page, now.review)}
        proposed = proposed_questions(now.review, page.published)
        known = {one.id for one in proposed}
        kept = tuple(_as_ticked(tick) for name, tick in ticks.items() if name not in known)
        return cls((*proposed, *kept), ticks)

    def state_of(self, question: ProposedQuestion) -> str:
        """What an editor said of a question's answer, by the keys of TICKS."""
        tick = self.ticks.get(question.id)
        return "" if tick is None else "words" if tick.tick == "wrong" and tick.spans else tick.tick


class DraftPreparation:
    """Prepares the newest version of a draft for questions, one at a time, while its editor reads."""

    def __init__(self) -> None:
        self._vectors: DraftVectors | None = None
        self._task: asyncio.Task[None] | None = None

    def vectors(self, request: web.Request) -> DraftVectors:
        """The vectors of all drafts, before the store of the cases."""
        if self._vectors is None:
            self._vectors = DraftVectors(request.app[SERVICE].archive.vectors)
        return self._vectors

    def begin(self, request: web.Request, now: DraftReview) -> None:
        """Prepare a draft in the background, unless another one is being prepared."""
        if self._task is None or self._task.done():
            vectors = self.vectors(request)
            self._task = asyncio.create_task(asyncio.to_thread(_prepare, now, vectors))
            self._task.add_done_callback(_log_failure)

    async def end(self, _site: web.Application) -> None:
        """Wait until nothing is being prepared, before the site ends."""
        if self._task:
            await asyncio.wait({self._task})


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("case not prepared", exc_info=error)


PREPARATION: web.AppKey[DraftPreparation] = web.AppKey("draft_preparation")
routes = web.RouteTableDef()


@routes.get("/edit/{draft}/questions")
@for_editors
async def listed(request: web.Request) -> web.Response:
    """The questions of a draft with what was said of their answers, as JSON."""
    now = await draft_now(request)
    request.app[PREPARATION].begin(request, now)
    known = DraftQuestions.of(now)
    states = [known.state_of(one) for one in known.questions]
    ticked = sum(state != "" for state in states)
    sentence = counted(
        "{ticked} of {count} question ticked",
        "{ticked} of {count} questions ticked",
        len(states),
        ticked=ticked,
    )
    return as_json(
        {
            "seen": now.number,
            "questions": [
                {"id": one.id, "ask": one.ask[0], "state": state}
                for one, state in zip(known.questions, states, strict=True)
            ],
            "sentence": say(request, sentence),
        }
    )


@routes.get("/edit/{draft}/questions/expected")
@for_editors
async def expected(request: web.Request) -> web.Response:
    """The ticks of all open questions about facts that are answered with the words of these, as JSON."""
    now = await draft_now(request)
    known, answers = DraftQuestions.of(now), _answers(request, now)
    ticks = []
    for one in known.questions:
        if one.spans and not known.state_of(one):
            given = await answers.answer(one.ask[0])
            if given.is_answer and given.is_expected(one):
                ticks.append(asdict(_tick(one, given)))
    return as_json({"seen": now.number, "ticks": ticks})


@routes.get("/edit/{draft}/question")
@for_editors
async def question(request: web.Request) -> web.Response:
    """One question, by its id or as somebody types it, with the draft's answer, as a fragment of HTML."""
    now = await draft_now(request)
    known = DraftQuestions.of(now)
    found = _typed(request.query.get("typed", "")) or next(
        (one for one in known.questions if one.id == request.query.get("id")), None
    )
    if found is None:
        raise NotHere(NO_QUESTION)
    answers = _answers(request, now)
    given = await answers.answer(found.ask[0], request.app[CHAT_PAYLOADS])
    others = [
        OtherWording(words, language, await _is_same(answers, words, given))
        for words, language in [
            *((one, "en") for one in found.english[1:]),
            *((one, "de") for one in found.german),
        ]
    ]
    places = [one.id for one in known.questions]
    state = known.state_of(found)
    return uncached_page(
        request,
        "_edit_question.html",
        {
            "question": found,
            "kind": say(request, KINDS[found.kind]) if found.cards or found.kind == "gap" else "",
            "number": places.index(found.id) + 1 if found.id in places else 0,
            "count": len(places),
            "state": say(request, TICKS[state]),
            "is_open": not state,
            "answer": given,
            "is_expected": given.is_expected(found),
            "others": others,
            "facts": [now.review.text[slice(*place)] for place in found.spans[:MOST_SHOWN]],
            "right": asdict(_tick(found, given)),
        },
    )


def _prepare(now: DraftReview, vectors: DraftVectors) -> None:
    from bot.answers.rehearsal import prepare  # noqa: PLC0415  -- see DraftAnswers

    prepare(now.case, vectors)


def _answers(request: web.Request, now: DraftReview) -> DraftAnswers:
    return DraftAnswers(now.case, request.app[PREPARATION].vectors(request), locale_of(request))


async def _is_same(answers: DraftAnswers, words: str, given: QuestionAnswer) -> bool:
    other = await answers.answer(words)
    return (other.is_answer, other.spans[:1]) == (given.is_answer, given.spans[:1])


def _tick(question: ProposedQuestion, given: QuestionAnswer) -> QuestionTick:
    """The tick by which an editor says that an answer is right: its first passage, or that there is none."""
    is_answer = given.is_answer and bool(given.spans)
    spans = given.spans[:1] if is_answer else ()
    return QuestionTick(question.id, "right" if is_answer else "absent", question.ask, question.cards, spans)


def _typed(typed: str) -> ProposedQuestion | None:
    """A question in an editor's own words; None where there are none, or too many."""
    words = " ".join(typed.split())
    if not words or len(words) > LONGEST_LABEL or not words.isprintable():
        return None
    name = OWN + hashlib.sha256(words.casefold().encode()).hexdigest()[:12]
    return ProposedQuestion(id=name, kind="outcome", english=(words,), german=())


def _as_ticked(tick: QuestionTick) -> ProposedQuestion:
    """A question that is not proposed, as it was ticked."""
    return ProposedQuestion(
        id=tick.question, kind="outcome", english=tick.ask, german=(), cards=tick.cards, spans=tick.spans
    )
