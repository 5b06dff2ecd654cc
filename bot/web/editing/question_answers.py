"""The real answers of a draft to questions: as the platforms show them, and the words that they quote."""

from dataclasses import dataclass

from bot.answers.answer import Answer, MatchPart
from bot.answers.query import Query
from bot.authoring.cards import TextRange
from bot.authoring.questions import ProposedQuestion
from bot.cases.model import Case
from bot.rendering.render import Presentation
from bot.web.chat_payloads import ChatPayloads
from bot.web.context import reader
from bot.web.editing.draft_vectors import DraftVectors
from bot.web.editing.rehearsal import service_of
from bot.web.shown import ShownAnswer, ToShown

ASK = "ask"
"""The command by which a question is put to a case."""


@dataclass(frozen=True)
class QuestionAnswer:
    """What a draft answers to a question: whether it does, and with which words of its article."""

    is_answer: bool
    spans: tuple[TextRange, ...]
    """The passages in the order in which they are shown, in code points; none where it is no answer."""
    shown: ShownAnswer | None = None

    def is_expected(self, question: ProposedQuestion) -> bool:
        """Whether the first passage has words of the facts, or there is none for a gap."""
        if not question.spans:
            return not self.is_answer
        return any(
            low < end and start < high for low, high in self.spans[:1] for start, end in question.spans
        )


@dataclass(frozen=True)
class _ToAnswer:
    """Keeps of an answer the words that it quotes, and how it is shown if that is wanted."""

    article: str
    chat: ChatPayloads | None

    def __call__(self, answer: Answer, presentation: Presentation) -> QuestionAnswer:
        """What an answer quotes of the article, rendered where there are payloads to render it with."""
        quotations = [one for part in answer.parts if isinstance(part, MatchPart) for one in part.quotations]
        spans = tuple(
            (one.selector.start, one.selector.end) for one in quotations if one.source.id == self.article
        )
        shown = ToShown(self.chat)(answer, presentation) if self.chat else None
        return QuestionAnswer(
            not answer.abstained and bool(quotations), () if answer.abstained else spans, shown
        )


class DraftAnswers:
    """Answers questions about one case under review with the service that answers everywhere."""

    def __init__(self, case: Case, vectors: DraftVectors, locale: str) -> None:
        self._article, self._locale = case.sources[0].id, locale
        self._service = service_of(case, vectors)

    async def answer(self, text: str, chat: ChatPayloads | None = None) -> QuestionAnswer:
        """The answer to a question in somebody's words; with ``chat`` also as the platforms show it."""
        # Imported here: what questions need takes a second to import, and not every editor asks one.
        from bot.answers.rehearsal import rehearsing  # noqa: PLC0415

        query, asker = Query(ASK, (("question", text),)), reader(self._locale, "playground")
        with rehearsing():
            return await self._service.reply(query, asker, _ToAnswer(self._article, chat))
