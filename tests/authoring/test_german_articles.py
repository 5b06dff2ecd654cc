"""What the rules read in articles in German: amounts and dates as they are written there."""

from datetime import date
from decimal import Decimal

import pytest

from bot.authoring.amounts import amounts
from bot.authoring.dates import dates
from bot.authoring.german import is_german
from bot.authoring.propose import propose

THURSDAY = date(2024, 5, 16)


@pytest.mark.parametrize(
    ("words", "value", "currency"),
    [
        ("1.250 Dollar", "1250", "USD"),
        ("1,5 Millionen Euro", "1500000", "EUR"),
        ("250.000 €", "250000", "EUR"),
        ("3,2 Mio. Franken", "3200000", "CHF"),
        ("1.250,50 Euro", "1250.50", "EUR"),
        ("250.000,- Euro", "250000", "EUR"),
        ("250'000 Franken", "250000", "CHF"),
        ("Fr. 1’250.50", "1250.50", "CHF"),
        ("CHF 250'000.–", "250000", "CHF"),
        ("500 000 Euro", "500000", "EUR"),
        ("83,3 Mio. US-Dollar", "83300000", "USD"),
        ("$83,3 Millionen", "83300000", "USD"),
        ("€ 12,5 Mrd.", "12500000000", "EUR"),
        ("2 Billionen Euro", "2000000000000", "EUR"),
        ("zwei Millionen kanadische Dollar", "2000000", "CAD"),
        ("eine halbe Million Pfund", "500000", "GBP"),
        ("anderthalb Millionen Euro", "1500000", "EUR"),
        ("zweieinhalb Milliarden Euro", "2500000000", "EUR"),
        ("zweihundertfünfzigtausend Schweizer Franken", "250000", "CHF"),
        ("fünfundzwanzig Euro", "25", "EUR"),
        ("90 Tsd. Euro", "90000", "EUR"),
        ("50 Cent", "0.50", "EUR"),
        ("1.000.000 EUR", "1000000", "EUR"),
        ("$83,300,000", "83300000", "USD"),
        ("19,99 €", "19.99", "EUR"),
        ("12.50 Franken", "12.50", "CHF"),
        ("1.500 schwedische Kronen", "1500", "SEK"),
    ],
)
def test_german_amounts_have_a_value_and_a_currency(words: str, value: str, currency: str) -> None:
    text = f"Das Gericht sprach der Klägerin {words} zu, und sie ist zufrieden."
    (one,) = amounts(text)
    assert (text[one.start : one.end], one.value, one.currency) == (words, Decimal(value), currency)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("1,250 Euro", [None]),
        ("1.250 Millionen Euro", [None]),
        ("$5 bis 10 Millionen", [None]),
        ("zwischen 5.000 und 10.000 Euro", [Decimal(10_000)]),
        ("1.500 Kronen", [Decimal(1500)]),
        ("ein Euro", []),
        ("1.250 Klägerinnen", []),
        ("Paragraf 1.250", []),
    ],
)
def test_what_can_be_two_numbers_in_german_is_open(words: str, values: list[Decimal | None]) -> None:
    text = f"Das Gericht sprach der Klägerin {words} zu, und sie ist zufrieden."
    assert [one.value for one in amounts(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "The court awarded her 1.250 € and that was it, he said.",
        "Der Spiegel wrote that the court had awarded 1.250 € to her, and she was pleased with it.",
        "£5",
        "",
    ],
)
def test_an_english_article_is_read_as_before(text: str) -> None:
    assert not is_german(text)
    assert [one.value for one in amounts(text) if "1.250" in text[one.start : one.end]] in ([], [None])


@pytest.mark.parametrize(
    ("sentence", "words", "edtf"),
    [
        ("Das Gericht entschied am 3. März 2024 für sie.", "3. März 2024", "2024-03-03"),
        ("Das Gericht entschied am 03.04.2024 für sie.", "03.04.2024", "2024-04-03"),
        ("Das Gericht entschied am 3.4.2024 für sie.", "3.4.2024", "2024-04-03"),
        ("Das Gericht entschied am 9. Mai für sie.", "9. Mai", "2024-05-09"),
        ("Das Gericht entschied am 9. Dezember für sie.", "9. Dezember", "2023-12-09"),
        ("Das Gericht wird am 2. Juni über den Antrag entscheiden.", "2. Juni", "2024-06-02"),
        ("Das Gericht entschied im März 2023 für sie.", "März 2023", "2023-03"),
        ("Das Gericht entschied im März für sie.", "März", "2024-03"),
        ("Der Beklagte und die Klägerin können bis Ende Juni Berufung einlegen.", "Juni", "2024-06"),
        ("Das Gericht entschied im Jahr 2019 für sie.", "2019", "2019"),
        ("Das Gericht entschied am Dienstag für sie.", "Dienstag", "2024-05-14"),
        ("Das Gericht wird am Dienstag über den Antrag entscheiden.", "Dienstag", "2024-05-21"),
        ("Das Gericht entschied gestern für sie.", "gestern", "2024-05-15"),
        ("Das Gericht entschied vorgestern für sie.", "vorgestern", "2024-05-14"),
        ("Das Gericht entschied im vergangenen Jahr für sie.", "vergangenen Jahr", "2023"),
        ("Das Gericht entschied letzte Woche für sie.", "letzte Woche", "2024-05-06/2024-05-12"),
        ("Das Gericht entschied vor drei Jahren für sie.", "vor drei Jahren", "2021"),
        ("Das Gericht entschied im Sommer 2019 für sie.", "Sommer 2019", "2019-22"),
        ("Das Gericht entschied in den 1990er Jahren für sie.", "1990er", "199X"),
        ("Das Gericht entschied am 1. Jänner 2024 für sie.", "1. Jänner 2024", "2024-01-01"),
        ("Das Gericht entschied 2024-03-05 für sie.", "2024-03-05", "2024-03-05"),
    ],
)
def test_german_dates_are_reckoned_from_the_day_of_publication(sentence: str, words: str, edtf: str) -> None:
    (one,) = dates(sentence, THURSDAY)
    assert (sentence[one.start : one.end], one.edtf) == (words, edtf)
    assert one.certainty == ("stated" if edtf[:3] in words else "inferred")
    assert one.why


@pytest.mark.parametrize(
    "sentence",
    [
        "Das Gericht entschied am 31.02.2024 für sie.",
        "Das Gericht sprach ihr 2000 Euro zu, und das ist ein Erfolg.",
        "Das Gericht hörte 2000 Zeugen, und das ist ein Rekord.",
        "Das Gericht sprach ihr 1.990 Euro zu, und das ist ein Erfolg.",
        "Das Gericht sprach ihr am Morgen den Betrag zu, und sie ist zufrieden.",
    ],
)
def test_numbers_and_days_that_there_are_not_are_no_german_dates(sentence: str) -> None:
    assert list(dates(sentence, THURSDAY)) == []


def test_a_german_article_gives_its_amounts_and_days() -> None:
    text = (
        "Das Landgericht Brinkhausen hat der Gärtnerin Ortrun Feldkamp am 3. März 2024 Schmerzensgeld von "
        "12.500 Euro zugesprochen. Gefordert hatte sie 1,5 Millionen Euro. Die Kosten von 3.250,80 € trägt "
        "die Beklagte, die am Dienstag Berufung einlegte.\n"
    )
    found = propose(text, THURSDAY)
    assert [(one.exact, one.value, one.currency) for one in found.amounts] == [
        ("12.500 Euro", Decimal(12_500), "EUR"),
        ("1,5 Millionen Euro", Decimal(1_500_000), "EUR"),
        ("3.250,80 €", Decimal("3250.80"), "EUR"),
    ]
    assert [(one.exact, one.edtf) for one in found.dates] == [
        ("3. März 2024", "2024-03-03"),
        ("Dienstag", "2024-05-14"),
    ]
