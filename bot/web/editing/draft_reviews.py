"""The drafts under review: decisions taken into their journals, and the case files that they become."""

import difflib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache, partial
from hashlib import sha256
from pathlib import Path

from aiohttp import web

from bot.answers.phrases import phrase
from bot.authoring.cards import ReviewCard, cards_of
from bot.authoring.changed_case import lost_cards, names_known_now
from bot.authoring.deciding import decided, reviewed
from bot.authoring.decisions import Decision, DecisionRefused, Review, Undo
from bot.authoring.known_case import KnownCase
from bot.authoring.second_article import second_review
from bot.cases.problems import CaseFileError, Problem
from bot.corpus.articles.writing import (
    CaseChanged,
    CaseExists,
    replace_case_file,
    write_case,
    write_schema,
)
from bot.corpus.drafts.additions import EarlierEdition, NoSuchSource, kept_version, placed_anew, read_known
from bot.corpus.drafts.folder import Draft, DraftFolder
from bot.corpus.drafts.journal import JournalEntry, JournalMoved
from bot.corpus.files import CASE_FILE
from bot.web.editing.draft_review import DraftReview, NotValid, prove

NO_SPACE = phrase("This cannot be written now: {reason}. Nothing was lost; please try again.")
NOT_TAKEN = phrase("The check does not take this: {problems}")
NO_VERSION = "none"
"""Stands for the version of a case file that is not there yet, in If-Match and on the page."""


class SavedElsewhere(Exception):
    """Raised where the case file is not the one that this draft wrote; ``diff`` shows what would change."""

    def __init__(self, diff: str) -> None:
        super().__init__("the case file was changed by somebody else")
        self.diff = diff


class OpenAgain(Exception):
    """Raised where the case has changed so that accepted cards need another decision beside what it has now.

    ``cards`` are they, as they were; the draft adds its article to the changed case from then on.
    """

    def __init__(self, cards: tuple[ReviewCard, ...]) -> None:
        super().__init__(f"{len(cards)} cards are open again")
        self.cards = cards


class DraftReviews:
    """Reads drafts, takes decisions on them, and saves them into the content folder."""

    def __init__(
        self, drafts: DraftFolder, content: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.drafts, self.content, self._now = drafts, content, now
        self._known = lru_cache(maxsize=4)(partial(read_known, content))

    def read(self, draft_id: str) -> DraftReview:
        """The draft with its decisions.

        Raises FileNotFoundError, DraftDamaged, JournalDamaged, CaseFileError where the case does not load to
        which the article is added, and OSError.
        """
        draft = self.drafts.read(draft_id)
        text = draft.journal.read()
        return DraftReview(draft, text.entries, self._review(draft, text.entries), text.torn)

    def _start(self, draft: Draft) -> Review:
        if draft.into:
            return second_review(draft.page, draft.proposals, self._known(draft.into, draft.base))
        return Review(draft.page.text, cards_of(draft.page.text, draft.proposals))

    def _review(self, draft: Draft, entries: tuple[JournalEntry, ...]) -> Review:
        return reviewed(self._start(draft), [entry.decision for entry in entries])

    def decide(self, draft_id: str, decision: Decision, *, by: str, seen: int) -> DraftReview:
        """Take a decision into the journal, if it leaves a valid case.

        Raises DecisionRefused, NotValid, JournalMoved, and what ``read`` raises.
        """
        now = self.read(draft_id)
        if seen == now.number:
            self._check(now, decision)
        at = self._now().isoformat(timespec="seconds")
        written = now.draft.journal.append(decision, by=by, at=at, seen=seen)
        return DraftReview(now.draft, written.entries, self._review(now.draft, written.entries))

    def _check(self, now: DraftReview, decision: Decision) -> None:
        if isinstance(decision, Undo):
            if now.review == self._start(now.draft):
                raise DecisionRefused("nothing_to_undo")
            return
        after = replace(now, review=decided(now.review, decision))
        if (after.review.accepted, after.review.ticks) != (now.review.accepted, now.review.ticks):
            prove(after)

    def version(self, case_id: str) -> str:
        """The SHA-256 of a case file in the content folder, or NO_VERSION."""
        try:
            return sha256((self.content / case_id / CASE_FILE).read_bytes()).hexdigest()
        except OSError:
            return NO_VERSION

    def save(self, draft_id: str, seen: str, by: str = "") -> str:
        """Write the case file into the content folder, whole or not at all, and give its version.

        ``seen`` is the version that the editor ``by`` has seen. Raises NotValid, SavedElsewhere, OpenAgain,
        and what ``read`` raises.
        """
        now = self.read(draft_id)
        try:
            if now.draft.into:
                now = self._based_anew(now, seen, by)
            problems = self._write(now, seen)
        except (CaseExists, CaseChanged, JournalMoved):
            raise SavedElsewhere(self._diff(now.draft.case_id, now.text)) from None
        if problems:
            raise NotValid(problems)
        write_schema(self.content)
        version = sha256(now.text.encode()).hexdigest()
        self.drafts.note_saved(now.draft, version)
        return version

    def _write(self, now: DraftReview, seen: str) -> tuple[Problem, ...]:
        page, name = now.draft.page, now.draft.case_id
        if self.version(name) == sha256(now.text.encode()).hexdigest():
            return ()  # Written already: a save that was sent twice, or ended before it was noted.
        if now.review.known is not None:
            return self._add(now, now.review.known, seen)
        if seen == NO_VERSION:
            return write_case(self.content, name, now.text, {page.file: page.text})
        if seen != now.draft.saved:
            raise CaseExists
        return replace_case_file(self.content, name, now.text, seen)

    def _based_anew(self, now: DraftReview, seen: str, by: str) -> DraftReview:
        """The review on the case file as it is now, where somebody has changed it and the editor has seen it.

        Raises CaseChanged where the editor has not, or where the article stands in the case already. Raises
        OpenAgain where an entry needs another decision, and NotValid where the file or the entries do not
        pass the check.
        """
        raw = (self.content / now.draft.case_id / CASE_FILE).read_bytes()
        version = sha256(raw).hexdigest()
        ours = {sha256(now.draft.base).hexdigest(), sha256(now.text.encode()).hexdigest(), *now.draft.written}
        if version in ours:
            return now
        changed = CaseChanged(raw.decode("utf-8", "replace"))
        if seen != version:
            raise changed
        try:
            known = self._known(now.draft.into, raw)
            if any(one.text == now.draft.page.text for one in known.contents.values()):
                raise changed
            page = placed_anew(now.draft.page, known, self.content / now.draft.into)
            draft = replace(now.draft, base=raw, page=page)
            after = self._linked_anew(
                now, replace(now, draft=draft, review=self._review(draft, now.entries)), by
            )
            if again := lost_cards(now.review, after.review):
                self.drafts.put_base(now.draft, raw, page)
                raise OpenAgain(again)
            _ = after.case
        except CaseFileError as error:
            raise NotValid(error.problems) from None
        except (NoSuchSource, EarlierEdition):
            raise changed from None
        self.drafts.put_base(now.draft, raw, page)
        return after

    def _linked_anew(self, now: DraftReview, after: DraftReview, by: str) -> DraftReview:
        """The review with the names that the case has got meanwhile as those of its parties."""
        for link in names_known_now(self._start(now.draft), self._start(after.draft), after.review):
            at = self._now().isoformat(timespec="seconds")
            entries = now.draft.journal.append(link, by=by, at=at, seen=after.number).entries
            after = replace(after, entries=entries, review=decided(after.review, link))
        return after

    def _add(self, now: DraftReview, known: KnownCase, seen: str) -> tuple[Problem, ...]:
        """Write the case file with the article, and keep the version before."""
        draft, page = now.draft, now.draft.page
        if self.version(draft.case_id) != seen:
            raise CaseExists
        added = {page.file: page.text.encode(), **kept_version(self.content, draft.case_id, known)}
        # Noted before: a crash between the two would make the draft's own case file somebody else's.
        self.drafts.note_saved(draft, sha256(now.text.encode()).hexdigest())
        return replace_case_file(self.content, draft.case_id, now.text, seen, added)

    def _diff(self, case_id: str, text: str) -> str:
        current = (self.content / case_id / CASE_FILE).read_text("utf-8", "replace")
        lines = difflib.unified_diff(
            current.splitlines(), text.splitlines(), f"{case_id}/{CASE_FILE}", "this draft", lineterm=""
        )
        return "\n".join(lines)


REVIEWS: web.AppKey[DraftReviews] = web.AppKey("draft_reviews")
