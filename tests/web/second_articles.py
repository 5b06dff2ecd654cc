"""The editors' guide's case and its further articles in a folder, for tests of a second article."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.authoring.case_file import ArticlePage
from bot.authoring.decisions import Accept, Add, Decision, EditFields, Relate
from bot.corpus.drafts.additions import AddedArticle, begin_addition
from bot.corpus.drafts.folder import DraftFolder
from bot.web.editing.draft_review import DraftReview
from bot.web.editing.draft_reviews import DraftReviews
from tests.docs.documents import EDITORS, blocks

CASE = "quillfeather-v-tramways"
DRAFT = f"{CASE}-2"
[FIRST] = blocks(EDITORS, "text")
[CASE_FILE] = blocks(EDITORS, "yaml")
[SECOND] = blocks(EDITORS, "text sources/2021-09-14.txt")
[EDITION] = blocks(EDITORS, "text sources/2021-09-20.txt")
WHEN = datetime(2021, 9, 15, 8, tzinfo=UTC)


def page_of(text: str, day: str, **given: str) -> ArticlePage:
    return ArticlePage(
        text=text, file="sources/a.txt", published=day, revised=WHEN.date().isoformat(), title="", **given
    )


HERALD = page_of(
    SECOND, "2021-09-14", publisher="The Quimby Herald", headline="Tram bell award trimmed on appeal"
)
AGAIN = page_of(EDITION, "2021-09-20")


@dataclass
class CaseUnderReview:
    """A content folder with the guide's case, and the drafts beside it."""

    folder: Path

    def __post_init__(self) -> None:
        case = self.folder / "content" / CASE
        if not case.exists():
            (case / "sources").mkdir(parents=True)
            (case / "sources/2021-05-06.txt").write_text(FIRST, "utf-8")
            (case / "case.yaml").write_text(CASE_FILE, "utf-8")

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def file(self) -> Path:
        return self.content / CASE / "case.yaml"

    @property
    def drafts(self) -> DraftFolder:
        return DraftFolder(self.folder / "drafts")

    @property
    def reviews(self) -> DraftReviews:
        return DraftReviews(self.drafts, self.content, lambda: WHEN)

    def begin(self, page: ArticlePage = HERALD, **given: object) -> str:
        return begin_addition(self.drafts, self.content, AddedArticle(CASE, page, **given)).id  # type: ignore[arg-type]

    def decide(self, *decisions: Decision, draft: str = DRAFT, by: str = "ada") -> DraftReview:
        reviews = self.reviews
        now = reviews.read(draft)
        for decision in decisions:
            now = reviews.decide(draft, decision, by=by, seen=now.number)
        return now

    def save(self, draft: str = DRAFT) -> str:
        return self.reviews.save(draft, self.reviews.version(CASE))


def key_of(now: DraftReview, words: str, kind: str = "award") -> str:
    """The key of the fact of the case, of a kind of card, that quotes some words."""
    known = now.review.known
    assert known
    return next(one.key for one in known.facts if one.kind == kind and words in one.fact.quote[0].exact)


def card_of(now: DraftReview, words: str, kind: str) -> str:
    """The id of the card of a kind that is about some words."""
    text = now.review.text
    return next(
        one.id for one in now.review.cards if one.kind == kind and text[slice(*one.at)].startswith(words)
    )


def of_the_herald(now: DraftReview) -> tuple[Decision, ...]:
    """What the editor decides on the Herald's article, by the guide."""
    cut, upheld, dismissed, filed = (
        card_of(now, "$800", "award"),
        card_of(now, "upheld the finding", "ruling"),
        card_of(now, "A judge dismissed", "ruling"),
        card_of(now, "21 June", "date"),
    )
    at = SECOND.index("A judge dismissed")
    suit = {"lawsuit": "case.bell"}
    return (
        Relate(cut, "replaces", key_of(now, "awarded Odalys"), "reduces"),
        EditFields(cut, {**suit, "to": "case.quillfeather", "against": "case.tramways"}, accept=True),
        EditFields(upheld, {**suit, "on": "appeal", "outcome": "affirmed", "claim": "finding of nuisance"}),
        Relate(upheld, "adds"),
        Accept(upheld),
        EditFields(
            dismissed,
            {"lawsuit": "case.colour", "lawsuit_is": "stated", "claim": "the colour", "prejudice": "with"},
            accept=True,
        ),
        EditFields(filed, {**suit, "participants": "case.tramways", "label": "Appeal filed"}),
        Relate(filed, "replaces", key_of(now, "the company would appeal", "date"), "fulfils"),
        Accept(filed),
        Accept(card_of(now, "A rounding error", "statement")),
        Add("status", at, at + len("A judge dismissed the second suit, over the colour of the tram,")),
        EditFields("added-1", {"lawsuit": "case.colour", "value": "dismissed"}, accept=True),
    )
