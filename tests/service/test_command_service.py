"""The service: the same answers for everybody, in time, whatever is asked and whatever goes wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.answers.asker import ANYBODY, Asker
from bot.answers.grammar import parse
from bot.answers.query import Query
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering.gate import NotProvenOnPayload
from bot.rendering.render import Presentation, to_discord, to_text
from bot.service.command_service import CommandService, Extension
from bot.service.preferences import Preferences
from tests.corpora import Corpora

INVENTED = Path(__file__).parent.parent / "cases_invented"


def service_of(corpus: Corpus, **options: Any) -> CommandService:
    return CommandService(corpus, Presentation(), **options)


async def test_a_typed_command_and_its_query_are_answered_alike(corpus: Corpus) -> None:
    service = service_of(corpus)
    typed = await service.reply("/case damages", ANYBODY, to_text)
    assert typed == await service.reply(Query("case damages"), ANYBODY, to_text)
    assert "Carroll was awarded $5 million in damages in the defamation case." in typed


async def test_everybody_is_answered_in_their_own_language(corpus: Corpus) -> None:
    service, german = service_of(corpus), replace(ANYBODY, locale="de-CH")
    for command, english, words in (
        ("/case damages", "As reported on 12 July 2023", "Berichtsstand: 12. Juli 2023"),
        ("/case damage", "Did you mean /case damages?", "War /case damages gemeint?"),
    ):
        assert english in await service.reply(command, ANYBODY, to_text)
        assert words in await service.reply(command, german, to_text)
        assert english in await service.reply(command, replace(ANYBODY, locale="fr"), to_text)


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("/case status", "Según lo publicado el 12 de julio de 2023\n"),
        ("/case status", "Donald Trump: responsable (civilmente) de sexual abuse [en] y defamation [en], "),
        ("/case status", "\nThe 2019 lawsuit [en] · E. Jean Carroll contra Donald Trump\n"),
        ("/quote travesty of justice", "1 resultado para “travesty of justice”\n"),
        ("/quote travesty of justice speaker:«Donald Trump»", "1 resultado para “travesty of justice”\n"),
        (
            "/quote nowhere",
            "La fuente no lo dice: ninguna cita ni ninguna frase tiene las palabras “nowhere”.",
        ),
        ("/verify Carroll was awarded $50 million", "Alterada: la fuente tiene otras palabras."),
        ("/case damage", "¿Quiso decir /case damages?"),
        ("/case status detail:largo", "detail: es short o full, no “largo”."),
    ],
)
async def test_a_spanish_reader_reads_spanish_and_labels_that_have_none_with_their_language(
    corpus: Corpus, command: str, words: str
) -> None:
    service = service_of(corpus)
    for locale in ("es", "es-ES", "es-419", "es-MX"):
        assert words in await service.reply(command, replace(ANYBODY, locale=locale), to_text)
    for unknown in ("xx", "pt-BR", "!!"):
        english = await service.reply(command, replace(ANYBODY, locale=unknown), to_text)
        assert english == await service.reply(command, ANYBODY, to_text)


async def test_what_is_asked_again_is_the_same_payload_until_the_cases_change(content: Path) -> None:
    corpus = Corpus(ContentRepository(content))
    corpus.read()
    service = service_of(corpus)
    first = await service.reply("/case damages", ANYBODY, to_discord)
    assert await service.reply("/case damages", ANYBODY, to_discord) is first
    corpus.read()
    again = await service.reply("/case damages", ANYBODY, to_discord)
    assert again is not first
    assert again == first


async def test_a_command_that_does_not_parse_is_answered_with_the_forms_that_do(
    corpus: Corpus,
) -> None:
    reply = await service_of(corpus).reply("/case damage", ANYBODY, to_text)
    assert "Did you mean /case damages?" in reply
    assert "/case damages [case:…]" in reply


async def test_a_refusal_that_is_about_no_command_lists_none(corpus: Corpus) -> None:
    reply = await service_of(corpus).reply("/case damages case:nobody", ANYBODY, to_text)
    assert "There is no case “nobody”. Known: carroll-v-trump." in reply
    assert "/case" not in reply


async def test_an_answer_that_cannot_be_proven_is_held_back(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    held: list[str] = []

    def render(answer: Answer, presentation: Presentation) -> str:
        if answer.query.command == "case damages":
            raise NotProvenOnPayload("a letter differs")
        return to_text(answer, presentation)

    service = service_of(corpus, count=lambda *counted: held.append("/".join(counted)))
    assert "This answer was held back" in await service.reply("/case damages", ANYBODY, render)
    assert "a letter differs" in "".join(capsys.readouterr())
    assert held == ["terminal/none/held back"]


async def test_an_answer_that_fails_is_still_a_sentence(
    corpus: Corpus, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(_: Query, __: Asker) -> Answer:
        raise ZeroDivisionError

    service = service_of(corpus, extensions=[Extension({"case damages": broken})])
    assert "Something went wrong here" in await service.reply("/case damages", ANYBODY, to_text)
    assert "ZeroDivisionError" in "".join(capsys.readouterr())


async def test_a_place_has_its_own_case(corpora: Corpora) -> None:
    class Vale:
        async def of(self, asker: Asker) -> Preferences:
            return Preferences(case="solheim-dray-v-vale" if asker.channel == "vale" else None)

    service = service_of(corpora(INVENTED), preferences=Vale())
    there = replace(ANYBODY, channel="vale")
    assert "Which case?" in await service.reply("/case damages", ANYBODY, to_text)
    assert "Which case?" not in await service.reply("/case damages", there, to_text)
    named = await service.reply("/case damages case:okoro-hale-v-corvane", there, to_text)
    assert named == await service.reply("/case damages case:okoro-hale-v-corvane", ANYBODY, to_text)


async def test_choices_complete_what_is_typed(corpus: Corpus) -> None:
    service = service_of(corpus)
    begun = parse("/case statements")
    assert [choice.value for choice in await service.complete(begun, "case", "car", 25)] == [
        "carroll-v-trump"
    ]
    assert [choice.name for choice in await service.complete(begun, "speaker", "tru", 25)] == ["Donald Trump"]
    found = await service.complete(Query("quote"), "text", "travesty of jus", 25)
    assert "TRAVESTY OF JUSTICE" in found[0].name
    assert found[0].value.startswith("#")
    assert len(await service.complete(Query("quote"), "text", "", 25)) == 25
    assert await service.complete(Query("quote"), "nothing", "", 25) == ()
