"""The command ``draft``: prints what the rules propose of an article, or writes a case of what is sure."""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from json import dumps
from pathlib import Path

from bot.authoring.case_file import ArticlePage, case_text
from bot.authoring.decided_file import page_problems
from bot.authoring.proposals import Proposals
from bot.authoring.propose import propose
from bot.authoring.shingles import ASKED_ABOVE, containment, shingles
from bot.cases.rules import SLUG
from bot.cli.exits import EXIT_FAILED, Stop
from bot.console import count, echo
from bot.corpus.articles.limits import ArticleRefused, ReadArticle
from bot.corpus.articles.reading import read_article
from bot.corpus.articles.writing import CaseExists, write_case, write_schema
from bot.corpus.content import ContentRepository
from bot.corpus.drafts.folder import DraftExists, DraftFolder
from bot.settings import DRAFTS, Settings


def draft(arguments: argparse.Namespace) -> None:
    """Print what the rules propose of an article, or write a case file of what is sure. Raises Stop."""
    article = read(arguments)
    proposals = proposals_of(arguments, article)
    if arguments.json:
        echo(dumps(proposals.as_json(), indent=2, ensure_ascii=False))
    elif arguments.into:
        from bot.cli.second_article import add_article

        add_article(arguments, page_of(arguments, article))
    elif arguments.id:
        _write(arguments, article, proposals)
    else:
        for line in _listed(proposals):
            echo(line)


def read(arguments: argparse.Namespace) -> ReadArticle:
    """Read the article that the arguments name, and print the remarks. Raises Stop where it is refused."""
    try:
        article = read_article(arguments.file, arguments.charset, arguments.part)
    except ArticleRefused as error:
        raise Stop(EXIT_FAILED, str(error)) from None
    for remark in article.remarks:
        echo(str(remark), to=sys.stderr)
    said = {
        "day": article.published,
        "author": article.author,
        "publisher": article.publisher,
        "address": article.url,
    }
    if given := ", ".join(f"{name} {value}" for name, value in said.items() if value):
        cure = "Give what is right as --published, --author, --publisher, --url."
        echo(f"Its page says: {given}. {cure}", to=sys.stderr)
    return article


def proposals_of(arguments: argparse.Namespace, article: ReadArticle) -> Proposals:
    """What the rules propose, from the day that the arguments or the page give. Raises Stop."""
    try:
        published = date.fromisoformat(arguments.published or article.published)
    except ValueError:
        if arguments.published:
            sentence = f"“{arguments.published}” is not a day of the form 2023-07-12"
            raise Stop(EXIT_FAILED, sentence) from None
        published = None
    return propose(article.text, published)


def content_folder(case_id: str) -> Path:
    """The content folder of the settings. Raises Stop where a new case cannot have the id."""
    if not SLUG.fullmatch(case_id):
        raise Stop(EXIT_FAILED, f"“{case_id}” cannot be a case's id: small letters, digits and hyphens")
    return Settings.read(os.environ).content_dir


def page_of(arguments: argparse.Namespace, article: ReadArticle) -> ArticlePage:
    """The article with what the arguments give of its page; its file is named after its day."""
    return ArticlePage(
        text=article.text,
        file=f"sources/{arguments.published}.txt",
        published=arguments.published,
        revised=max(datetime.now(UTC).date().isoformat(), arguments.published),
        title=arguments.title or arguments.headline or article.title or arguments.id or "?",
        headline=arguments.headline,
        publisher=arguments.publisher,
        author=arguments.author,
        url=arguments.url or article.url,
        licence=arguments.licence,
        language=arguments.language,
    )


def save(content: Path, case_id: str, text: str, sources: dict[str, str]) -> None:
    """Write a new case, whole or not at all, and its schema. Raises Stop where nothing was written."""
    try:
        problems = write_case(content, case_id, text, sources)
    except CaseExists:
        raise Stop(EXIT_FAILED, f"{content / case_id} exists already; take another --id") from None
    except OSError as error:
        raise Stop(EXIT_FAILED, f"{content / case_id} cannot be written: {error.strerror}") from None
    if problems:
        listed = "\n".join(map(str, problems))
        sentence = f"Nothing was written, since the case file would not pass the check:\n{listed}"
        raise Stop(EXIT_FAILED, sentence)
    write_schema(content)


def _write(arguments: argparse.Namespace, article: ReadArticle, proposals: Proposals) -> None:
    content = content_folder(arguments.id)
    if not arguments.accept_sure and not arguments.edit:
        raise Stop(EXIT_FAILED, "add --accept-sure: the file is written with what needs no decision of yours")
    if not arguments.published:
        found = f"; its page says {article.published}" if article.published else ""
        raise Stop(EXIT_FAILED, f"add --published with the day of the article, as 2023-07-12{found}")
    if not arguments.anyway:
        ask_about_duplicates(content, article.text)
    page = page_of(arguments, article)
    if arguments.edit:
        begin_review(content, arguments.id, page, proposals)
        return
    save(content, arguments.id, case_text(page, proposals), {page.file: article.text})
    sure = sum(one.is_sure for one in proposals.quotations)
    done = f"{count(sure, 'quotation')} without a decision, the rest in comments"
    echo(f"Written: {content / arguments.id}. {done}.")
    echo(f"Next: python -m bot check --review {content / arguments.id}")


def begin_review(content: Path, case_id: str, page: ArticlePage, proposals: Proposals) -> None:
    """Keep a draft for the review page; the content folder has nothing of it before an editor saves it."""
    taken = Stop(EXIT_FAILED, f"there is a draft or a case “{case_id}” already; take another --id")
    if (content / case_id).exists():
        raise taken
    if problems := page_problems(page, case_id):
        raise Stop(EXIT_FAILED, "\n".join(one.message for one in problems))
    try:
        DraftFolder(DRAFTS).begin(case_id, page, proposals)
    except (DraftExists, ValueError):
        raise taken from None
    except OSError as error:
        raise Stop(EXIT_FAILED, f"{DRAFTS / case_id} cannot be written: {error.strerror}") from None
    echo(f"Begun: {DRAFTS / case_id}.")
    echo(f"Next: EDIT=on python -m bot, and open /edit/{case_id}")


def ask_about_duplicates(content: Path, text: str) -> None:
    """Raise Stop for an article most of which stands in a case already."""
    ours = shingles(text)
    if not content.is_dir():
        return
    for case in ContentRepository(content).read().files.values():
        for source in case.sources:
            share = containment(ours, shingles(source.text))
            if share > ASKED_ABOVE:
                sentence = (
                    f"{share:.0%} of this article stands in “{source.id}” of {content / case.id} already. An"
                    f" edition belongs into that case (edition_of); add --anyway where it is another article"
                )
                raise Stop(EXIT_FAILED, sentence)


def _listed(proposals: Proposals) -> Iterator[str]:
    """The proposals as lines for a reader."""
    yield f"{count(len(proposals.quotations), 'quotation')}:"
    for quotation in proposals.quotations:
        yield f"  {quotation.start}  {quotation.speaker or '?'} ({quotation.kind}): {_short(quotation.exact)}"
        yield f"      {quotation.why}"
    yield f"{count(len(proposals.amounts), 'amount')}:"
    for amount in proposals.amounts:
        value = "?" if amount.value is None else f"{amount.value:f}"
        yield f"  {amount.start}  {amount.exact} = {value} {amount.currency or '?'}, {amount.kind or '?'}"
    yield f"{count(len(proposals.dates), 'date')}:"
    for one in proposals.dates:
        yield f"  {one.start}  {one.exact} = {one.edtf or '?'}: {one.why}"
    yield f"{count(len(proposals.rulings), 'ruling')}:"
    for ruling in proposals.rulings:
        yield f"  {ruling.start}  {ruling.on}: {ruling.outcome}: {_short(ruling.exact)}"
    yield f"{count(len(proposals.parties), 'name')}:"
    for party in proposals.parties:
        yield f"  {party.name} ({party.role or party.kind})"


def _short(words: str, longest: int = 90) -> str:
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[:longest].rsplit(' ', 1)[0]} …"
