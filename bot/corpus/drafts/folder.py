"""The folder of the drafts: each has its article byte for byte, what is known of its page, and a journal."""

import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.authoring.case_file import ArticlePage
from bot.authoring.proposals import Proposals
from bot.cases.rules import LONGEST_SLUG, SLUG
from bot.corpus.drafts.journal import Journal

ARTICLE, PAGE, JOURNAL, SAVED = "article.txt", "draft.json", "journal.jsonl", "saved.json"
BASE = "base.yaml"
"""The case file to which a draft adds its article, as it was when the draft was begun or based anew."""
RESERVED = frozenset({"login", "logout", "inbox"})
"""The ids that no draft can have: they are other pages of the editors."""
HEX = re.compile(r"[0-9a-f]{64}")


class DraftExists(Exception):
    """Raised where there is a draft with an id already."""


class DraftDamaged(Exception):
    """Raised where the article of a draft is not the one that its decisions are about, or it has no page."""


@dataclass(frozen=True)
class Draft:
    """A draft as it is kept; the decisions about it are in its journal."""

    id: str
    page: ArticlePage
    proposals: Proposals
    """What the rules proposed when the draft was begun: newer rules do not change what was decided on."""
    journal: Journal
    saved: str = ""
    """The SHA-256 of the case file as this draft last wrote it; empty before it has."""
    into: str = ""
    """The id of the case to which the article is added; empty where it begins a case."""
    base: bytes = b""
    """The case file to which the article is added."""
    written: frozenset[str] = frozenset()
    """The SHA-256 of every case file that this draft wrote, or was about to write."""

    @property
    def case_id(self) -> str:
        """The id of the case that the draft makes, or adds its article to."""
        return self.into or self.id

    @property
    def edition(self) -> str:
        """The source that the article was published again in the place of; empty where it is none."""
        return self.page.edition_of

    @property
    def article_sha256(self) -> str:
        """The SHA-256 of the article's bytes."""
        return sha256(self.page.text.encode()).hexdigest()


class DraftFolder:
    """The drafts below one folder outside the content folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ids(self) -> tuple[str, ...]:
        """The ids of the drafts, sorted."""
        if not self._folder.is_dir():
            return ()
        return tuple(sorted(one.name for one in self._folder.iterdir() if (one / PAGE).is_file()))

    def articles(self) -> Iterator[tuple[str, str]]:
        """The text of each draft's article with the draft's id; one that cannot be read is left out."""
        for name in self.ids():
            try:
                yield (self._folder / name / ARTICLE).read_bytes().decode(), name
            except (OSError, UnicodeDecodeError):
                continue

    def begin(
        self, draft_id: str, page: ArticlePage, proposals: Proposals, into: str = "", base: bytes = b""
    ) -> Draft:
        """Keep a new draft, whole or not at all. Raises DraftExists, ValueError for an id, OSError.

        ``into`` is the case to which the article is added, if it is, and ``base`` the bytes of its file.
        """
        if not is_id(draft_id) or draft_id in RESERVED:
            raise ValueError(draft_id)
        target = self._folder / draft_id
        if os.path.lexists(target):
            raise DraftExists
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=self._folder))
        try:
            _write(beside / ARTICLE, page.text.encode())
            _write(beside / PAGE, _page_json(page, proposals, into))
            if into:
                _write(beside / BASE, base)
            _flush(beside)
            beside.rename(target)
            _flush(self._folder)
        except OSError:
            if os.path.lexists(target) and beside.exists():
                raise DraftExists from None
            raise
        finally:
            shutil.rmtree(beside, ignore_errors=True)
        return self.read(draft_id)

    def read(self, draft_id: str) -> Draft:
        """The draft with an id. Raises FileNotFoundError, DraftDamaged, OSError."""
        folder = self._folder / draft_id
        if not is_id(draft_id) or not (folder / PAGE).is_file():
            raise FileNotFoundError(draft_id)
        try:
            kept = json.loads((folder / PAGE).read_bytes())
            raw = (folder / ARTICLE).read_bytes()
            if sha256(raw).hexdigest() != kept["article_sha256"]:
                raise DraftDamaged(f"{folder / ARTICLE} is not the article that was drafted")
            page = ArticlePage(text=raw.decode(), **kept["page"])
            proposals = _proposals(kept["proposals"])
            into = str(kept.get("into", ""))
            base = (folder / BASE).read_bytes() if into else b""
        except (ValueError, KeyError, TypeError) as error:
            raise DraftDamaged(f"{folder} cannot be read: {error}") from None
        saved, written = _saved(folder)
        return Draft(draft_id, page, proposals, Journal(folder / JOURNAL), saved, into, base, written)

    def note_saved(self, draft: Draft, version: str) -> Draft:
        """Note the SHA-256 of the case file that a draft wrote, or is about to write. Raises OSError."""
        written = draft.written | {version}
        kept = {"version": version, "written": sorted(written)}
        self._put(draft, SAVED, json.dumps(kept).encode())
        return replace(draft, saved=version, written=written)

    def put_base(self, draft: Draft, base: bytes, page: ArticlePage) -> Draft:
        """Add the article to another version of the case file from now on. Raises OSError.

        ``page`` is the article's, with the id and the file that are free in that version.
        """
        if page != draft.page:
            self._put(draft, PAGE, _page_json(page, draft.proposals, draft.into))
        self._put(draft, BASE, base)
        return replace(draft, base=base, page=page)

    def _put(self, draft: Draft, name: str, raw: bytes) -> None:
        """Write a file of a draft, whole or not at all."""
        folder = self._folder / draft.id
        beside = folder / (name + ".new")
        beside.unlink(missing_ok=True)
        _write(beside, raw)
        beside.rename(folder / name)
        _flush(folder)


def _saved(folder: Path) -> tuple[str, frozenset[str]]:
    """The version that a draft last wrote, or “”, and all that it wrote."""
    try:
        kept = json.loads((folder / SAVED).read_bytes())
        versions = [kept["version"], *kept.get("written", ())]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "", frozenset()
    if not all(isinstance(one, str) and HEX.fullmatch(one) for one in versions):
        return "", frozenset()
    return versions[0], frozenset(versions)


def is_id(text: str) -> bool:
    """Whether a text can be the id of a case, and so of a draft."""
    return bool(SLUG.fullmatch(text)) and len(text) <= LONGEST_SLUG


def _page_json(page: ArticlePage, proposals: Proposals, into: str) -> bytes:
    given = {name: value for name, value in asdict(page).items() if name != "text"}
    kept = {
        "article_sha256": sha256(page.text.encode()).hexdigest(),
        "page": given,
        "proposals": asdict(proposals),
        "into": into,
    }
    return json.dumps(kept, ensure_ascii=False, indent=1, default=str).encode()


def _proposals(given: Mapping[str, Any]) -> Proposals:
    # Imported here: it takes as long as an answer in the terminal, and only drafts need it.
    from pydantic import TypeAdapter  # noqa: PLC0415

    return TypeAdapter(Proposals).validate_python(given)


def _write(path: Path, raw: bytes) -> None:
    with path.open("xb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())


def _flush(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
