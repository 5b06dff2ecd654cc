"""Begins a draft that adds an article to a case which exists, and reads that case for its review."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.authoring.case_file import ArticlePage
from bot.authoring.decided_file import page_problems
from bot.authoring.entry_ids import fresh_id, slug
from bot.authoring.known_case import KnownCase
from bot.authoring.propose import propose
from bot.authoring.second_article import correction_in, dateline_of, known_shares
from bot.cases.document import read_document
from bot.cases.editions import newest_edition
from bot.cases.parsing import build_case, named_files
from bot.cases.problems import Problem
from bot.cases.rules import LONGEST_SLUG
from bot.cases.sources import Source
from bot.corpus.drafts.folder import Draft, DraftFolder, is_id
from bot.corpus.files import CASE_FILE, VERSIONS_FOLDER, bytes_or_none, file_bytes, read_source


class SameText(Exception):
    """Raised for an article that is a source of the case already, byte for byte."""

    def __init__(self) -> None:
        super().__init__("this very text is an article of the case already")


class LikeSource(Exception):
    """Raised for an article most of which stands in a source of the case, which nobody has confirmed yet."""

    def __init__(self, share: float, source: str) -> None:
        super().__init__(f"{share:.0%} of this article stands in “{source}” already")
        self.share, self.source = share, source


class NoSuchSource(Exception):
    """Raised for an edition of a source that the case has not, or of which no source is like the article."""


class EarlierEdition(Exception):
    """Raised for an edition that is dated before the one whose place it would take; ``day`` is that one's."""

    def __init__(self, day: str) -> None:
        super().__init__(
            f"the case has an edition of {day} already: one of an earlier day does not take its place"
        )
        self.day = day


class PageRefused(Exception):
    """Raised for an article that the check does not take with what is given of its page."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(one.message for one in problems))


@dataclass(frozen=True)
class AddedArticle:
    """An article that an editor adds to a case, with what is given of its page.

    ``page`` has the day of this text as ``published``. ``is_edition`` says that it is an article of the case,
    published again: of ``edition_of``, or of the source that is most like it. ``anyway`` says that it is
    another article than the one that it is like.
    """

    case_id: str
    page: ArticlePage
    is_edition: bool = False
    edition_of: str = ""
    anyway: bool = False


def begin_addition(drafts: DraftFolder, content: Path, added: AddedArticle) -> Draft:
    """Begin the draft of an article that is added to a case.

    Raises SameText, LikeSource, NoSuchSource, EarlierEdition and PageRefused for the editor to decide,
    FileNotFoundError where there is no such case, CaseFileError where it does not load, DraftExists, OSError.
    """
    if not is_id(added.case_id):
        raise FileNotFoundError(added.case_id)
    base = file_bytes(content / added.case_id / CASE_FILE)
    known = read_known(content, added.case_id, base)
    page = _described(added, known, content / added.case_id)
    proposals = propose(page.text, date.fromisoformat(page.published))
    page = replace(page, dateline=dateline_of(page.text, proposals, page.published))
    if problems := page_problems(page, added.case_id, known):
        raise PageRefused(problems)
    name = _draft_id(drafts, content, added.case_id)
    return drafts.begin(name, page, proposals, added.case_id, base)


def read_known(content: Path, case_id: str, raw: bytes) -> KnownCase:
    """The case of a case file's bytes, with the articles of its folder. Raises CaseFileError."""
    document = read_document(raw, CASE_FILE)
    contents = {name: read_source(content / case_id, name) for name in named_files(document.data)}
    case = build_case(case_id, document, contents, CASE_FILE)
    return KnownCase(raw.decode(), case, contents)


def placed_anew(page: ArticlePage, known: KnownCase, folder: Path) -> ArticlePage:
    """The page of an article on a later version of its case, with an id and a file that are free there.

    An edition is one of the newest there is. Raises NoSuchSource where its article is gone, EarlierEdition.
    """
    raw = page.text.encode()
    name, file, edition_of = page.source, page.file, page.edition_of
    if name in known.ids:
        name = fresh_id(name, set(known.ids))
    if (folder / file).exists() and bytes_or_none(folder / file) != raw:
        file = f"sources/{page.modified or page.published}-{sha256(raw).hexdigest()[:8]}.txt"
    if edition_of:
        edition_of = _newest(known, edition_of, page.modified).id
    return replace(page, source=name, file=file, edition_of=edition_of)


def kept_version(content: Path, case_id: str, known: KnownCase) -> Mapping[str, bytes]:
    """The version of a case file before a change, by the path at which it is kept; none where it is kept."""
    raw, folder = known.text.encode(), content / case_id / VERSIONS_FOLDER
    kept = [file_bytes(one) for one in sorted(folder.glob("*.yaml"))]
    if raw in kept:
        return {}
    day, number = known.case.revised, sha256(raw).hexdigest()[:8]
    is_free = not (folder / f"{day}.yaml").exists()
    return {f"{VERSIONS_FOLDER}/{day}.yaml" if is_free else f"{VERSIONS_FOLDER}/{day}-{number}.yaml": raw}


def _described(added: AddedArticle, known: KnownCase, folder: Path) -> ArticlePage:
    """The article's page as a source of the case: its id, its file, and the edition that it is of."""
    page, taken = replace(added.page, title=str(known.case.title)), set(known.ids)
    if any(one.text == page.text for one in known.contents.values()):
        raise SameText
    shares = known_shares(page.text, known)
    if not added.is_edition and not added.edition_of:
        if shares and not added.anyway:
            raise LikeSource(*shares[0])
        name = slug(page.publisher, taken) if page.publisher else fresh_id("article", taken)
        return replace(page, source=name, file=_file(folder, page))
    original = added.edition_of or (shares[0][1] if shares else "")
    source = _newest(known, original, page.published)
    return replace(
        page,
        source=fresh_id(f"{original} {page.published}", taken),
        file=_file(folder, page),
        edition_of=source.id,
        published=source.date_published,
        modified=page.published,
        correction=correction_in(page.text, source.text),
        headline=page.headline or (source.headline if (source.headline or "?") in page.text else "") or "",
        publisher=page.publisher or source.publisher or "",
        author=page.author or next(iter(source.author), ""),
        url=page.url or source.url or "",
        licence=page.licence or source.licence or "",
        language=page.language or source.in_language,
    )


def _newest(known: KnownCase, original: str, day: str) -> Source:
    """The edition whose place one of a day takes. Raises NoSuchSource, EarlierEdition."""
    if original not in known.case.source_by_id:
        raise NoSuchSource
    source = newest_edition(known.case, known.case.source_by_id[original])
    if day < source.day:
        raise EarlierEdition(source.day)
    return source


def _file(folder: Path, page: ArticlePage) -> str:
    digest = sha256(page.text.encode()).hexdigest()[:8]
    plain = f"sources/{page.published}.txt"
    return plain if not (folder / plain).exists() else f"sources/{page.published}-{digest}.txt"


def _draft_id(drafts: DraftFolder, content: Path, case_id: str) -> str:
    taken = set(drafts.ids())
    for number in range(2, 1000):
        name = f"{case_id[: LONGEST_SLUG - 4].rstrip('-')}-{number}"
        if name not in taken and not (content / name).exists():
            return name
    raise FileExistsError(case_id)
