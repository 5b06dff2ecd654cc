"""All proposals of an article: quotations, amounts, dates, parties and rulings, found by rules alone."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.authoring.amount_roles import roles_of
from bot.authoring.amounts import amounts
from bot.authoring.article import Article
from bot.authoring.dates import dates
from bot.authoring.descriptions import Described
from bot.authoring.marked_terms import is_term
from bot.authoring.mention_places import Who
from bot.authoring.mentions import MentionIndex
from bot.authoring.names import Named, NameIndex
from bot.authoring.proposals import (
    Proposals,
    ProposedAmount,
    ProposedDate,
    ProposedParty,
    ProposedQuotation,
    ProposedRuling,
)
from bot.authoring.quotation_cues import SpeakerFound
from bot.authoring.reports import reports
from bot.authoring.rulings import rulings
from bot.authoring.speakers import SpeakerFinder
from bot.authoring.subjects import SubjectFinder


def propose(text: str, published: date | None = None) -> Proposals:
    """All that the rules find in the text of an English article; amounts and dates of a German one as well.

    ``published`` is the day from which “Tuesday” is reckoned; without it such dates stay open.
    """
    article = Article(text)
    names = NameIndex(article)
    mentions = MentionIndex(article, names)
    subjects = SubjectFinder(article, mentions)
    attributions = SpeakerFinder(article, mentions, subjects).attributions()
    quotations = [*_direct(article, attributions), *_indirect(article, mentions, subjects)]
    return Proposals(
        quotations=tuple(sorted(quotations, key=lambda one: (one.start, one.end))),
        amounts=tuple(_amounts(article, mentions, subjects)),
        dates=tuple(_dates(text, published)),
        parties=tuple(_parties(names)),
        rulings=tuple(_rulings(article, names)),
    )


def _direct(article: Article, attributions: Sequence[SpeakerFound]) -> Iterator[ProposedQuotation]:
    for piece, found in zip(article.quoted, attributions, strict=True):
        if is_term(article, piece):
            continue
        if not piece.inner or (found.who and found.cue):
            yield ProposedQuotation(
                exact=article.text[piece.start : piece.end],
                start=piece.start,
                end=piece.end,
                speaker=spoken_by(found.who),
                kind="direct",
                medium=found.medium,
                why=found.why,
                continues=piece.continues,
                explicit=found.explicit,
                cue=found.cue,
            )


def _indirect(
    article: Article, mentions: MentionIndex, subjects: SubjectFinder
) -> Iterator[ProposedQuotation]:
    for one in reports(article, mentions, subjects):
        yield ProposedQuotation(
            exact=article.text[one.start : one.end],
            start=one.start,
            end=one.end,
            speaker=spoken_by(one.who),
            kind="indirect",
            medium=None,
            why=f"low: “{one.verb}” reports it",
            explicit=one.explicit,
        )


def _amounts(article: Article, mentions: MentionIndex, subjects: SubjectFinder) -> Iterator[ProposedAmount]:
    for one in amounts(article.text):
        yield ProposedAmount(
            exact=article.text[one.start : one.end],
            start=one.start,
            end=one.end,
            value=one.value,
            currency=one.currency,
            **roles_of(one, article, mentions, subjects)._asdict(),
        )


def _dates(text: str, published: date | None) -> Iterator[ProposedDate]:
    for one in dates(text, published):
        yield ProposedDate(
            exact=text[one.start : one.end],
            start=one.start,
            end=one.end,
            edtf=one.edtf,
            certainty=one.certainty,
            why=one.why,
        )


def _parties(names: NameIndex) -> Iterator[ProposedParty]:
    for one in names.everybody:
        if one.kind != "place":
            start, end = min(one.spans)
            yield ProposedParty(
                name=one.name,
                role=one.role,
                kind=one.kind,
                aliases=tuple(sorted(one.aliases)),
                start=start,
                end=end,
            )


def _rulings(article: Article, names: NameIndex) -> Iterator[ProposedRuling]:
    judges = [one.tokens[-1] for one in names.everybody if one.role == "judge" and one.kind == "person"]
    for one in rulings(article, judges):
        yield ProposedRuling(
            exact=article.text[one.start : one.end],
            start=one.start,
            end=one.end,
            outcome=one.outcome,
            on=one.on,
            why=f"“{one.words}”",
        )


def spoken_by(who: Who | None) -> str | None:
    """The name of a speaker, or the words for somebody unnamed; None where it is open, or a group."""
    if isinstance(who, Named):
        return who.name
    return who.words if isinstance(who, Described) and not who.is_collective else None
