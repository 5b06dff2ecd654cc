"""What contradicts its own source beyond doubt is refused; what only may, is not."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cases.quotation_marks import MarkedSpan, passages

Mistakes = Callable[..., list[str]]
STONE = "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone, aliases: [Stone]}]\n"


def of(mistakes_in: Mistakes, text: str, body: str, language: str = "en") -> list[str]:
    head = (
        "title: Stone v. Bell Works\nrevised: 2026-01-02\nsources:\n"
        "  - {id: article, file: sources/a.txt, sha256: SHA(a.txt), date_published: 2025-06-01, "
        f"in_language: {language}}}\n"
    )
    return [
        sentence.split(": ", 1)[1]
        for sentence in mistakes_in(body, {"a.txt": f"Ada Stone\n\n{text}"}, head=head)
    ]


@pytest.mark.parametrize(
    ("text", "quote", "word"),
    [
        ("They appealed in 2024.", "They appeal", "appealed"),
        ("They appealed in 2024.", "ppealed in 2024", "appealed"),
        ("They appealed in 2024.", "appealed in 20", "2024"),
        ("It runs 85m long.", "It runs 85", "85m"),
        ("Das Gericht urteilte für Böller.", "urteilte für B", "Böller"),
        ("Суд признал его.", "Суд признал ег", "его"),
    ],
)
def test_a_quotation_that_is_cut_inside_a_word_is_refused(
    mistakes_in: Mistakes, text: str, quote: str, word: str
) -> None:
    expected = f"the quotation is cut inside a word, “{word}”; take the whole word"
    assert of(mistakes_in, text, f"events: [{{label: A, quote: '{quote}'}}]\n") == [expected]


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("A shipping-heiress sued.", "heiress sued"),
        ("A shipping-heiress sued.", "A shipping"),
        ("The judge’s words.", "The judge"),
        ("法院在五月判决了。", "法院在五月"),
        ("判決はBell社に及ぶ。", "判決はBell"),
        ("He was awarded $5,000.", "$5"),
    ],
)
def test_a_cut_beside_a_mark_or_in_a_script_without_capitals_is_not_judged(
    mistakes_in: Mistakes, text: str, quote: str
) -> None:
    assert of(mistakes_in, text, f"events: [{{label: A, quote: '{quote}'}}]\n") == []


AMOUNTS = [
    ("£5 million", "£5 million", "USD", "£"),
    ("5 million euros", "5 million euros", "USD", "euros"),
    ("5 million euros", "5 million", "USD", "euros"),
    ("€5 million", "5 million", "GBP", "€"),
    ("5 Swiss francs", "5 Swiss francs", "XAF", "Swiss francs"),
    ("C$5", "C$5", "USD", "C$"),
    ("$5", "$5", "EUR", "$"),
    ("USD 5", "USD 5", "EUR", "USD"),
    ("$5", "$5", "CAD", ""),
    ("$5", "$5", "MXN", ""),
    ("£5", "£5", "EGP", ""),
    ("5 francs", "5 francs", "CHF", ""),
    ("5 million", "5 million", "JPY", ""),
    ("5 million people", "5 million", "EUR", ""),
    ("5 thalers", "5 thalers", "EUR", ""),
    ("€5 ($6)", "€5 ($6)", "USD", ""),
]


@pytest.mark.parametrize(("words", "raw", "currency", "reported"), AMOUNTS)
def test_a_currency_must_fit_the_sign_or_name_at_the_amount(
    mistakes_in: Mistakes, words: str, raw: str, currency: str, reported: str
) -> None:
    value = "6" if "$6" in raw else "5000000" if "million" in raw else "5"
    found = of(
        mistakes_in,
        f"A court awarded her {words} in May.",
        f"awards: [{{kind: awarded, quote: 'awarded her {words} in May', "
        f"amount: {{value: {value}, currency: {currency}, raw: '{raw}'}}}}]\n",
    )
    sentence = (
        f"the currency is {currency}, but “{reported}” in “{raw}” or beside it is the sign or name of another"
    )
    assert found == ([sentence] if reported else [])


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("She was held liable for libel.", True),
        ("She was found guilty, and liable for damages.", False),
        ("She was convicted of libel and held liable.", False),
        ("The court found against her.", False),
        ("She was reliable.", False),
    ],
)
def test_liable_is_not_guilty(mistakes_in: Mistakes, words: str, *, refused: bool) -> None:
    found = of(mistakes_in, words, f"rulings: [{{claim: libel, outcome: guilty, quote: '{words}'}}]\n")
    sentence = "the quotation says “liable”, which is not “guilty”: write “outcome: liable”"
    assert found == ([sentence] if refused else [])


def direct(mistakes_in: Mistakes, text: str, quote: str, language: str = "en") -> bool:
    """Whether the quotation is refused as a direct statement of Ada Stone."""
    found = of(
        mistakes_in,
        text,
        f"{STONE}statements:\n  - speaker: stone\n    quote_type: direct\n    quote: |-\n      {quote}\n",
        language,
    )
    assert all("stands outside quotation marks" in one for one in found), found
    return bool(found)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ms Stone said that she had won.", "she had won"),
        ("Stone wrote: that she had won, is clear. “No,” he said.", "is clear."),
        ("She said that it was fair. “I won,” Stone added.", "it was fair."),
        ('"I won," Stone said. "They lied."', 'I won," Stone said'),
        ("“I won,\n\n“and it was fair.” The court, Stone said, was kind.", "was kind."),
    ],
)
def test_direct_words_outside_quotation_marks_are_refused(
    mistakes_in: Mistakes, text: str, quote: str
) -> None:
    assert direct(mistakes_in, text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ('"I won," Stone said.', "I won,"),
        ("«I won», Stone said.", "I won"),
        ("„I won“, Stone said.", "I won"),
        # The second paragraph goes on with an opening mark alone.
        ("“I won,\n\n“and it was fair,” Stone said.", "and it was fair,"),
        ('"I won.\n\n"It was fair," Stone said.', "It was fair,"),
        # A mark that is never closed: nothing is sure in the paragraph after it.
        ("“I won.\n\nStone said it was fair.", "it was fair."),
        # A post that is set off, without marks.
        ("Stone wrote:\n\nThe court said that it was fair.", "it was fair."),
        ("I won, and the judge said that it was fair.", "it was fair."),
        ("THE WITNESS: The judge said it was fair.", "The judge said it was fair."),
        ("Nothing was fair. All of it was a lie.", "All of it was a lie."),
        # Marks inside marks.
        ("“He called me ‘a liar’ and left,” Stone said.", "a liar"),
        ('"He said “no” to me," Stone said.', "He said “no” to me,"),
        ('"He said "no" to me," Stone said.', "to me,"),
        # Single marks are apostrophes too.
        ("‘I won’t go,’ Stone said.", "I won’t go,"),
        ("'I won't go,' Stone said.", "I won't go,"),
        # An inch.
        ('Stone said that a 5" pipe was fair.', "was fair."),
    ],
)
def test_what_is_quoted_or_not_sure_is_not_refused(mistakes_in: Mistakes, text: str, quote: str) -> None:
    assert not direct(mistakes_in, text, quote)


def test_only_english_reports_are_judged(mistakes_in: Mistakes) -> None:
    assert direct(mistakes_in, "Stone said it was fair.", "it was fair.")
    assert not direct(mistakes_in, "Stone said, es war fair.", "es war fair.", language="de")


def test_passages_are_the_words_between_marks() -> None:
    text = 'He said “yes”. "No," she said.'
    assert [text[one.start : one.end] for one in passages(text)] == ["yes", "No,"]
    assert passages('Odd " marks.') == (MarkedSpan(0, 12, clear=False),)


def test_every_source_of_the_tests_has_marks_that_pair(content: Path) -> None:
    invented = content.parent / "tests/cases_invented"
    for file in (*content.glob("*/sources/*.txt"), *invented.glob("*/sources/*.txt")):
        text = file.read_text(encoding="utf-8")
        unclear = [one for one in passages(text) if not one.clear]
        assert all("\n" not in text[one.start : one.end] for one in unclear), file
