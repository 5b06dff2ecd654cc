"""What the rules propose of articles, in the words of a person who reads them."""

import string
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.authoring.amounts import amounts
from bot.authoring.dates import dates
from bot.authoring.proposals import Proposals
from bot.authoring.propose import propose

THURSDAY = date(2024, 5, 16)


def said(text: str) -> list[tuple[str, str | None]]:
    """The direct quotations of an article, each with its speaker."""
    return [(one.exact, one.speaker) for one in propose(text, THURSDAY).quotations if one.kind == "direct"]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('Ann Boggis, 50, said: "I saw it."', ["I saw it."]),
        ("Ann Boggis, 50, said: “I saw it.”", ["I saw it."]),
        ("Ann Boggis, 50, said: «I saw it.»", ["I saw it."]),
        ("Ann Boggis, 50, said: »I saw it.«", ["I saw it."]),
        ("Ann Boggis, 50, said: „I saw it.“", ["I saw it."]),
        ("Ann Boggis, 50, said: ‘I saw the dogs’ bowl.’", ["I saw the dogs’ bowl."]),
        ("Ann Boggis, 50, said: 'It's the dogs' bowl.'", ["It's the dogs' bowl."]),
        ("“She said, ‘Go,’ and I went,” Ann Boggis, 50, said.", ["She said, ‘Go,’ and I went,"]),
        ("“One.\n\n“Two,” she said.", ["One.", "Two,"]),
        ("The '90s were rock 'n' roll, and it isn't over.", []),
        ('A 6" nail and a 4" screw.', []),
    ],
)
def test_marks_of_all_families_are_read(text: str, quoted: list[str]) -> None:
    assert [words for words, _ in said(text)] == quoted


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Boggis, 50, sued. “I saw it,” Boggis said.", "Ann Boggis"),
        ("Ann Boggis, 50, sued. “I saw it,” said Boggis. “Twice.”", "Ann Boggis"),
        ("Ann Boggis, 50, sued.\n\n“I saw it,” she said.", "Ann Boggis"),
        ("Her lawyer, Ann Boggis, of Hull, said: “I saw it.”", "Ann Boggis"),
        ("“I saw it,” whispers the verger, Mrs Ann Boggis.", "Ann Boggis"),
        ("A spokesman for Acme Ltd said: “I saw it.”", "A spokesman for Acme Ltd"),
        ("The claimants said they had “seen it”.", None),
        ("Judge Ann Boggis sat. The judge called it “a farce”.", "Ann Boggis"),
        ("Judge Ann Boggis sat. “It is a farce,” her Honour wrote.", "Ann Boggis"),
        ("A judge called it “a farce”. He lost. Judge Ann Boggis sat.", "Ann Boggis"),
        ("Vice-Chancellor Ann Boggis sat. “A farce,” said Boggis.", "Ann Boggis"),
        ("Steward Ann Boggis, 50, sued. “I saw it,” according to Ms Boggis.", "Ann Boggis"),
        ("Ann Boggis BL, for the claimant, called it “a farce”.", "Ann Boggis"),
        ("Ann Boggis, 50, sued. She left a note that read: “I saw it.”", "Ann Boggis"),
        ("Judge Ann Boggis faulted the firm for its haste, saying it was “a farce”.", "Ann Boggis"),
        ("The firm was described by Judge Ann Boggis as “a farce”.", "Ann Boggis"),
        ("Ann Boggis QC, sitting as a deputy judge, called it “a farce”.", "Ann Boggis"),
        ("As early as 2019 Ann Boggis, a blogger in Hull, wrote that it was “a farce”.", "Ann Boggis"),
        ("When Tim Lee replied that it rained, Justice Ann Boggis shot back, “I saw it.”", "Ann Boggis"),
        ("“I saw it,” said Ann Boggis, Special Agent in Charge of the Hull office.", "Ann Boggis"),
        ("“I saw it,” said Hull Mutual chief actuary Ann Boggis.", "Ann Boggis"),
        ("Ann Boggis, 50, sued Tim Lee, 40. Lee said she “saw it”.", "Tim Lee"),
        ("A neighbour, who sued, said it rained. “I saw it,” she said.", "A neighbour"),
        ("One of her tenants, who sued, said it was “a farce”.", "One of her tenants"),
        ("A Hull Mutual spokesman said: “I saw it.”", "A Hull Mutual spokesman"),
        ("The members of Hull Club said it was “a farce”.", None),
        ("Ann Boggis, 50, cited a rule which bans “a farce”.", None),
        ("Ann Boggis, 50, sued. “Go home,” was Ms Boggis’s advice.", "Ann Boggis"),
        ("Ann Boggis, 50, sued. Ms Boggis said she felt sorry. “I saw it.”", "Ann Boggis"),
        ("Ann Boggis, 50, asked for a bolt and was told to “make do”.", None),
        ("Ann Boggis told one newspaper the ruling was “a farce”.", "Ann Boggis"),
    ],
)
def test_speakers_are_read_from_the_words_beside(text: str, speaker: str | None) -> None:
    assert {who for _, who in said(text)} == {speaker}


def test_the_publisher_s_own_turns_are_no_quotations() -> None:
    text = (
        "ANN BOGGIS (presenter): Our Hull correspondent Bob Tarn joins us.\n\n"
        'BOB TARN: He called it "a farce".\n\nBOGGIS: Who did?\n\nCAL DORN (recording): I did, twice.'
    )
    assert [words for words, _ in said(text)] == ["a farce", "I did, twice."]


def test_the_pieces_around_she_said_and_of_the_next_paragraph_are_one_quotation() -> None:
    text = "Ann Boggis, 50, sued.\n\n“I saw it,” she said. “It was red.\n\n“It was huge.”"
    found = propose(text, THURSDAY).quotations
    assert [(one.exact, one.speaker, one.continues) for one in found] == [
        ("I saw it,", "Ann Boggis", False),
        ("It was red.", "Ann Boggis", False),
        ("It was huge.", "Ann Boggis", True),
    ]


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("$83.3m", "83300000", "USD"),
        ("£5,000", "5000", "GBP"),
        ("€2.5 million", "2500000", "EUR"),
        ("5 million dollars", "5000000", "USD"),
        ("$83.3 mln", "83300000", "USD"),
        ("C$1.2 million", "1200000", "CAD"),
        ("Rs 40 lakh", "4000000", "INR"),
        ("CHF 6 million", "6000000", "CHF"),
        ("eighteen thousand dollars", "18000", "USD"),
        ("half a million pounds", "500000", "GBP"),
        ("2 cents", "0.02", "USD"),
        ("$1,340.50", "1340.50", "USD"),
    ],
)
def test_amounts_have_a_value_and_a_currency(words: str, value: str, currency: str) -> None:
    text = f"He got {words}, she said."
    (one,) = amounts(text)
    assert (text[one.start : one.end], one.value, one.currency) == (words, Decimal(value), currency)


@pytest.mark.parametrize(
    "words",
    ["€3,5 million", "3,5 million euros", "€1.250", "1.250 euros", "12.500 dollars", "$3,50", "€12.345,60"],
)
def test_numbers_as_other_countries_write_them_have_no_value_in_an_english_article(words: str) -> None:
    text = f"The court awarded her {words}, and she said that it was fair."
    (one,) = amounts(text)
    assert (text[one.start : one.end], one.value) == (words, None)


def test_a_range_whose_end_alone_names_the_scale_leaves_the_value_of_its_start_open() -> None:
    assert [one.value for one in amounts("$5 to $10 million")] == [None, Decimal(10_000_000)]


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("She sued on 9 May.", "9 May", "2024-05-09"),
        ("She won last Tuesday.", "last Tuesday", "2024-05-14"),
        ("She won on Tuesday.", "Tuesday", "2024-05-14"),
        ("She will appeal by Tuesday.", "Tuesday", "2024-05-21"),
        ("She sued in May 2023.", "May 2023", "2023-05"),
        ("She sued in 2019. A year earlier she fell.", "A year earlier", "2018"),
        ("She fell in the summer of 2019.", "summer of 2019", "2019-22"),
        ("A trial is set for 2 June.", "2 June", "2024-06-02"),
        ("It happened on December 5 last year.", "December 5 last year", "2023-12-05"),
        ("It happened in the 1990s.", "1990s", "199X"),
        ("He fell in the third quarter of 2023.", "third quarter of 2023", "2023-07/2023-09"),
    ],
)
def test_dates_are_reckoned_from_the_day_of_publication(text: str, words: str, edtf: str) -> None:
    found = {text[one.start : one.end]: one for one in dates(text, THURSDAY)}
    assert found[words].edtf == edtf
    assert found[words].certainty == ("stated" if edtf[:3] in words else "inferred")
    assert found[words].why


@pytest.mark.parametrize(
    "text",
    [
        "It fell thirty-two years ago.",
        "It fell 1,000 years ago.",
        "It fell 3000 years ago.",
        "Forty-one days later she sued.",
        "On 31/02/2023 it fell.",
        "On 13/13/2023 it fell.",
    ],
)
def test_the_end_of_a_number_and_a_day_that_there_is_not_are_no_dates(text: str) -> None:
    assert list(dates(text, THURSDAY)) == []


def test_without_a_day_of_publication_relative_dates_stay_open() -> None:
    assert [one.edtf for one in dates("On Tuesday, 9 May, in May 2023 and 2019", None)] == [
        None,
        "2023-05",
        "2019",
    ]


@pytest.mark.parametrize(
    ("text", "outcome", "on"),
    [
        ("A jury found Acme liable for negligence on Tuesday.", "liable", "claim"),
        ("Ann Boggis was cleared of theft, and nobody was surprised.", "cleared", "claim"),
        ("The judge denied the company's motion to dismiss the case.", "denied", "motion"),
        ("The court has dismissed an appeal by Acme and two others.", "dismissed", "appeal"),
        ("The court upheld the jury's finding that he was negligent.", "affirmed", "appeal"),
        ("Ann Boggis pleaded guilty to two counts of fraud on Monday.", "pleaded_guilty", "charge"),
    ],
)
def test_rulings_have_an_outcome_of_the_model(text: str, outcome: str, on: str) -> None:
    (one,) = propose(text, THURSDAY).rulings
    assert (one.outcome, one.on) == (outcome, on)


@pytest.mark.parametrize(
    "text",
    [
        "The lawyer asked the court to dismiss the claim on Monday.",
        "“The jury found him liable,” she said, and went home again.",
        "If the judge dismissed the claim, it would be over at last.",
    ],
)
def test_what_is_only_asked_for_or_quoted_is_no_ruling(text: str) -> None:
    assert propose(text, THURSDAY).rulings == ()


def test_json_has_the_keys_of_the_form_and_null_where_open() -> None:
    found = propose("Ann Boggis, 50, said: “I saw it.” It cost £5.", None).as_json()
    assert {name: list(entries[0]) for name, entries in found.items() if entries} == {
        "quotations": ["exact", "start", "end", "speaker", "kind", "medium", "why"],
        "amounts": ["exact", "start", "end", "value", "currency", "kind", "by", "to"],
        "parties": ["name", "role"],
    }
    assert found["amounts"][0]["value"] == "5"
    assert found["amounts"][0]["kind"] is None


PIECES = st.sampled_from(
    [
        *"“”‘’\"'«»„.,:;!?\n-–—()$£€5 ",
        *("said", "She", "he", "Ann", "Boggis", "Judge", "Mr", "the court", "found", "liable", "that", " "),
        *(
            "£5 million",
            "May",
            "Tuesday",
            "2019",
            "\n\n",
            "ANN BOGGIS: ",
            "last",
            "year",
            "earlier",
            "😀",
            "e\u0301",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60, alphabet=string.printable))
@example("''“““")
def test_every_span_of_every_text_is_verbatim(text: str) -> None:
    found: Proposals = propose(text, THURSDAY)
    for section in (found.quotations, found.amounts, found.dates, found.rulings):
        for one in section:
            assert 0 <= one.start < one.end <= len(text)
            assert text[one.start : one.end] == one.exact


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("He has until the eleventh of June.", "2024-06-11"),
        ("It was in January of the year before last.", "2022-01"),
        ("It is listed for Tuesday next week.", "2024-05-21"),
        ("He came on Christmas Eve.", "2023-12-24"),
        ("The order takes effect on Sunday.", "2024-05-19"),
        ("He was remanded on bail to November 3rd.", "2024-11-03"),
        ("He has till February 24 to pay.", "2025-02-24"),
    ],
)
def test_days_are_read_in_other_manners(words: str, edtf: str) -> None:
    assert [one.edtf for one in dates(words, THURSDAY)] == [edtf]


def test_a_season_is_of_the_year_before_it_and_months_after_a_bare_year_are_open() -> None:
    text = "It was on 17 August 2019. He won twice that summer. In 2022 it rose. Five months later it fell."
    assert [one.edtf for one in dates(text, THURSDAY)] == ["2019-08-17", "2019-22", "2022", None]


@pytest.mark.parametrize(
    ("text", "currencies"),
    [
        ("He paid $5m and A$6m.", ["USD", "AUD"]),
        ("He paid $5m, A$6m and US$7m.", ["AUD", "AUD", "USD"]),
        ("He paid $5m and US$7m.", [None, "USD"]),
        ("He paid £5 and ten grand.", ["GBP", "GBP"]),
        ("He paid £5, €6 and ten grand.", ["GBP", "EUR", None]),
        ("He paid SFr55m.", ["CHF"]),
    ],
)
def test_a_bare_dollar_and_a_grand_are_of_the_articles_currency(text: str, currencies: list[str]) -> None:
    assert [one.currency for one in amounts(text)] == currencies


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("He was remanded on bail to 3 November.", None),
        ("He was remanded in judicial custody.", None),
        ("The court sent the dispute back to a single judge.", "remanded"),
        ("In May the Full Court allowed an appeal by a builder.", "reversed"),
        ("Her own claim, for $1.4bn, was thrown out.", "dismissed"),
        ("The court found that he had no right to the dog.", "liable"),
        ("He was ordered to give back the dog.", "liable"),
        ("Ms Boggis refused to freeze the accounts.", "denied"),
        ("The firm refused to freeze the accounts.", None),
        ("The firm agreed to pay $2.9bn for Lumen Works in 2022.", None),
        ("His wife was cleared.", "cleared"),
        ("The jury found Arden Corp. negligent in the death of the boy.", "liable"),
        ("Jurors returned a verdict of $12 million against the hospital.", "liable"),
        ("The jury found that the hospital was not negligent.", "not_liable"),
        ("The firm was barred from selling the kettle until trial.", "granted"),
        ("Her bid for a new trial failed.", "denied"),
        ("Her appeal against the ruling failed.", "dismissed"),
        ("The tenant won her appeal.", "reversed"),
        ("The state's highest court reinstated the verdict.", "reversed"),
        ("The Supreme Court left the award intact.", "affirmed"),
        ("The case was remitted to the county court.", "remanded"),
        ("The bank agreed to a $30 million settlement with the state.", "settled"),
        ("She admitted two counts of theft.", "pleaded_guilty"),
        ("He received a suspended sentence for theft.", "sentenced"),
        ("She denied that she had settled the claim.", None),
    ],
)
def test_rulings_are_told_apart_from_what_is_none(sentence: str, outcome: str | None) -> None:
    text = f"Judge Ann Boggis sat in the case of the builder for nine days. {sentence}"
    found = [one.outcome for one in propose(text, THURSDAY).rulings]
    assert found == ([outcome] if outcome else [])


@pytest.mark.parametrize(
    "text",
    [
        "The firm signed a contract (the “Hull Deed”) in May.",
        "The scheme was marketed as “Evergreen” in Hull.",
        "It ran a campaign, “Every Minute Counts,” in May.",
        "Ann “the Van” Boggis sued.",
        "The so-called “lemon rule” was used.",
    ],
)
def test_names_of_things_in_marks_are_no_quotations(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("Ann Boggis, 50, said: “I saw it.”", True),
        ("Ann Boggis, 50, said that Tim Lee had a saying: “I saw it.”", False),
        ("Hull Mutual said: “I saw it.”", False),
        ("Councilperson Ann Boggis, 50, said: “I saw it.”", False),
    ],
)
def test_only_a_person_who_plainly_speaks_needs_no_decision(text: str, *, sure: bool) -> None:
    (one,) = [it for it in propose(text, THURSDAY).quotations if it.kind == "direct"]
    assert one.is_sure is sure
