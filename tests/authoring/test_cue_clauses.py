"""The clause that says who speaks is quoted as a whole, and only where it stands beside what was said."""

from datetime import date

import pytest

from bot.authoring.article import Article
from bot.authoring.cards import ReviewCard, cards_of
from bot.authoring.case_file import ArticlePage
from bot.authoring.cue_clauses import cue_clause
from bot.authoring.decided_file import decided_case, decided_text
from bot.authoring.deciding import decided
from bot.authoring.decisions import Accept, LinkParty, Review
from bot.authoring.propose import propose

LEAD = "Ada Stone sued Gull Bakery on Monday over a pie that was made of plaster.\n"


def statement(text: str) -> ReviewCard:
    found = cards_of(text, propose(text, date(2025, 3, 4)))
    return next(one for one in found if one.kind == "statement" and one.fields["quote_type"] == "direct")


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        (
            '"It was wall," Ada Stone wrote on the social media platform.',
            "Ada Stone wrote on the social media platform",
        ),
        ('"It was wall," said Ada Stone, who baked it. "All of it."', "said Ada Stone, who baked it"),
        ('On Friday, Ada Stone told reporters: "It was wall."', "On Friday, Ada Stone told reporters"),
        ('Ada Stone called it "a wall of a pie" and left.', "Ada Stone called it"),
    ],
)
def test_the_clause_goes_as_far_as_its_sentence_and_the_quotations_beside_it(words: str, clause: str) -> None:
    text = f"{LEAD}{words}\n"
    card = statement(text)
    found = card.cue
    assert found
    assert text[slice(*found)] == clause


@pytest.mark.parametrize("shift", [1, 2])
def test_a_cue_in_another_paragraph_or_inside_the_words_is_none(shift: int) -> None:
    text = f'{LEAD}Ada Stone spoke:\n"It was wall," he said.\n'
    card = statement(text)
    at = text.index("Ada Stone spoke") if shift == 1 else card.spans[0][0]
    assert cue_clause(Article(text), (at, at + 3), card.spans) is None
    assert cue_clause(Article(text), None, card.spans) is None


def test_the_case_file_quotes_the_cue_of_direct_speech() -> None:
    text = f'{LEAD}"It was wall," Stone wrote on a wall.\n'
    review = Review(text, cards_of(text, propose(text, date(2025, 3, 4))))
    stone = next(one.id for one in review.parties if one.fields["name"] == "Ada Stone")
    review = decided(decided(review, Accept(stone)), LinkParty(statement(text).id, stone))
    page = ArticlePage(
        text=text, file="sources/a.txt", published="2025-03-04", revised="2025-03-04", title="A"
    )
    [said] = decided_case(page, "stone", decided_text(page, review)).statements
    assert [one.exact for one in said.cue] == ["Stone wrote on a wall"]
