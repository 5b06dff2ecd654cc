"""Short answers on every case of the tests: one screen, each word once, none cut before it turns."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from bot.answers.answer import Answer, Attribution, Quotation
from bot.answers.grammar import parse
from bot.answers.query import CommandError
from bot.answers.respond import respond
from bot.cases.review.sentences import turns_of
from bot.rendering import proof
from bot.rendering.limits import SCREEN
from bot.rendering.part_wording import meaning
from bot.rendering.render import Payload, Presentation, in_detail, to_discord, to_slack
from bot.rendering.wording import Wording
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.rendering.hostile import answer_of, quotation_of

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "content", ROOT / "tests/cases_over_time", ROOT / "tests/cases_invented")
COMMANDS = ("status", "damages", "statements", "timeline", "people", "sources", "caveats")


def cases() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        for file in sorted(folder.glob("*/case.y*ml")):
            yield folder, file.parent.name


CASES = sorted(cases())


@pytest.fixture(scope="module")
def archives(corpora: Corpora) -> dict[Path, Archive]:
    return {folder: corpora(folder).archive for folder in FOLDERS}


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
    if command not in {"sources", "caveats"} and (short.parts != answer.parts or answer.open_points):
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


def labels(payload: Payload) -> list[str]:
    rows = [component["components"] for component in payload["components"] if component["type"] == 1]
    return [button["label"] for button in chain.from_iterable(rows) if button["type"] == 2]


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_only_counted_is_a_press_away_on_every_page(
    archives: dict[Path, Archive], at: tuple[Path, str], command: str
) -> None:
    pages = to_discord(asked(archives, at, command), Presentation())
    lines = [line for payload in pages for line in discord_lines(payload)]
    counted = any(line.endswith(("point is left open.", "points are left open.")) for line in lines)
    assert not counted or all("Left open" in labels(payload) for payload in pages)


@pytest.mark.parametrize("typed", ["/ask hi", "/case sources", "/case caveats", "/help"])
def test_everything_is_offered_only_where_there_is_more(archives: dict[Path, Archive], typed: str) -> None:
    [*pages] = to_discord(respond(archives[FOLDERS[0]], parse(typed)), Presentation())
    assert not any({"Everything", "Left open"} & set(labels(payload)) for payload in pages)


@pytest.mark.parametrize("at", CASES, ids=lambda at: at[1])
def test_no_page_breaks_a_line_of_a_lawsuit(archives: dict[Path, Archive], at: tuple[Path, str]) -> None:
    answer = asked(archives, at, "status")
    lines = {line for payload in to_discord(answer, Presentation()) for line in discord_lines(payload)}
    for part in in_detail(answer, "short").parts:
        details = [line for role, line in meaning(part, Wording()) if role == "detail" and line]
        assert {" ".join(line.split()) for line in details} <= lines


def test_rulings_about_several_parties_name_each(archives: dict[Path, Archive]) -> None:
    answer = asked(archives, (FOLDERS[1], "fennimore-v-tarrow-vale"), "status")
    lines = [line for payload in to_discord(answer, Presentation()) for line in discord_lines(payload)]
    assert "Found liable: negligence · Dunmarrow Haulage" in lines
    assert "Found at fault: share of the fault · Tarrow Vale Solvents · 70% of the fault" in lines
    assert not any("negligence and negligence" in line for line in lines)


def test_a_sentence_begins_after_the_date_of_its_article(archives: dict[Path, Archive]) -> None:
    short = in_detail(asked(archives, (FOLDERS[0], "carroll-v-trump"), "people"), "short")
    assert next(short.quotations()).text.startswith("Former President Donald Trump on Wednesday")


def test_words_that_are_denied_are_shown_with_the_denial(
    archives: dict[Path, Archive],
) -> None:
    short = in_detail(asked(archives, (FOLDERS[1], "osk-v-brine"), "statements"), "short")
    [denied] = [one for one in short.quotations() if "Use the stairs" in one.text]
    assert denied.text.startswith("Nobody on our staff ever said,")
    assert denied.text.endswith("as the complaint claims,")
    assert denied.attribution.speaker == "Dov Ketteridge"


def test_a_quotation_in_its_paragraph_keeps_its_own_credit(archives: dict[Path, Archive]) -> None:
    answer = respond(archives[FOLDERS[0]], parse("/quote #eag7ef"))
    assert [one.text for one in in_detail(answer, "short").quotations()] == [
        one.text for one in answer.quotations()
    ]
    own, paragraph = answer.quotations()
    assert own.attribution.speaker == "Donald Trump"
    assert own.text in paragraph.text


def test_the_same_sum_without_a_recipient_is_told_once(archives: dict[Path, Archive]) -> None:
    typed = "/case damages case:marchbank-v-quillon as-of:2024-10-03"
    lead = str(respond(archives[FOLDERS[1]], parse(typed)).lead)
    assert lead.startswith("Awarded: £480,000 to Delyth Marchbank. Fined:")


def test_parties_are_kept_apart_in_the_first_line(archives: dict[Path, Archive]) -> None:
    lead = str(asked(archives, (FOLDERS[1], "osk-v-brine"), "status").lead)
    assert lead.startswith(
        "Brine & Daughters Ferries: at fault for the fall on the icy stairs (70 percent); Polar"
    )


def test_the_closest_passage_may_share_its_word_with_its_sentence(archives: dict[Path, Archive]) -> None:
    answer = respond(archives[FOLDERS[0]], parse("/ask whats the judges name"))
    assert answer.abstained
    assert "Clinton appointee" in next(answer.quotations()).text


def test_a_credit_longer_than_a_screen_is_sent_all_the_same() -> None:
    long = Attribution("speaker", None, "Ada Stone " * 120)
    for render in (to_discord, to_slack):
        assert render(answer_of(quotation_of("words", long)), Presentation())
