"""Short answers on every case of the tests: one screen, each word once, none cut before it turns."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot.answers.answer import Answer, Quotation
from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.cases.review.sentences import turns_of
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.rendering import proof
from bot.rendering.limits import SCREEN
from bot.rendering.render import Payload, Presentation, in_detail, to_discord, to_slack
from bot.rendering.wording import Wording
from bot.search.archive import Archive

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "content", ROOT / "tests/cases_over_time", ROOT / "tests/cases_invented")
COMMANDS = ("status", "damages", "statements", "timeline", "people", "sources", "caveats")


def cases() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        for file in sorted(folder.glob("*/case.y*ml")):
            yield folder, file.parent.name


CASES = sorted(cases())


@pytest.fixture(scope="module")
def archives() -> dict[Path, Archive]:
    read = {}
    for folder in FOLDERS:
        corpus = Corpus(ContentRepository(folder))
        corpus.read()
        read[folder] = corpus.archive
    return read


def asked(archives: dict[Path, Archive], at: tuple[Path, str], command: str) -> Answer:
    folder, case = at
    return respond(archives[folder], parse(f"/case {command} case:{case}"))


def discord_lines(payload: Payload) -> list[str]:
    texts = chain.from_iterable(
        component["components"] for component in payload["components"] if component["type"] == 17
    )
    displayed = [text["content"] for text in texts if text["type"] == 10]
    return [
        proof.discord_quoted(line[2:])[0] if line.startswith("> ") else proof.discord_words(line)
        for text in displayed
        for line in text.split("\n")
    ]


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", COMMANDS)
def test_each_page_is_one_screen_of_a_phone(
    archives: dict[Path, Archive], at: tuple[Path, str], command: str
) -> None:
    answer = asked(archives, at, command)
    for payload in to_discord(answer, Presentation(public_url="https://q.example")):
        lines = discord_lines(payload)
        assert len("\n".join(lines)) <= SCREEN.text, lines
        assert len(lines) <= SCREEN.lines, lines
    for payload in to_slack(answer, Presentation(Wording("de"))):
        shown = [line for line in payload["text"].split("\n") if line.strip()]
        assert sum(map(len, shown)) <= SCREEN.text * 1.1, shown
        assert len(shown) <= SCREEN.lines * 1.5, shown


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", COMMANDS)
def test_no_quotation_lies_inside_another_one(
    archives: dict[Path, Archive], at: tuple[Path, str], command: str
) -> None:
    quotations = list(in_detail(asked(archives, at, command), "short").quotations())
    for quotation in quotations:
        others = [other for other in quotations if other is not quotation]
        assert not any(other.selector.contains(quotation.selector) for other in others), quotation.text


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", ["status", "damages", "statements", "timeline"])
def test_no_quotation_ends_before_its_sentence_turns(
    archives: dict[Path, Archive], at: tuple[Path, str], command: str
) -> None:
    for quotation in in_detail(asked(archives, at, command), "short").quotations():
        assert turns_of(quotation.source.text, quotation.selector) == (), quotation.text


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", COMMANDS)
def test_the_full_form_is_one_press_away_and_has_every_quotation_of_the_case_command(
    archives: dict[Path, Archive], at: tuple[Path, str], command: str
) -> None:
    answer = asked(archives, at, command)
    short = in_detail(answer, "short")
    full = in_detail(respond(archives[at[0]], answer.query.changed(detail="full")), "short")
    assert spans(full) == spans(answer)
    if command not in {"sources", "caveats"}:
        assert short.suggestions[0].query == answer.query.changed(detail="full")
        assert short.suggestions[0].in_place


def spans(answer: Answer) -> list[tuple[str, int, int]]:
    return [quotation.selector.span for quotation in answer.quotations()]


def texts(answer: Answer) -> list[Quotation]:
    return list(answer.quotations())


def test_the_first_case_says_first_what_was_found(archives: dict[Path, Archive]) -> None:
    lead = str(asked(archives, (FOLDERS[0], "carroll-v-trump"), "status").lead)
    assert lead == (
        "Donald Trump: liable for sexual abuse and defamation, cleared of the rape allegation; "
        "$5 million awarded."
    )
    lead = str(asked(archives, (FOLDERS[0], "carroll-v-trump"), "damages").lead)
    assert lead == "Awarded: $5 million to E. Jean Carroll. Sought: $10 million by E. Jean Carroll."


@pytest.mark.parametrize(
    "question",
    ["did trump rape her", "is trump innocent", "is he guilty", "was he found liable", "did he really do it"],
)
def test_finding_acquittal_and_denial_stand_together(archives: dict[Path, Archive], question: str) -> None:
    answer = respond(archives[FOLDERS[0]], parse(f"/ask {question}"))
    shown = "\n".join(quotation.text for quotation in answer.quotations())
    liable, cleared = shown.find("held liable"), shown.find("cleared of the rape allegation")
    denial = max(shown.find("proclaimed his innocence"), shown.find("I didn’t Rape her"))
    assert 0 <= liable < cleared < denial, shown
    assert "innocence on all accounts" not in shown or "even those he was found liable" in shown


@pytest.mark.parametrize("question", ["hi", "hello", "thanks", "who won the world cup", "tell me a joke"])
def test_no_passage_answers_a_greeting(archives: dict[Path, Archive], question: str) -> None:
    answer = respond(archives[FOLDERS[0]], parse(f"/ask {question}"))
    assert answer.abstained
    assert list(answer.quotations()) == []


def test_detail_is_short_or_full(archives: dict[Path, Archive]) -> None:
    with pytest.raises(CommandError, match="detail: is short or full"):
        parse("/case status detail:long")
