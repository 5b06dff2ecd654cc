"""Begins a draft that adds an article to a case which exists, and reads that case for its review."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.authoring.case_file import ArticlePage
from bot.authoring.entry_ids import fresh_id, slug
from bot.authoring.known_case import KnownCase
from bot.authoring.propose import propose
from bot.authoring.second_article import correction_in, dateline_of, known_shares
from bot.cases.document import read_document
from bot.cases.editions import newest_edition
from bot.cases.parsing import build_case, named_files
from bot.cases.rules import LONGEST_SLUG
from bot.corpus.drafts.folder import Draft, DraftFolder
from bot.corpus.files import CASE_FILE, VERSIONS_FOLDER, file_bytes, read_source


class SameText(Exception):
    """Raised for an article that is a source of the case already, byte for byte."""


class LikeSource(Exception):
    """Raised for an article most of which stands in a source of the case, which nobody has confirmed yet."""

    def __init__(self, share: float, source: str) -> None:
        super().__init__(f"{share:.0%} of this article stands in “{source}” already")
        self.share, self.source = share, source


class NoSuchSource(Exception):
    """Raised for an edition of a source that the case has not, or of which no source is like the article."""


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

    Raises SameText, LikeSource and NoSuchSource for the editor to decide, FileNotFoundError where there is no
    such case, CaseFileError where it does not load, DraftExists, and OSError.
    """
    base = file_bytes(content / added.case_id / CASE_FILE)
    known = read_known(content, added.case_id, base)
    page = _described(added, known, content / added.case_id)
    proposals = propose(page.text, date.fromisoformat(page.published))
    page = replace(page, dateline=dateline_of(page.text, proposals, page.published))
    name = _draft_id(drafts, content, added.case_id)
    return drafts.begin(name, page, proposals, added.case_id, base)


def read_known(content: Path, case_id: str, raw: bytes) -> KnownCase:
    """The case of a case file's bytes, with the articles of its folder. Raises CaseFileError."""
    document = read_document(raw, CASE_FILE)
    contents = {name: read_source(content / case_id, name) for name in named_files(document.data)}
    case = build_case(case_id, document, contents, CASE_FILE)
    return KnownCase(raw.decode(), case, contents)


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
    if original not in known.case.source_by_id:
        raise NoSuchSource
    source = newest_edition(known.case, known.case.source_by_id[original])
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
    )


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
