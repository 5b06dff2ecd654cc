"""The command ``draft --into``: begins the draft of a further article of a case, and prints its pairs."""

import argparse
import os
from collections.abc import Iterator

from bot.authoring.case_file import ArticlePage
from bot.authoring.decisions import Review
from bot.authoring.pairs import pairs_of
from bot.authoring.second_article import second_review
from bot.cases.problems import CaseFileError
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.corpus.drafts.additions import (
    AddedArticle,
    EarlierEdition,
    LikeSource,
    NoSuchSource,
    PageRefused,
    SameText,
    begin_addition,
    read_known,
)
from bot.corpus.drafts.folder import Draft, DraftExists, DraftFolder
from bot.settings import DRAFTS, Settings


def add_article(arguments: argparse.Namespace, page: ArticlePage) -> None:
    """Begin a draft that adds an article to the case of ``--into``. Raises Stop where that cannot be done."""
    case_id, content = arguments.into, Settings.read(os.environ).content_dir
    if not arguments.published:
        raise Stop(EXIT_FAILED, "add --published with the day of the article, as 2023-07-12")
    added = AddedArticle(case_id, page, edition_of=arguments.edition_of, anyway=arguments.anyway)
    try:
        draft = begin_addition(DraftFolder(DRAFTS), content, added)
        review = second_review(draft.page, draft.proposals, read_known(content, case_id, draft.base))
    except FileNotFoundError:
        raise Stop(EXIT_FAILED, f"there is no case “{case_id}” in {content}") from None
    except CaseFileError as error:
        listed = "\n".join(map(str, error.problems))
        raise Stop(EXIT_FAILED, f"the case does not pass the check:\n{listed}") from None
    except LikeSource as like:
        sentence = (
            f"{like}: add --edition-of {like.source} where it is that article, published again, or --anyway"
        )
        raise Stop(EXIT_FAILED, sentence) from None
    except NoSuchSource:
        raise Stop(EXIT_FAILED, f"the case has no article “{arguments.edition_of}”") from None
    except (SameText, EarlierEdition, PageRefused) as error:
        raise Stop(EXIT_FAILED, str(error)) from None
    except (DraftExists, OSError) as error:
        raise Stop(EXIT_FAILED, f"the draft cannot be written: {getattr(error, 'strerror', error)}") from None
    for line in _listed(draft, review):
        echo(line)


def _listed(draft: Draft, review: Review) -> Iterator[str]:
    """Each proposed fact with the facts of the case beside it, and what the rules suggest of the two."""
    paired = [(card, pairs) for card in review.cards if (pairs := pairs_of(review, card))]
    yield f"{count(len(paired), 'proposal')} beside what the case has:"
    for card, pairs in paired:
        yield f"  {card.kind}: {' '.join(review.text[slice(*card.at)].split())[:90]}"
        for pair in pairs:
            how = f", {pair.how}" if pair.how else ""
            yield f"      {pair.suggested}{how}? {pair.known.label} ({pair.known.day})"
    yield f"Begun: {DRAFTS / draft.id}."
    yield f"Next: EDIT=on python -m bot, and open /edit/{draft.id}"
