"""Each warning of a review, what answers it, and what is no reason to warn."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from bot.cases.changes import changes
from bot.cases.document import read_document
from bot.cases.model import Case
from bot.cases.review.relations import wrong_sums
from bot.cases.review.warnings import Warned, warnings_of
from bot.cases.reviewed import CODES
from bot.corpus.loader import load_case
from tests.cases.planted import CARRICK, CARROLL, MARROW, OKORO, OYELARAN, PELL, SOLHEIM
from tests.cases.test_review_planted import folder_of, problems_in

Review = Callable[..., list[str]]
PARTIES = (
    "parties:\n"
    "  - {id: stone, name: Ada Stone, kind: person, described_as: Ada Stone sued, aliases: [Stone]}\n"
    "  - {id: bell, name: Bell Works, kind: organization, described_as: sued Bell Works}\n"
)
SUIT = (
    "lawsuits: [{id: suit, label: The suit, plaintiffs: [stone], defendants: [bell], quote: Ada Stone sued, "
    "status: {value: filed, quote: Ada Stone sued}}]\n"
)


@pytest.fixture
def warned(case_folder: Callable[..., Path]) -> Callable[..., list[Warned]]:
    def review(body: str, text: str, **options: object) -> list[Warned]:
        sources: Mapping[str, str] = {"a.txt": f"Ada Stone sued Bell Works.\n\n{text}\n"}
        folder = case_folder(PARTIES + SUIT + body, sources, **options)
        file = folder / "case.yaml"
        document = read_document(file.read_bytes(), str(file))
        return list(warnings_of(load_case(folder), document, str(folder), str(file)))

    return review


@pytest.fixture
def review(warned: Callable[..., list[Warned]]) -> Review:
    """Writes a case and gives its warnings but those of unquoted words, as ``code: message``."""

    def messages(body: str, text: str) -> list[str]:
        return [
            f"{one.code}: {one.problem.message}"
            for one in warned(body, text)
            if not one.code.startswith(("uncovered", "unused")) and not one.answer
        ]

    return messages


DATES = [
    ("ruled on Tuesday", "Tuesday", "2025-05-28", "weekday"),
    ("ruled on Wednesday", "Wednesday", "2025-05-28", ""),
    ("ruled on Friday, 28 May 2025", "28 May 2025", "2025-05-28", "weekday"),
    ("ruled on 28 May 2025, a Friday", "28 May 2025", "2025-05-28", "weekday"),
    ("ruled on May 27", "May 27", "2025-05-28", "day"),
    ("ruled on the 27th", "27th", "2025-05-28", "day"),
    ("ruled from 27 to 28 May", "27 to 28 May", "2025-05-28", ""),
    ("ruled in June", "June", "2025-05", "date"),
    ("ruled on Sept. 3", "Sept. 3", "2025-09-03", ""),
    ("ruled on Sept. 3", "Sept. 3", "2025-10-03", "date"),
    ("ruled in May 2024", "May 2024", "2025-05", "date"),
    ("ruled in autumn", "autumn", "2025-23", ""),
    ("ruled in May and June", "May and June", "2025-05/2025-06", ""),
    ("ruled in the 1990s", "1990s", "199X", ""),
    ("ruled yesterday", "yesterday", "2025-05-31", ""),
    ("ruled yesterday", "yesterday", "2025-06-01", "day"),
]


@pytest.mark.parametrize(("words", "raw", "edtf", "code"), DATES)
def test_a_date_is_held_against_its_words(review: Review, words: str, raw: str, edtf: str, code: str) -> None:
    found = review(
        f"events: [{{label: A, quote: '{words}', "
        f"date: {{edtf: {edtf}, raw: '{raw}', certainty: inferred}}}}]\n",
        f"The court {words}.",
    )
    assert [one.partition(":")[0] for one in found] == ([code] if code else [])


@pytest.mark.parametrize(
    ("section", "edtf", "codes"),
    [
        ("rulings: [{lawsuit: suit, claim: the noise, outcome: denied", "2026-05-28", ["after-report"]),
        ("awards: [{kind: awarded, undisclosed: true", "2026-05", ["after-report"]),
        ("rulings: [{lawsuit: suit, claim: the noise, outcome: denied", "2025-05-28", []),
        ("rulings: [{lawsuit: suit, claim: the noise, outcome: denied", "2025", []),
        ("events: [{label: A, event_status: scheduled", "2026-05-28", []),
        ("events: [{label: A", "2026-05-28", []),
    ],
)
def test_what_was_decided_was_decided_before_it_was_reported(
    review: Review, section: str, edtf: str, codes: list[str]
) -> None:
    body = f"{section}, quote: 'denied it in May', date: {{edtf: {edtf}, raw: May, certainty: inferred}}}}]\n"
    found = review(body, "The court denied it in May.")
    assert [one.partition(":")[0] for one in found] == codes


@pytest.mark.parametrize(
    ("cue", "codes"),
    [
        ("{exact: she said, prefix: '\"No,\" '}", []),
        ("{exact: she said, prefix: '\"Yes,\" '}", ["cue"]),
        ("said Stone", []),
    ],
)
def test_a_cue_that_names_nobody_stands_beside_its_words(review: Review, cue: str, codes: list[str]) -> None:
    body = f"statements: [{{speaker: stone, quote_type: direct, quote: 'No,', cue: {cue}}}]\n"
    found = review(body, '"No," she said.\n\n"Yes," she said.\n\n"Maybe," said Stone.')
    assert [one.partition(":")[0] for one in found] == codes


KINDS = [
    ("awarded", "She was awarded $5.", ""),
    ("sought", "She was awarded $5.", "award-kind"),
    ("awarded", "She is seeking $5.", "award-kind"),
    ("awarded", "She had asked for $9 and was awarded $5.", ""),
    ("awarded", "The company has agreed on $5.", ""),
    ("paid", "The company must pay $5.", "award-kind"),
    ("awarded", "The company paid her $5.", "award-kind"),
    ("paid", "The company was ordered to pay $5 and paid it.", ""),
    ("awarded", "The sides have settled for $5.", "award-kind"),
    ("settled", "The sides have settled for $5.", ""),
    ("awarded", "She was awarded $5 after the settlement failed.", ""),
]


@pytest.mark.parametrize(("kind", "words", "code"), KINDS)
def test_a_kind_is_held_against_the_quotation(review: Review, kind: str, words: str, code: str) -> None:
    found = review(
        f"awards: [{{kind: {kind}, amount: {{value: 5, currency: USD, raw: $5}}, quote: '{words}'}}]\n", words
    )
    assert [one.partition(":")[0] for one in found] == ([code] if code else [])


OUTCOMES = [
    ("liable", "Bell was found not liable.", "outcome"),
    ("not_liable", "Bell was found liable.", "outcome"),
    ("not_liable", "Bell was liable for one thing, but not for the other.", ""),
    ("liable", "Bell was liable for one thing, and cleared of another.", ""),
    ("cleared", "The jury acquitted Bell.", ""),
    ("dismissed", "The judge threw out the claim.", ""),
    ("dismissed", "Bell was held liable.", "outcome"),
    ("other", "Bell was held liable.", ""),
    ("dismissed", "The judge said no.", ""),
    ("convicted", "Prosecutors have charged Stone with perjury.", "outcome"),
    ("guilty", "Stone was indicted.", "outcome"),
    ("convicted", "Stone, who was charged in May, was convicted.", ""),
    ("guilty", "The jury decided against Stone.", ""),
    ("liable", "The court reversed the finding that Bell was negligent.", "outcome"),
    ("liable", "The court overturned the verdict that Bell was liable.", "outcome"),
    ("reversed", "The court reversed the finding that Bell was negligent.", ""),
]


@pytest.mark.parametrize(("outcome", "words", "code"), OUTCOMES)
def test_an_outcome_is_held_against_the_quotation(
    review: Review, outcome: str, words: str, code: str
) -> None:
    on = "charge" if outcome in {"convicted", "guilty"} else "claim"
    found = review(f"rulings: [{{on: {on}, claim: a claim, outcome: {outcome}, quote: '{words}'}}]\n", words)
    assert [one.partition(":")[0] for one in found] == ([code] if code else [])


SPEAKERS = [
    ("bell", "cue: Stone said,", "“It was fair,” Stone said, and left.", "speaker"),
    ("stone", "cue: Stone said,", "“It was fair,” Stone said, and left.", ""),
    ("bell", "", "“It was fair,” Stone said, and left.", "speaker"),
    ("bell", "", "“It was fair,” said Stone, and left.", "speaker"),
    ("bell", "", "“It was fair,” she said, and left.", ""),
    # A new sentence is not this quotation's.
    ("bell", "", "“It was fair,” it said.\n\nAda Stone said no.", ""),
    # Whom the speaker told it is no speaker.
    ("bell", "", "“It was fair,” it told Stone later.", ""),
    ("bell", "", "“It was fair,” Stone's rival said.", ""),
]


@pytest.mark.parametrize(("speaker", "cue", "text", "code"), SPEAKERS)
def test_a_speaker_is_held_against_the_cue(
    review: Review, speaker: str, cue: str, text: str, code: str
) -> None:
    more = f"    {cue}\n" if cue else ""
    found = review(
        f"statements:\n  - speaker: {speaker}\n    quote_type: direct\n    quote: 'It was fair,'\n{more}",
        text,
    )
    assert [one.partition(":")[0] for one in found] == ([code] if code else [])


TURNS = [
    ("The court ruled for her", " but not on costs.", "turned"),
    ("The court ruled for her", ", according to her lawyer.", "turned"),
    ("The court ruled for her", " on Monday, although two judges dissented.", "turned"),
    ("The court ruled for her", ", not for the company.", "turned"),
    ("The court ruled for her", " in May.", ""),
    ("The court ruled for her", ". But it was late.", ""),
    ("The court ruled for her", " under Mr. Justice Renn. However, it was late.", ""),
    ("The court ruled for her", " and said that “nobody but us” knew.", ""),
    ("The court ruled for her", " to do with as she wishes, even.\n\nBut no.", "turned"),
]


@pytest.mark.parametrize(("quote", "rest", "code"), TURNS)
def test_a_quotation_that_ends_where_its_sentence_turns(
    review: Review, quote: str, rest: str, code: str
) -> None:
    found = review(f"events: [{{label: A, quote: '{quote}'}}]\n", quote + rest)
    assert [one.partition(":")[0] for one in found] == ([code] if code else [])


def test_a_turn_that_a_caveat_quotes_is_no_turned_cut(review: Review) -> None:
    text = "The court ruled for her, but not on costs."
    caveat = "caveats: [{id: costs, text: Costs are open., quote: but not on costs}]\n"
    event = "events: [{label: A, quote: The court ruled for her, caveats: [costs]}]\n"
    assert review(caveat + event, text) == []
    assert review(event.replace(", caveats: [costs]", ""), text) == [
        "turned: the sentence goes on with “but not on costs”, which is not quoted"
    ]


def test_words_of_the_article_that_no_entry_quotes(warned: Callable[..., list[Warned]]) -> None:
    text = 'Stone asked for $7 million in May 2024. "I will not give up now," she said of "Paper Lanterns".'
    found = [(one.code, one.problem.message, one.problem.place.line) for one in warned("", text)]
    assert found == [
        ("uncovered-amount", "no entry quotes the amount “$7 million”", 3),
        ("uncovered-date", "no entry quotes the date “May 2024”", 3),
        ("uncovered-quotation", "no entry quotes the quotation “I will not give up now,”", 3),
    ]
    assert all(one.problem.file.endswith("stone/sources/a.txt") for one in warned("", text))


AMOUNTS = [
    (("$5",), ("USD",), []),
    (("$5", "€3"), ("USD", "EUR"), ["“€3” is in EUR, others of the suit are in USD"]),
    (("$5", "C$6"), ("CAD", "CAD"), []),
    (("€3", "$5", "$6"), ("EUR", "USD", "USD"), ["“€3” is in EUR, others of the suit are in USD"]),
    (("$5 and €3",), ("USD",), ["“$5 and €3” names “€” beside USD: two amounts?"]),
    (("5 US dollars ($5)",), ("USD",), []),
]


@pytest.mark.parametrize(("raws", "codes", "sentences"), AMOUNTS)
def test_amounts_in_two_currencies(
    review: Review, raws: tuple[str, ...], codes: tuple[str, ...], sentences: list[str]
) -> None:
    entries = "".join(
        f"  - {{kind: awarded, quote: They won {raw}, lawsuit: suit,"
        f" amount: {{value: {raw.strip('$€C')[0]}, currency: {code}, raw: {raw}}}}}\n"
        for raw, code in zip(raws, codes, strict=True)
    )
    found = review(f"awards:\n{entries}", " ".join(f"They won {raw}." for raw in raws))
    assert [one for one in found if one.startswith("currency")] == [f"currency: {one}" for one in sentences]


def test_parts_that_do_not_add_up(case_of: Callable[..., Case]) -> None:
    case = case_of(
        "awards: [{id: whole, kind: awarded, quote: a court awarded Stone $5 million, "
        "amount: {value: 5000000, currency: USD, raw: $5 million}}]\n"
    )
    [whole] = case.awards
    assert whole.amount
    parts = [
        replace(whole, id=None, amount=replace(whole.amount, value=Decimal(value)), part_of="whole")
        for value in (3_000_000, 1_000_000)
    ]
    [found] = wrong_sums(replace(case, awards=(whole, *parts)))
    assert found.message == "the parts add up to 4,000,000, not to 5,000,000 USD"
    assert list(wrong_sums(replace(case, awards=(replace(whole, caveats=("open",)), *parts)))) == []
    assert list(wrong_sums(case)) == []


RULED = (
    "events: [{label: A, quote: ruled on Tuesday, REVIEWED "
    "date: {edtf: 2025-05-28, raw: Tuesday, certainty: inferred}}]\n"
)


@pytest.mark.parametrize(
    "answer",
    [
        "reviewed: 'weekday: the article is wrong',",
        "reviewed: ['weekday: the article is wrong'],",
        "reviewed: [{weekday: the article is wrong}],",
        "reviewed: {weekday: the article is wrong},",
    ],
)
def test_a_warning_is_answered_beside_the_entry(warned: Callable[..., list[Warned]], answer: str) -> None:
    found = warned(RULED.replace("REVIEWED", answer), "The court ruled on Tuesday.")
    assert [(one.code, one.answer) for one in found] == [("weekday", "the article is wrong")]


def test_an_answer_with_words_in_marks_answers_these_alone(warned: Callable[..., list[Warned]]) -> None:
    head = (
        "title: Stone v. Bell Works\nrevised: 2026-01-02\nsources:\n"
        "  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01, "
        "reviewed: 'uncovered-amount: “$7” is a fare'}\n"
    )
    found = warned("", "The tram costs $7 and the bus $9.", head=head)
    assert [(one.problem.message[-4:], bool(one.answer)) for one in found] == [
        ("“$7”", True),
        ("“$9”", False),
    ]


def test_an_answer_to_no_warning_is_a_mistake(mistakes_in: Callable[..., list[str]]) -> None:
    body = "events: [{label: A, quote: In May a court, reviewed: ['colour: red', weekday, 'day: ', [a]]}]\n"
    known = ", ".join(sorted(CODES))
    assert mistakes_in(body) == [
        f"5:55: there is no warning “colour”; known: {known}",
        "5:70: “weekday” answers no warning; write its code, a colon, and why it may stay",
        "5:79: “day: ” answers no warning; write its code, a colon, and why it may stay",
        "5:88: an entry of “reviewed” must be text",
    ]


def test_an_answer_is_no_correction_of_the_case(case_of: Callable[..., Case]) -> None:
    body = "events: [{label: A, quote: In May a court, REVIEWED}]\n"
    before = case_of(body.replace(", REVIEWED", ""))
    after = case_of(body.replace("REVIEWED", "reviewed: 'day: it is right'"))
    assert after.events[0].reviewed == ("day: it is right",)
    assert changes(before, after) == ()


WARNINGS = {CARROLL: 0, CARRICK: 3, MARROW: 0, OKORO: 4, OYELARAN: 2, PELL: 1, SOLHEIM: 3}
"""Read one by one: all are true but the speaker of the apology in Pell, which another read aloud."""


@pytest.mark.parametrize(("case", "expected"), WARNINGS.items())
def test_correct_files_have_few_warnings(case: str, expected: int) -> None:
    found = problems_in(folder_of(case))
    assert len(found) == expected, found
