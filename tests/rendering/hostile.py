"""Answers with everything in them that breaks a renderer, for Hypothesis."""

from __future__ import annotations

import string
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.answers.answer import (
    AmountPart,
    Answer,
    Attribution,
    ChangePart,
    CommandPart,
    ContextPart,
    EntryPart,
    LawsuitPart,
    MatchPart,
    NoticePart,
    OpenPoint,
    Part,
    PartyPart,
    Quotation,
    RulingPart,
    SourcePart,
    StatementPart,
    Suggestion,
    TimelinePart,
)
from bot.answers.phrases import Phrase, phrase
from bot.answers.query import Query
from bot.cases.changes import Change
from bot.cases.dates import PartialDate
from bot.cases.model import Award, Case, Event, Lawsuit, Party, Ruling, Source, Statement, Status
from bot.cases.money import Money
from bot.cases.selectors import Selector, make_selector
from bot.rendering.wording import Wording

unhurried = settings(
    max_examples=30, deadline=None, suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large)
)
"""An answer of thirty parts takes a while to draw."""

ZALGO = "h" + "\u0300\u0301\u0489" * 1_500
LONG = (
    "word " * 2_000,
    "w" * 10_000,
    "*" * 10_000,
    "&" * 5_000,
    "&<>" * 3_000,
    "\U0001f600" * 5_000,
    "漢字" * 3_000,
    "> quoted\n" * 600,
    "\n" * 4_000,
    " " * 5_000,
    "\r" * 3_000,
    "1. one\n- two\n" * 300,
    ZALGO,
    (ZALGO + " ") * 3,
    " \u0301" * 4_000,
    "\r\n" * 2_500,
    "👩‍👩‍👧‍👦" * 900,
    "x" * 3_999 + "\U0001f600" * 3,
    "x" * 3_960 + " " + "y" * 40,
)
TRICKS = (
    "plain words",
    "don’t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\r",
    "\t",
    "\f",
    "\v",
    "\x85",
    "\u2028",
    "\u2029",
    "\u00a0",
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u202eright to left\u202c",
    "שלום עולם",
    "مرحبا ١. و ٢)",
    "👩‍👩‍👧‍👦",
    "🏳️‍🌈",
    "e\u0301",
    "*bold*",
    "**",
    "_under_",
    "__",
    "~~strike~~",
    "||spoiler||",
    "`code`",
    "```\ncode\n```",
    "> quoted",
    ">>> quoted to the end",
    "# heading",
    "### heading #",
    "-# small",
    "- item",
    "  - item",
    "* item",
    "+ item",
    "1. item",
    "12) item",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "<!channel>",
    "<!subteam^S1>",
    "<t:0:R>",
    "</quote:1>",
    "<id:customize>",
    "<:smile:12345>",
    "<a:smile:12345>",
    "@everyone",
    "@here",
    ":smile:",
    ":)",
    "¯\\_(ツ)_/¯",
    "\\",
    "\\*",
    "\\\n",
    "https://example.org/a_b_c?d=*e*",
    "[link](https://example.org)",
    "<https://example.org>",
    "me@example.org",
    "<me@example.org>",
    "<+1 555 0100>",
    "&amp;",
    "&lt;@1&gt;",
    "&#42;",
    "&nbsp",
    "<b>",
    "</blockquote>",
    "<!-- x -->",
    "│ x",
    "  │ x",
    "├ x",
    "Donald Trump · #abc123 · continued on the next page",
    "continued from the page before",
    "\nDonald Trump · #abc123",
    "…",
    " …",
    "{text}",
    "%s",
)

words = st.lists(st.one_of(st.sampled_from(TRICKS), st.text(max_size=6)), min_size=1, max_size=8)


def _text(parts: list[str]) -> str:
    return "".join(character for part in parts for character in part if not "\ud800" <= character <= "\udfff")


texts = words.map(_text).filter(bool)
"""A source's words, of which every span may be a quotation."""
spans = st.one_of(*[texts] * 40, st.sampled_from(LONG))


def _label(text: str) -> str:
    kept = "".join(character for character in " ".join(text.split()) if character.isprintable())
    return kept[:200].strip() or "label"


labels = st.one_of(
    texts.map(_label),
    st.sampled_from(("Ada Stone", "*" * 200, "&" * 200, "\U0001f600" * 200, "w " * 99 + "w")),
)
maybe_label = st.none() | labels
prose = texts.map(lambda text: " ".join(_label(text).split()))
typed = st.one_of(
    texts.map(lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split()) or "x"),
    st.sampled_from(("x" * 5_900, "* " * 900 + "*", "&" * 3_000)),
)
"""What a user typed, as the grammar gives it."""
slugs = st.one_of(
    st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12),
    st.just("c" * 48),
    st.just("stone"),
)
days = st.dates().map(lambda day: day.isoformat())
dates = st.builds(
    PartialDate,
    edtf=days | st.sampled_from(("2023-05", "2019", "199X", "2023-23", "2023-05/2023-06")),
    raw=st.just("then"),
    certainty=st.sampled_from(("stated", "inferred")),
)
maybe_date = st.none() | dates
attributions = st.builds(
    Attribution,
    asserted_by=st.sampled_from(("publisher", "speaker")),
    publisher=maybe_label,
    speaker=maybe_label,
    medium=maybe_label,
    sequence=maybe_label,
    inferred=st.booleans(),
)


def source_of(text: str, source_id: str = "article") -> Source:
    return Source(id=source_id, file="sources/a.txt", sha256="0" * 64, date_published="2023-07-12", text=text)


def quotation_of(
    exact: str, attribution: Attribution | None = None, *, case: str = "stone", language: str = "en"
) -> Quotation:
    """A quotation of a source that has a few words around it."""
    source = replace(source_of(f"Before. {exact} After."), in_language=language)
    start = len("Before. ")
    return Quotation(
        case,
        source,
        "content/stone/sources/a.txt",
        make_selector(source.id, source.text, start, start + len(exact)),
        attribution or Attribution("speaker", None, "Ada Stone", "Truth Social", "third post"),
    )


quotations = st.builds(quotation_of, spans, attributions, case=slugs)
several = st.one_of(
    st.lists(quotations, max_size=3).map(tuple),
    quotations.map(lambda one: (one, one)),
)
many = st.lists(texts.map(lambda text: quotation_of(text[:40])), min_size=60, max_size=60).map(tuple)
selectors: Selector = quotation_of("words").selector
names = st.lists(labels, max_size=3).map(tuple)


def _built(kind: type, /, **fields: Any) -> st.SearchStrategy[Any]:
    return st.builds(kind, **fields)


lawsuits = _built(
    Lawsuit,
    id=slugs,
    label=labels,
    case_name=maybe_label,
    docket_number=maybe_label,
    cause=names,
    quote=st.just((selectors,)),
    date_filed=maybe_date,
    status=st.just(())
    | st.tuples(
        _built(
            Status, value=st.sampled_from(("filed", "verdict")), quote=st.just((selectors,)), date=maybe_date
        )
    ),
)
rulings = _built(
    Ruling,
    quote=st.just((selectors,)),
    date=maybe_date,
    claim=labels,
    outcome=st.sampled_from(("liable", "cleared", "other")),
)
awards = _built(
    Award,
    quote=st.just((selectors,)),
    date=maybe_date,
    kind=st.sampled_from(("awarded", "sought", "paid")),
    amount=_built(
        Money,
        value=st.decimals(0, Decimal(10) ** 15, places=2),
        currency=st.sampled_from(("USD", "JPY")),
        raw=st.just("$"),
    ),
)
statements = _built(
    Statement,
    quote=st.just((selectors,)),
    speaker=slugs,
    quote_type=st.sampled_from(("direct", "indirect", "mixed")),
    medium=maybe_label,
    sequence=maybe_label,
    attribution=st.sampled_from(("explicit", "inferred")),
)
events = _built(Event, quote=st.just((selectors,)), label=labels, date=maybe_date)
parties = _built(
    Party,
    id=slugs,
    name=labels,
    kind=st.sampled_from(("person", "organization", "court", "unnamed")),
    roles=names,
    described_as=st.just((selectors,)),
)
sources = _built(
    Source,
    id=slugs,
    file=st.just("sources/a.txt"),
    sha256=st.just("0" * 64),
    date_published=days,
    headline=maybe_label,
    author=names,
    publisher=maybe_label,
    url=st.none() | st.just("https://example.org/a_b"),
    text=texts,
)
CASE = Case(title="Stone", revised="2026-01-02", sources=(source_of("words"),))
changes = _built(
    Change,
    kind=st.sampled_from(("gained", "lost", "corrected")),
    section=st.sampled_from(("rulings", "caveats")),
    before=st.none(),
    after=st.none(),
    versions=st.just((CASE, CASE)),
)
phrases = st.builds(lambda text: phrase("Said of {text}.", text=text), typed)
coming = st.builds(
    lambda text, moment: phrase("{text} {moment} {text}", text=text, moment=moment),
    typed,
    st.datetimes(
        datetime(2000, 1, 1),  # noqa: DTZ001  -- the strategy adds the zone
        datetime(2100, 1, 1),  # noqa: DTZ001  -- see above
        timezones=st.sampled_from([UTC, ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")]),
    ),
)
"""Sentences with an instant in them, which a platform shows in its own way."""
linked: dict[str, Any] = {
    "lawsuits": names,
    "open_link": st.booleans(),
    "account_of": maybe_label,
    "quotations": several,
}

parts: st.SearchStrategy[Part] = st.one_of(
    _built(
        LawsuitPart,
        lawsuit=lawsuits,
        plaintiffs=names,
        defendants=names,
        court=maybe_label,
        quotations=several,
    ),
    _built(RulingPart, ruling=rulings, against=maybe_label, decider=maybe_label, **linked),
    _built(AmountPart, award=awards, to=maybe_label, against=maybe_label, **linked),
    _built(StatementPart, statement=statements, speaker=labels, quotations=several),
    _built(TimelinePart, date=maybe_date, event=st.one_of(events, rulings, lawsuits, awards), **linked),
    _built(PartyPart, party=parties, quotations=several | many),
    _built(SourcePart, source=sources, resting=st.integers(0, 999), quotations=several),
    _built(ChangePart, change=changes, label=labels, day=days, quotations=several),
    _built(MatchPart, case_title=labels, as_of=days, quotations=several),
    _built(ContextPart, quotations=several),
    _built(
        CommandPart,
        usage=labels,
        description=phrases,
        options=st.lists(st.tuples(labels, phrases), max_size=3).map(tuple),
        example=labels,
    ),
    _built(NoticePart, text=phrases, heading=st.booleans()),
    _built(EntryPart, title=phrases, details=st.lists(phrases | coming, max_size=3).map(tuple)),
)
queries = st.one_of(
    st.just(Query("case status")),
    st.builds(lambda case: Query("case people", (("case", case),)), slugs),
    st.builds(lambda text: Query("quote", (("text", text),)), typed),
    st.builds(lambda page: Query("quote", (("page", str(page)),)), st.integers(1, 9)),
)


def _phrase(text: str) -> Phrase:
    return phrase("{text}", text=text)


answers = st.builds(
    Answer,
    query=queries,
    topic=phrases,
    lead=phrases,
    case=st.none() | slugs,
    case_title=maybe_label,
    as_of=st.none() | days,
    parts=st.one_of(st.lists(parts, max_size=4), st.lists(parts, max_size=16)).map(tuple),
    open_points=st.lists(st.builds(OpenPoint, prose, several), max_size=3).map(tuple),
    suggestions=st.lists(st.builds(Suggestion, labels.map(_phrase), queries), max_size=8).map(tuple),
    content_note=st.none() | prose,
)


def answer_of(*quoted: Quotation | str, **fields: Any) -> Answer:
    """A small answer that quotes these words, each in a part of its own."""
    proven = [quotation_of(one) if isinstance(one, str) else one for one in quoted]
    matches = tuple(MatchPart("Stone", "2023-07-12", (one,)) for one in proven)
    given: dict[str, Any] = {
        "query": Query("quote", (("text", "words"),)),
        "topic": phrase("quotations"),
        "lead": phrase("Found."),
        "parts": matches,
    }
    return Answer(**{**given, **fields})


def in_full(answer: Answer) -> Answer:
    """The answer to the same query with ``detail:full``, whose pages are as long as a platform takes."""
    return replace(answer, query=answer.query.changed(detail="full"))


def as_in_chats(words: Wording) -> Wording:
    """The wording of chats, where credits do without ids."""
    return replace(words, shows_ids=False)
