"""Writes a new edition of an article into its case: its text beside the others, its entry after theirs."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from bot.authoring.added_file import with_source
from bot.authoring.known_case import KnownCase
from bot.authoring.second_article import correction_in
from bot.authoring.yaml_text import Plain
from bot.cases.editions import newest_edition
from bot.cases.model import Case
from bot.cases.problems import CaseFileError, Problem
from bot.cases.sources import Source
from bot.cases.words import occurs_whole
from bot.corpus.articles.limits import ArticleRemark, article_remark
from bot.corpus.articles.writing import replace_case_file
from bot.corpus.drafts.additions import kept_version, read_known
from bot.corpus.files import CASE_FILE, bytes_or_none, file_bytes


class EditionRefused(Exception):
    """Raised where an edition cannot be written, with a sentence for the editor.

    ``remark`` is that sentence with what fills it, so that a surface can translate it.
    """

    def __init__(self, remark: ArticleRemark) -> None:
        super().__init__(str(remark))
        self.remark = remark


@dataclass(frozen=True)
class ChangedArticle:
    """An article as its page has it from the ISO ``day`` on, and the case and source whose place it takes."""

    case_id: str
    source: str
    text: str
    day: str


def add_edition(content: Path, article: ChangedArticle, today: str) -> tuple[Problem, ...]:
    """Write an edition of a source; where the loader finds mistakes, give them and write nothing.

    The version of the case file before is kept. Where the newest edition in the case has this very text,
    nothing is left to write: somebody else has accepted it, or a crash came after it was written. ``today``
    is the ISO day on which the case is revised. Raises EditionRefused, CaseChanged, OSError.
    """
    folder = content / article.case_id
    try:
        raw = file_bytes(folder / CASE_FILE)
    except FileNotFoundError:
        gone = article_remark("There is no case “{case}” any more: dismiss this entry.", case=article.case_id)
        raise EditionRefused(gone) from None
    try:
        known = read_known(content, article.case_id, raw)
    except CaseFileError as error:
        return error.problems
    case = known.case
    if article.source not in case.source_by_id:
        raise EditionRefused(
            article_remark(
                "The case has no source “{source}” any more: dismiss this entry.", source=article.source
            )
        )
    before = newest_edition(case, case.source_by_id[article.source])
    if before.text == article.text:
        return ()
    if article.day < before.day:
        raise EditionRefused(
            article_remark(
                "The newest edition in the case is of {newest}, after {day}: enter the day of this one.",
                newest=before.day,
                day=article.day,
            )
        )
    name = _new_name(known, before)
    file = _file(folder, article, name)
    changed = with_source(known, _fields(before, article, name, file), article.text, today).result()
    added = {file: article.text.encode(), **kept_version(content, article.case_id, known)}
    return replace_case_file(content, article.case_id, changed, sha256(raw).hexdigest(), added)


def text_before(case: Case | None, source: str) -> str | None:
    """The text whose place an edition of a source would take; None where the case has no such source."""
    if case is None or source not in case.source_by_id:
        return None
    return newest_edition(case, case.source_by_id[source]).text


def _file(folder: Path, article: ChangedArticle, name: str) -> str:
    """The path of an edition's text, which no other text has: a crash may have left one there."""
    raw = article.text.encode()
    plain = f"sources/{article.day}-{name}.txt"
    is_taken = (folder / plain).exists() and bytes_or_none(folder / plain) != raw
    return f"sources/{article.day}-{name}-{sha256(raw).hexdigest()[:8]}.txt" if is_taken else plain


def _new_name(known: KnownCase, before: Source) -> str:
    names = (f"{before.id.partition('-edition-')[0]}-edition-{number}" for number in range(2, 1000))
    return next(name for name in names if name not in known.ids)


def _fields(before: Source, article: ChangedArticle, name: str, file: str) -> dict[str, Plain]:
    """The fields of the new entry: what is known of the article, from its page where not in its text."""
    fields: dict[str, Plain] = {
        "id": name,
        "edition_of": before.id,
        "file": file,
        "sha256": sha256(article.text.encode()).hexdigest(),
        "date_published": before.date_published,
        "date_modified": article.day,
        "in_language": before.in_language,
    }
    given = {
        "headline": before.headline and str(before.headline),
        "author": [str(one) for one in before.author],
        "publisher": before.publisher and str(before.publisher),
        "url": before.url,
    }
    fields |= {key: value for key, value in given.items() if value}
    from_page = [one for one in given if one in fields and not _is_in(article.text, fields[one])]
    fields["from_page"] = [*from_page, "date_modified"]
    if notice := correction_in(article.text, before.text):
        fields["correction"] = {"exact": notice, "source": name}
    return fields


def _is_in(text: str, value: Plain) -> bool:
    return all(occurs_whole(one, text) for one in ([value] if isinstance(value, str) else map(str, value)))
