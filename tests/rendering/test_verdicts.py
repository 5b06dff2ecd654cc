import pytest

from bot.answers.grammar import query
from bot.answers.respond import respond
from bot.rendering.export import as_object
from bot.rendering.render import Presentation, to_discord, to_html, to_slack, to_text
from bot.search.archive import Archive


def shown(archive: Archive, claim: str, **options: str) -> str:
    return to_text(respond(archive, query("verify", {"text": claim, **options})), Presentation())


def test_a_verdict_comes_first_then_the_claim_the_difference_and_the_true_words(archive: Archive) -> None:
    assert shown(archive, "Carroll was awarded $50 million in damages") == (
        "Carroll v. Trump · is this quotation real?\n"
        "As reported on 12 July 2023\n"
        "Altered: the source has other words.\n"
        "\n"
        "≠ Altered\n"
        "  You wrote: Carroll was awarded $50 million in damages\n"
        "  • Changed: $50 → $5\n"
        "  │ Carroll was awarded $5 million in damages in the defamation case.\n"
        "  The article · #ensgnp\n"
        "\n"
        "  Searched: 1 case and 1 source, the newest of 12 July 2023."
    )


@pytest.mark.parametrize(
    ("claim", "line"),
    [
        ("Trump was not held liable for sexually abusing Carroll", "  • Added: not"),
        ("My lawyers did want me to testify, or even be at the trial", "  • Left out: not"),
        ("WE ARE STRONGLY APPEALING", "✓ Verbatim"),
        ("the moon is made of green cheese", "∅ Not in our sources"),
        ("we are strongly appealing", "  Capitals, typographic marks or spacing differ; the words do not."),
    ],
)
def test_each_verdict_has_its_words(archive: Archive, claim: str, line: str) -> None:
    assert line in shown(archive, claim).splitlines()


def test_a_misattribution_says_whose_words_they_are(archive: Archive) -> None:
    text = shown(archive, "WE ARE STRONGLY APPEALING", speaker="Carroll")
    assert "⇄ Misattributed" in text.splitlines()
    assert "  Donald Trump · Truth Social · third post · #eag7ef" in text.splitlines()


HOSTILE = (
    "**Carroll** was awarded <@1> $50 million <!channel> @everyone in damages",
    "> Carroll was awarded $50 million in damages",
    "│ Carroll was awarded $50 million in damages",
    "# x " * 1_000,
    '"' + "Carroll was awarded $50 million in damages " * 60 + '"',
)


@pytest.mark.parametrize("claim", HOSTILE)
def test_what_somebody_claims_is_never_shown_as_a_quotation(archive: Archive, claim: str) -> None:
    answer = respond(archive, query("verify", {"text": claim}))
    for render in (to_text, to_discord, to_slack, to_html):
        assert render(answer, Presentation())


def test_the_exported_verdict_is_one_word_and_other_answers_have_none(archive: Archive) -> None:
    verified = respond(archive, query("verify", {"text": "zebra"}))
    assert as_object(verified, Presentation())["verdict"] == "not_found"
    assert "verdict" not in as_object(respond(archive, query("case damages", {})), Presentation())
