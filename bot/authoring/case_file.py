"""Makes the text of a new case file: what is sure as entries, and all else as open points in comments."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import islice

from bot.authoring.entry_ids import slug
from bot.authoring.proposals import (
    Proposals,
    ProposedAmount,
    ProposedDate,
    ProposedParty,
    ProposedQuotation,
    ProposedRuling,
)
from bot.authoring.yaml_text import Plain, entry, flow, scalar
from bot.cases.graphemes import is_grapheme_boundary
from bot.cases.selectors import control_character_in
from bot.cases.words import goes_on, occurrences, occurs_whole

SCHEMA_FILE = "case.schema.json"
"""The name of the JSON Schema of case files, beside the folders of the cases."""
SCHEMA_LINE = f"# yaml-language-server: $schema=../{SCHEMA_FILE}"
"""The line by which VS Code finds the schema: https://github.com/redhat-developer/yaml-language-server."""
CONTEXTS = (8, 16, 32, 64, 128, 256)
"""Code points of a prefix or suffix that are tried, one after the other, until one place is left."""


@dataclass(frozen=True, kw_only=True)
class ArticlePage:
    """An article as it is kept, and what an editor gives of its page; days are ISO dates."""

    text: str
    file: str
    published: str
    revised: str
    title: str
    headline: str = ""
    publisher: str = ""
    author: str = ""
    url: str = ""
    licence: str = ""
    language: str = ""
    """The BCP 47 tag of the article's language; without one it is English, which alone the rules read."""
    source: str = "article"
    """The id of the article among the sources of its case."""
    edition_of: str = ""
    """The source in whose place the article was published again; “” for an article of its own."""
    modified: str = ""
    """Of an edition the day from which its page had this text."""
    correction: str = ""
    """Of an edition the words by which it says what the one before had wrong."""
    dateline: str = ""
    """The words above the article that give its day, where they stand in it once."""


def case_text(page: ArticlePage, proposals: Proposals, *, accept_sure: bool = True) -> str:
    """The YAML of a case file that the loader accepts; what needs an editor's decision is in its comments."""
    draft = _Draft(page, proposals, accept_sure=accept_sure)
    lines = [
        SCHEMA_LINE,
        f"title: {scalar(page.title)}",
        f"revised: {page.revised}",
        "",
        "sources:",
        *entry(source_entry(page)),
        *draft.parties(),
        *draft.statements(),
        "",
        *(f"# {line}".rstrip() for line in draft.open_points()),
    ]
    return "\n".join(lines).rstrip() + "\n"


def open_points(page: ArticlePage, proposals: Proposals) -> Iterator[str]:
    """The lines, for a case file's comments, of proposals none of which is decided."""
    return _Draft(page, proposals, accept_sure=False).open_points()


def selector(text: str, start: int, end: int) -> Plain:
    """The quotation of a span: its words, with a prefix and suffix where they occur more than once."""
    exact = text[start:end]
    if _stands_once(text, exact):
        return exact
    for length in CONTEXTS:
        for before, after in ((0, length), (length, 0), (length, length)):
            prefix, suffix = text[max(0, start - before) : start], text[end : end + after]
            if _stands_once(text, prefix + exact + suffix):
                return {"exact": exact} | _given({"prefix": prefix, "suffix": suffix})
    return exact


def _stands_once(text: str, words: str) -> bool:
    return len(list(islice(occurrences(text, words), 2))) == 1


def can_be_quoted(text: str, start: int, end: int) -> bool:
    """Whether the loader accepts a span as a quotation: uncut, no space at its ends, no control character."""
    exact = text[start:end]
    uncut = not any(goes_on(text, at) or not is_grapheme_boundary(text, at) for at in (start, end))
    once = not isinstance(selector(text, start, end), str) or _stands_once(text, exact)
    return bool(
        exact.strip() == exact
        and exact
        and uncut
        and once
        and not control_character_in(exact)
        and "\n" not in exact
    )


def source_entry(page: ArticlePage) -> dict[str, Plain]:
    """The entry of the article, with the fields that its text does not give listed as from its page."""
    fields: dict[str, Plain] = {
        "id": page.source,
        "file": page.file,
        "sha256": sha256(page.text.encode()).hexdigest(),
        "date_published": page.published,
        **_given({"date_modified": page.modified, "edition_of": page.edition_of}),
        "in_language": page.language or "en",
    }
    given = _given(
        {name: getattr(page, name) for name in ("headline", "publisher", "author", "url", "licence")}
    )
    fields |= {name: [value] if name == "author" else value for name, value in given.items()}
    if missing := [
        name
        for name, value in given.items()
        if name in {"url", "licence"} or not occurs_whole(value, page.text)
    ]:
        fields["from_page"] = missing
    if page.correction:
        fields["correction"] = {"exact": page.correction, "source": page.source}
    if page.dateline:
        fields["quote"] = {"exact": page.dateline, "source": page.source}
    return fields


class _Draft:
    """The parts of one case file."""

    def __init__(self, page: ArticlePage, proposals: Proposals, *, accept_sure: bool) -> None:
        self.page, self.text, self.proposals = page, page.text, proposals
        groups = statement_groups(proposals.quotations) if accept_sure else ()
        self.sure = [group for group in groups if self._is_sure(group)]
        self.ids: dict[str, str] = {}
        taken: set[str] = {"article"}
        for name in dict.fromkeys(group[0].speaker or "" for group in self.sure):
            self.ids[name] = slug(name, taken)
            taken.add(self.ids[name])

    def parties(self) -> Iterator[str]:
        """The section of the parties who speak in the statements that are sure."""
        known = {one.name: one for one in self.proposals.parties}
        if self.ids:
            yield from ("", "parties:")
        for name, identifier in self.ids.items():
            yield from entry(self._party(known[name], identifier))

    def _party(self, party: ProposedParty, identifier: str) -> dict[str, Plain]:
        fields: dict[str, Plain] = {"id": identifier, "name": party.name, "kind": party.kind}
        if party.aliases:
            fields["aliases"] = list(party.aliases)
        return fields | {"described_as": selector(self.text, party.start, party.end)}

    def statements(self) -> Iterator[str]:
        """The section of the statements that are sure: direct speech beside which a name stands."""
        if self.sure:
            yield from ("", "statements:")
        for group in self.sure:
            quotes = [selector(self.text, one.start, one.end) for one in group]
            fields: dict[str, Plain] = {"speaker": self.ids[group[0].speaker or ""], "quote_type": "direct"}
            fields |= {"quote": quotes[0] if len(quotes) == 1 else quotes}
            yield from entry(fields)

    def _is_sure(self, group: Sequence[ProposedQuotation]) -> bool:
        known = {one.name: one for one in self.proposals.parties}
        party = known.get(group[0].speaker or "")
        return bool(
            party
            and party.kind in {"person", "organization"}
            and party.name in self.text
            and all(alias in self.text for alias in party.aliases)
            and can_be_quoted(self.text, party.start, party.end)
            and all(one.is_sure or one.continues for one in group)
            and all(can_be_quoted(self.text, one.start, one.end) for one in group)
        )

    def open_points(self) -> Iterator[str]:
        """What an editor decides, one proposal after the other; a section is made of what is accepted."""
        written = {one for group in self.sure for one in group}
        sections = (
            ("statements", [self._statement(one) for one in self.proposals.quotations if one not in written]),
            ("awards", [self._award(one) for one in self.proposals.amounts]),
            ("rulings", [self._ruling(one) for one in self.proposals.rulings]),
            ("dates of these facts", [self._date(one) for one in self.proposals.dates]),
            ("parties", [self._name(one) for one in self.proposals.parties if one.name not in self.ids]),
        )
        count = sum(len(lines) for _, lines in sections)
        if count:
            points = "point" if count == 1 else "points"
            yield f"{count} open {points}: proposed by rules, and true only if you say so."
            yield "Complete what is marked ?, and move it into a section of the file."
        for name, entries in sections:
            if entries:
                yield from ("", f"{name}:")
            for lines in entries:
                yield from lines

    def _statement(self, one: ProposedQuotation) -> list[str]:
        kind = "direct" if one.kind == "direct" else "indirect"
        why = f"open: {one.why}" if one.speaker is None else f"{one.speaker}? {one.why}"
        quote = flow(selector(self.text, one.start, one.end))
        return [f"  - quote: {quote}", f"    quote_type: {kind}", f"    speaker: ?  # {_one_line(why)}"]

    def _award(self, one: ProposedAmount) -> list[str]:
        value = "?" if one.value is None else f"{one.value:f}"
        amount = (
            f"{{value: {value}, currency: {one.currency or '?'}, raw: {scalar(one.exact, in_flow=True)}}}"
        )
        sides = "".join(f", {side} {name}?" for side, name in (("against", one.by), ("to", one.to)) if name)
        start, end = sentence_around(self.text, one.start, one.end)
        quote = flow(selector(self.text, start, end))
        return [f"  - kind: ?  # {one.kind or 'open'}{sides}", f"    amount: {amount}", f"    quote: {quote}"]

    def _ruling(self, one: ProposedRuling) -> list[str]:
        quote = flow(selector(self.text, one.start, one.end))
        return [
            f"  - on: {one.on or '?'}",
            f"    outcome: {one.outcome}  # {one.why}",
            "    claim: ?",
            f"    quote: {quote}",
        ]

    def _date(self, one: ProposedDate) -> list[str]:
        raw = scalar(one.exact, in_flow=True)
        said = f"{{edtf: {scalar(one.edtf or '?')}, raw: {raw}, certainty: {one.certainty}}}"
        return [f"  - date: {said}  # {_one_line(one.why)}"]

    def _name(self, one: ProposedParty) -> list[str]:
        shown = flow(selector(self.text, one.start, one.end))
        role = f", roles: [{one.role}]" if one.role else ""
        name = scalar(one.name, in_flow=True)
        return [f"  - {{id: ?, name: {name}, kind: {one.kind}{role}, described_as: {shown}}}"]


@lru_cache(maxsize=4)
def _sentence_starts(text: str) -> tuple[int, ...]:
    """Where a line or a sentence begins, kept for the articles that were asked about last."""
    return tuple(found.end() for found in re.finditer(r"(?<![A-Z])[.!?][\"”’»']?\s|\n|\A", text))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The span of the words around a span in its line, as far as the ends of its sentence."""
    starts = _sentence_starts(text)
    low = starts[max(0, bisect_right(starts, start) - 1)]
    found = re.compile(r"(?<![A-Z])[.!?](?=[\"”’»']?(?:\s|\Z))|\n|\Z").search(text, end)
    return low, max(end, found.start() if found else end)


def statement_groups(quotations: Sequence[ProposedQuotation]) -> Iterator[tuple[ProposedQuotation, ...]]:
    """The direct quotations, with the pieces of one statement together: around a cue, and over paragraphs."""
    group: list[ProposedQuotation] = []
    for one in quotations:
        if one.kind != "direct":
            continue
        same = (
            group
            and one.speaker == group[-1].speaker
            and (one.continues or (one.cue is not None and one.cue == group[-1].cue))
        )
        if group and not same:
            yield tuple(group)
            group = []
        group.append(one)
    if group:
        yield tuple(group)


def _given(fields: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}


def _one_line(words: str) -> str:
    return " ".join(words.split())
