from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.answers.answer import (
    Answer,
    Attribution,
    ChangePart,
    ContextPart,
    LawsuitPart,
    MatchPart,
    NoticePart,
    OpenPoint,
    PartyPart,
    RulingPart,
    SourcePart,
    Suggestion,
)
from bot.answers.grammar import parse
from bot.answers.phrases import phrase
from bot.answers.query import Query
from bot.answers.respond import respond
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.library import Library
from bot.cases.model import Case, Lawsuit, Party, Ruling, Status
from bot.cases.money import Money
from bot.corpus.index_files import open_archive
from bot.rendering.export import as_object
from bot.rendering.outline import actions, outline, title
from bot.rendering.render import Presentation
from bot.rendering.sections import Line, Quote
from bot.rendering.wording import Wording, plain
from tests.rendering.hostile import answer_of, quotation_of, source_of

WORDS = quotation_of("words")
ENGLISH = Wording()


def shown(answer: Answer) -> list[list[str]]:
    """Each section as ``role: text``."""
    return [
        [
            f"{item.role}: {item.text}" if isinstance(item, Line) else f"quote: {item.text}"
            for item in section.items
        ]
        for section in outline(answer, ENGLISH)
    ]


def test_an_answer_begins_with_what_it_is_about_when_it_was_reported_and_the_answer_in_a_line() -> None:
    answer = answer_of(case_title="Stone v. Bell", as_of="2023-07-12", content_note="A note.")
    assert shown(answer) == [
        [
            "title: Stone v. Bell · quotations",
            "dateline: As reported on 12 July 2023",
            "lead: Found.",
            "note: A note.",
        ]
    ]
    assert title(answer_of(), ENGLISH) == "quotations"


def test_words_of_ours_come_on_one_line_without_the_bars_of_quotations() -> None:
    assert plain(" a\n  │ b\u2028├ c ") == "a | b | c"
    assert shown(answer_of(lead=phrase("{text}", text="a\n│ b")))[0][1] == "lead: a | b"
    assert ENGLISH.credit(quotation_of("x", Attribution("speaker", None, "│ x"))).startswith("| x · #")


def test_a_heading_alone_begins_the_section_after_it_so_that_no_page_ends_with_it() -> None:
    notice = NoticePart(phrase("No date stated"), heading=True)
    match = MatchPart("Stone", "2023-07-12", (WORDS,))
    assert shown(answer_of(parts=(notice, notice, match, notice)))[1:] == [
        [
            "heading: No date stated",
            "heading: No date stated",
            "detail: Stone · as reported on 12 July 2023",
            "quote: words",
        ],
        ["heading: No date stated"],
    ]


def test_open_points_follow_with_the_words_at_issue() -> None:
    points = (OpenPoint("Not said.", (WORDS,)), OpenPoint("Nor that."))
    first = ["heading: What the source leaves open", "bullet: Not said.", "quote: words"]
    assert shown(answer_of(WORDS, open_points=points))[-1] == [*first, "bullet: Nor that."]
    # Where they are the answer, a page can end between any two of them.
    assert shown(answer_of(open_points=points))[1:] == [first, ["bullet: Nor that."]]


def test_a_match_names_its_case_only_where_the_answer_is_about_none() -> None:
    assert shown(answer_of(WORDS))[1] == ["detail: Stone · as reported on 12 July 2023", "quote: words"]
    assert shown(answer_of(WORDS, case="stone"))[1] == ["quote: words"]


def lawsuit(**fields: object) -> Lawsuit:
    return replace(Lawsuit(id="one", label="The suit", quote=(WORDS.selector,)), **fields)  # type: ignore[arg-type]  # any of its fields


@pytest.mark.parametrize(
    ("part", "lines"),
    [
        (LawsuitPart(lawsuit(), (), (), None), ["heading: The suit", "detail: no filing date stated"]),
        (
            LawsuitPart(
                lawsuit(
                    case_name="Stone v. Bell",
                    docket_number="1:20",
                    cause=("fraud", "libel", "slander"),
                    date_filed=PartialDate(edtf="2019", raw="2019", certainty="stated"),
                    status=(
                        Status(
                            value="verdict",
                            quote=(WORDS.selector,),
                            date=PartialDate(edtf="2023-05", raw="May", certainty="inferred"),
                        ),
                    ),
                ),
                ("Ada",),
                ("Bell", "Cole"),
                "The court",
            ),
            [
                "heading: The suit · Ada against Bell and Cole",
                (
                    "detail: decided by a verdict · May 2023, year inferred · filed 2019"
                    " · for fraud, libel and slander"
                ),
                "detail: Stone v. Bell · 1:20 · The court",
            ],
        ),
        (
            RulingPart(
                Ruling(quote=(WORDS.selector,), claim="fraud", outcome="not_liable"),
                "Bell",
                "a jury",
                ("One", "Two"),
                open_link=True,
                account_of="Ada",
                quotations=(),
            ),
            [
                "subheading: Found not liable: fraud, by Ada's own account",
                "detail: no date stated · Bell · by a jury",
                "detail: which lawsuit is not stated: One or Two",
            ],
        ),
        (
            PartyPart(Party(id="a", name="Ada", kind="unnamed", described_as=()), (), (("judge", None),)),
            ["subheading: Ada", "detail: Not named · judge"],
        ),
        (
            SourcePart(replace(source_of("words"), author=("A", "B"), publisher="P", url="https://x"), 2, ()),
            [
                "subheading: The article (no headline given)",
                "detail: P · by A and B · 12 July 2023",
                "detail: 2 quotations rest on it · 5 characters",
                f"detail: sha256 {'0' * 64}",
                "detail: https://x",
            ],
        ),
        (
            SourcePart(source_of("words"), 1, ()),
            [
                "subheading: The article (no headline given)",
                "detail: publisher not given · author not given · 12 July 2023",
                "detail: 1 quotation rests on it · 5 characters",
                f"detail: sha256 {'0' * 64}",
            ],
        ),
        (
            ChangePart(
                Change(
                    "gained", "rulings", None, None, (Case(title="x", revised="2026-01-02", sources=()),) * 2
                ),
                "fraud",
                "2026-01-02",
                (),
            ),
            [
                "subheading: Added: ruling “fraud”",
                "detail: 2 January 2026 · an editor’s change, no new report",
            ],
        ),
        (ContextPart((WORDS,)), ["subheading: In its paragraph", "quote: words"]),
    ],
)
def test_each_kind_of_part_is_worded_from_what_the_source_gives(part: object, lines: list[str]) -> None:
    assert shown(answer_of(parts=(part,)))[1] == lines


def test_an_answer_leads_to_other_questions_than_its_own() -> None:
    asked, other = Query("case status"), Query("case people")
    answer = answer_of(
        query=asked, suggestions=(Suggestion(phrase("Status"), asked), Suggestion(phrase("People"), other))
    )
    assert [(action.label, action.query) for action in actions(answer, ENGLISH)] == [("People", other)]


@pytest.mark.parametrize(
    ("edtf", "certainty", "worded"),
    [
        ("2023-07-12", "stated", "12 July 2023"),
        ("2023-07-12", "inferred", "12 July 2023, inferred"),
        ("2023-05", "stated", "May 2023"),
        ("2023-05", "inferred", "May 2023, year inferred"),
        ("2019", "stated", "2019"),
        ("2019", "inferred", "2019, inferred"),
        ("199X", "stated", "1990s"),
        ("2023-23", "stated", "autumn of 2023"),
        ("2023-05/2023-07-02", "stated", "May 2023 to 2 July 2023"),
        ("2022/2023", "inferred", "2022 to 2023, inferred"),
    ],
)
def test_a_date_is_as_exact_as_the_source_and_says_what_is_inferred(
    edtf: str, certainty: str, worded: str
) -> None:
    assert ENGLISH.date(PartialDate(edtf=edtf, raw="then", certainty=certainty)) == worded  # type: ignore[arg-type]  # a str that is one of its literals


def test_an_amount_is_written_with_its_currency_and_with_cents_only_where_it_has_some() -> None:
    assert ENGLISH.amount(Money(value=Decimal(5_000_000), currency="USD", raw="$5 million")) == "$5,000,000"
    assert ENGLISH.amount(Money(value=Decimal("1250.50"), currency="GBP", raw="£1,250.50")) == "£1,250.50"
    german = Wording("de")
    assert (
        german.amount(Money(value=Decimal(5_000_000), currency="USD", raw="$5 million")) == "5.000.000\u00a0$"
    )
    assert (
        german.amount(Money(value=Decimal("1250.50"), currency="GBP", raw="£1,250.50")) == "1.250,50\u00a0£"
    )


def test_a_currency_without_a_sign_keeps_its_letters_apart_from_the_amount() -> None:
    francs = Money(value=Decimal(5_000), currency="CHF", raw="5,000 francs")
    dollars = Money(value=Decimal(5_000), currency="USD", raw="$5,000")
    assert ENGLISH.amount(francs) == "CHF\u00a05,000"
    assert Wording("es-419").amount(dollars) == "USD\u00a05,000"
    assert Wording("es-ES").amount(dollars) == "5.000\u00a0US$"


def test_percent_are_written_as_the_locale_does() -> None:
    written = {name: Wording(name).percent(Decimal("99.625")) for name in ("en", "de", "es", "es-419")}
    assert written == {
        "en": "99.625%",
        "de": "99,625\u00a0%",
        "es": "99,625\u00a0%",
        "es-419": "99.625%",
    }
    assert Wording("de").percent(Decimal(70)) == "70\u00a0%"


def test_dates_are_in_the_order_of_the_locale() -> None:
    day = PartialDate(edtf="2023-07-12", raw="12 July", certainty="stated")
    month = PartialDate(edtf="2023-07", raw="July 2023", certainty="stated")
    written = {
        name: (Wording(name).date(day), Wording(name).date(month))
        for name in ("en", "en-US", "de", "de-AT", "es", "es-419")
    }
    assert written == {
        "en": ("12 July 2023", "July 2023"),
        "en-US": ("July 12, 2023", "July 2023"),
        "de": ("12. Juli 2023", "Juli 2023"),
        "de-AT": ("12. Juli 2023", "Juli 2023"),
        "es": ("12 de julio de 2023", "julio de 2023"),
        "es-419": ("12 de julio de 2023", "julio de 2023"),
    }


def test_a_day_in_a_sentence_is_written_as_the_readers_locale_does() -> None:
    day = PartialDate(edtf="2023-07-12", raw="", certainty="stated").earliest
    assert ENGLISH.say(phrase("Since {day}.", day=day)) == "Since 12 July 2023."


@pytest.mark.parametrize(
    ("attribution", "credit"),
    [
        (Attribution("publisher", None), "The article"),
        (Attribution("publisher", "The Bell"), "The Bell"),
        (Attribution("publisher", "The Bell", "Ada", "X"), "The Bell, on what Ada said · X"),
        (Attribution("speaker", "The Bell", "Ada", "X", "third post"), "Ada · X · third post"),
        (Attribution("speaker", None, "Ada", inferred=True), "Ada · attribution inferred"),
    ],
)
def test_a_credit_says_whose_words_they_are(attribution: Attribution, credit: str) -> None:
    quotation = quotation_of("words", attribution)
    assert ENGLISH.credit(quotation) == f"{credit} · #{quotation.id}"


def test_a_piece_of_a_quotation_says_that_it_goes_on() -> None:
    head, tail = Quote(WORDS, "Ada · #x", 0, 5, ENGLISH.continued, ENGLISH.continues).cut(2)
    assert (head.text, head.credit_line) == ("wo", "Ada · #x · continued on the next page")
    assert (tail.text, tail.credit_line) == ("rds", "Ada · #x · continued from the page before")
    assert tail.cut(1)[0].credit_line == (
        "Ada · #x · continued from the page before · continued on the next page"
    )


def test_exported_quotations_are_spans_of_the_files_they_name(library: Library) -> None:
    answer = respond(open_archive(library, None), parse("/case damages"))
    exported = as_object(answer, Presentation(prefix="x-"))
    assert exported["command"] == "/x-case damages"
    assert exported["title"] == "Carroll v. Trump · damages"
    assert exported["as_of"] == "2023-07-12"
    assert not exported["abstained"]
    assert len(exported["caveats"]) == len(answer.open_points)
    assert len(exported["quotations"]) == len(list(answer.quotations()))
    text = library.cases["carroll-v-trump"].sources[0].text
    for quotation in exported["quotations"]:
        assert quotation["text"] == text[quotation["start"] : quotation["end"]]
        assert quotation["source_file"].endswith("carroll-v-trump/sources/2023-07-12.txt")
    speakers = {(quotation["asserted_by"], quotation["speaker"]) for quotation in exported["quotations"]}
    assert ("speaker", "Donald Trump") in speakers
