"""Whole texts and their reports: rows with the right verdict, hostile texts, and what every report states."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.library import Library
from bot.cases.model import Case, Party, Source, Statement
from bot.cases.selectors import make_selector
from bot.checking.judging import WORST_FIRST
from bot.checking.parts import TextPart
from bot.checking.report import Report, check
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.rendering.exported_report import exported_report
from bot.search.archive import Archive
from tests.corpora import Corpora
from tests.proofs import tries
from tests.truths import OVER_TIME

ROOT = Path(__file__).parent.parent.parent
ROWS = [json.loads(line) for line in (Path(__file__).parent / "rows.jsonl").read_text("utf-8").splitlines()]
TRUE = {"verbatim", "typography", "elided"}


@pytest.fixture(scope="module")
def carroll(archive: Archive) -> Archive:
    return archive


def checked(archive: Archive, text: str, speaker: str | None = None) -> Report:
    return check(archive, [TextPart(text)], speaker)


@pytest.mark.parametrize("row", ROWS, ids=[row["text"][:50] for row in ROWS])
def test_a_text_gets_its_verdict(carroll: Archive, row: dict[str, Any]) -> None:
    report = checked(carroll, row["text"])
    assert report.verdict == row["expect"]
    assert report.found == row.get("found", report.found)
    assert report.words_outside == row.get("outside", report.words_outside)
    if "changes" in row:
        assert set(row["changes"]) <= {change for one in report.claims for change in one.changes}
    if "stripped" in row:
        assert set(row["stripped"]) <= {one for claim in report.claims for one in claim.stripped}


def test_an_altered_claim_always_shows_what_differs(carroll: Archive) -> None:
    for row in ROWS:
        for one in checked(carroll, row["text"]).claims:
            if one.verdict == "altered":
                assert one.changes
                assert one.differences or one.omitted, row


def test_what_a_gap_leaves_out_is_listed_in_the_words_of_the_source(carroll: Archive) -> None:
    [one] = checked(carroll, "The trial was very unfair [...] being largely and wrongfully shut down").claims
    assert one.omitted == (
        ", with the other side being able to do and present virtually anything they wanted, and our side",
    )
    [joined] = checked(carroll, "“Carroll has filed a ... countersuit”").claims
    assert joined.omitted[0].endswith("Trump has filed a")


def test_places_are_code_points_of_the_text_as_given(carroll: Archive) -> None:
    text = "😂 &quot;a total Scam&quot; he said\n\n> **very** unfair\n\n‘a hostile Judge and Jury’"
    report = checked(carroll, text)
    given = [text[one.claim.start : one.claim.end] for one in report.claims]
    assert given == ["a total Scam", "very** unfair", "a hostile Judge and Jury"]
    assert [one.claim.given for one in report.claims] == given
    assert [one.verdict for one in report.claims] == ["verbatim"] * 3
    assert [text[one.start : one.end] for one in report.outside] == ["&quot; he said"[6:].strip()]


def test_every_report_states_what_was_searched(carroll: Archive) -> None:
    for text in ("look:", "“a total Scam”", ""):
        report = exported_report(checked(carroll, text))
        assert report["coverage"] == {"cases": 1, "sources": 1, "as_of": "2023-07-12"}
        assert (report["found"], report["checked"], report["unchecked"]) == (len(report["claims"]),) * 2 + (
            0,
        )


@pytest.mark.parametrize("text", ["hello there you all", "see you on monday at nine"])
def test_what_is_like_a_source_in_common_words_alone_is_not_altered(corpora: Corpora, text: str) -> None:
    archives = [corpora(ROOT / "tests" / one).archive for one in ("cases_invented", "cases_over_time")]
    assert {checked(archive, text).verdict for archive in archives} == {"not_found"}
    assert checked(archives[1], "Corwhistle filed a notice of protest").verdict == "altered"


def test_words_of_a_source_without_marks_are_reported(carroll: Archive) -> None:
    text = (
        "As everybody knows by now, Carroll was awarded $5 million in damages in the defamation case, "
        "and he called it “a total Scam” later on."
    )
    report = checked(carroll, text)
    assert report.verdict == "verbatim"
    [run] = report.unmarked
    assert run.text == "Carroll was awarded $5 million in damages in the defamation case"
    assert text[run.start : run.end] == run.text
    assert report.words_outside == 22


def test_words_of_a_source_are_reported_in_a_text_that_stands_in_none(carroll: Archive) -> None:
    text = (
        "So here is what I think of all of it after a long day, and please correct me if I am wrong about "
        "it: Carroll was awarded $5 million in damages in the defamation case. Nobody here was surprised by "
        "that, least of all my neighbours, who have followed it for years and never tire of it."
    )
    report = checked(carroll, text)
    assert report.verdict == "not_found"
    assert [run.words for run in report.unmarked] == [11]


def test_quotations_inside_an_altered_quotation_are_judged_as_well(carroll: Archive) -> None:
    text = "“Trump swore under oath that ‘I have NO IDEA WHO SHE IS’ and that it was over”"
    report = checked(carroll, text)
    assert [one.verdict for one in report.claims][1:] == ["verbatim"]


HOSTILE = [
    "x" * 20_001,
    '"' * 5_000,
    "“" * 5_000,
    "“a”" * 1_700,
    "”“" * 2_500,
    "'" * 5_000,
    '“a "b” c" «d ‹e» f›' * 40,
    "\ud800\udfff“a total Scam”\udc00",
    "“a \ud800 total Scam”",
    "> " * 5_000,
    "||" * 5_000,
    "[" * 5_000,
    "](" * 5_000,
    "**" * 5_000,
    "~~" * 5_000,
    "`" * 5_001,
    "\u202e" * 5_000,
    "&quot;" * 3_000,
    "a: " * 5_000,
    "- " * 5_000,
    "X said " * 2_500,
    "…" * 5_000,
    "<@" * 5_000,
    "\n\n" * 9_000,
    "<q>a b c d</q> " * 1_300,
    "<https://a|<b>" * 1_400,
    "</p>  " * 3_300,
    "<b x" * 5_000,
    "Anna Bella\n\n" * 1_600,
    "Anna: Bella: " * 1_500,
    "- one two three four\n" * 900,
    "a[12" * 5_000,
    "a>>" * 6_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=map(str, range(len(HOSTILE))))
def test_hostile_texts_are_answered_in_time(carroll: Archive, text: str) -> None:
    begin = time.process_time()
    report = checked(carroll, text)
    assert time.process_time() - begin < 4
    assert report.verdict in {*WORST_FIRST, "no_quotation"}
    for one in report.claims:
        assert text[one.claim.start : one.claim.end] == one.claim.given


def test_lone_surrogates_make_nothing_true(carroll: Archive) -> None:
    assert checked(carroll, "“a \ud800 total Scam”").verdict in {"altered", "typography"}
    assert checked(carroll, "“a tot\ud800al Scam”").verdict == "altered"


TRUE_WORDS = (
    "The trial was very unfair",
    "Carroll was awarded $5 million in damages in the defamation case",
    "he was cleared of the rape allegation",
    "I won that at trial",
    "a completely unknown to me woman made up a ridiculous story",
)
WRAPS = (
    *("“{}”", '"{}"', "> {}", "||{}||", "**{}**", "_{}_", "{} https://t.co/a1", "{} 😂", "- {}", "`{}`"),
    *("[{}](https://a.example)", "\u2066{}\u2069", "<@1> {}", "# {}", "&quot;{}&quot;", "「{}」", "~~{}~~"),
    *("*{}*", "«{}»"),
)


@settings(max_examples=tries(150, 50), deadline=None)
@given(st.sampled_from(TRUE_WORDS), st.lists(st.sampled_from(WRAPS), max_size=2, unique=True))
def test_unwrapping_never_changes_the_verdict_on_a_true_quotation(
    carroll: Archive, words: str, wraps: list[str]
) -> None:
    text = words
    for wrap in sorted(wraps, key=lambda one: one[0] in "->#<`"):
        text = wrap.format(text)
    if sum(wrap[0] in "->#<`" for wrap in wraps) < 2:
        assert checked(carroll, text).verdict in TRUE, text


@settings(max_examples=tries(200, 60), deadline=None)
@given(
    st.sampled_from(TRUE_WORDS),
    st.integers(0, 40),
    st.sampled_from(("not", "never", "$7", "twelve", "Biden", "quietly", "Smith")),
    st.lists(st.sampled_from(WRAPS), max_size=3),
)
def test_unwrapping_never_makes_a_misquotation_true(
    carroll: Archive, words: str, at: int, other: str, wraps: list[str]
) -> None:
    changed = words.split()
    changed[1 + at % (len(changed) - 2)] = other
    text = " ".join(changed)
    for wrap in wraps:
        text = wrap.format(text)
    assert checked(carroll, text).verdict not in TRUE, text


def test_a_text_of_three_thousand_words_with_fifty_quotations_is_quick(carroll: Archive) -> None:
    source = carroll.library.cases["carroll-v-trump"].sources[0].text.split()
    filler = [
        "the",
        "weather",
        "in",
        "the",
        "valley",
        "was",
        "mild",
        "and",
        "nobody",
        "asked",
        "for",
        "an",
        "umbrella",
        "on",
        "that",
        "day",
    ]
    words: list[str] = []
    for number in range(50):
        begin = number * 7 % (len(source) - 10)
        words += [*filler, *filler, *filler, f"“{' '.join(source[begin : begin + 8]).strip(chr(34))}”"]
    text = " ".join(words)
    checked(carroll, text)
    begin_time = time.process_time()
    report = checked(carroll, text)
    assert time.process_time() - begin_time < 0.5
    assert report.found >= 45


DENIED = (
    "Dov Ketteridge, the landlord, denied ever telling tenants to use the stairs or stay home.\n\n"
    "“I said nothing of the kind to anybody,” Ketteridge said."
)


def disclaimed_archive(kind: str) -> Archive:
    digest = hashlib.sha256(DENIED.encode()).hexdigest()
    source = Source(id="a", file="a.txt", sha256=digest, date_published="2024-01-01", text=DENIED)

    def at(words: str) -> tuple[Any, ...]:
        start = DENIED.index(words)
        return (make_selector("a", DENIED, start, start + len(words)),)

    party = Party(id="dov", name="Dov Ketteridge", kind="person", described_as=at("Dov Ketteridge"))
    statements = (
        Statement(speaker="dov", quote_type=kind, quote=at("use the stairs or stay home")),  # type: ignore[arg-type]
        Statement(speaker="dov", quote_type="direct", quote=at("I said nothing of the kind to anybody")),
    )
    case = Case(
        id="lift",
        title="Lift",
        revised="2024-01-01",
        sources=(source,),
        parties=(party,),
        statements=statements,
    )
    return open_archive(Library({"lift": case}, folder="content"), None)


def test_words_that_a_speaker_denies_to_have_said_are_disclaimed() -> None:
    archive = disclaimed_archive("disclaimed")
    assert checked(archive, "Use the stairs or stay home").verdict == "disclaimed"
    assert checked(archive, "Ketteridge said “use the stairs or stay home”").verdict in {
        "disclaimed",
        "misattributed",
    }
    assert checked(archive, "Use the stairs or stay home", "Dov Ketteridge").verdict == "disclaimed"
    assert checked(archive, "I said nothing of the kind to anybody", "Dov Ketteridge").verdict == "verbatim"


@pytest.fixture
def reported(case_folder: Callable[..., Path]) -> Archive:
    text = "The jury gave Ada Stone $5 million. Nobody objected.\n\nA judge cut it to $3 million."
    body = (
        "events:\n"
        "  - {id: first, label: First, quote: The jury gave Ada Stone $5 million.}\n"
        "  - {id: cut, label: Cut, quote: A judge cut it to $3 million., "
        "supersedes: [{fact: first, how: reduces}]}\n"
    )
    return open_archive(ContentRepository(case_folder(body, {"a.txt": text}).parent).read(), None)


def test_what_a_newer_report_replaced_is_superseded(reported: Archive) -> None:
    assert checked(reported, "The jury gave Ada Stone $5 million").verdict == "superseded"
    assert checked(reported, "A judge cut it to $3 million").verdict == "verbatim"


@pytest.fixture(scope="module")
def over_time(corpora: Corpora) -> Archive:
    return corpora(OVER_TIME).archive


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("We kept a list of customers who complained, and she was at the top of it", "superseded"),
        ("We kept a list of customers who complained", "superseded"),
        ("No such list exists, and none ever did.", "superseded"),
        ("Quillon must pay the £480,000 by 30 October.", "superseded"),
        ("Quillon must pay the £408,000 by 30 October.", "verbatim"),
        ("could not pay for a single stem", "verbatim"),
        ("the quotation could not be verified and has been removed", "verbatim"),
    ],
)
def test_words_of_an_earlier_edition_are_superseded_where_they_were_recorded_from_another_one(
    over_time: Archive, words: str, verdict: str
) -> None:
    assert checked(over_time, f"“{words}”").verdict == verdict
