"""How often checks are wrong: the page that shows what the benchmark of misquotations last measured."""

import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from aiohttp import web

from bot.answers.phrases import Phrase, phrase
from bot.rendering.wording import Wording
from bot.web.negotiation import presentation_of, shown_by
from bot.web.unfurling import site_card

MEASURED = Path(__file__).parent / "accuracy.json"
"""What ``benchmarks/verify_mutations.py --json bot/web/accuracy.json`` wrote."""
KINDS: Mapping[str, Phrase] = {
    "brackets": phrase("words put in, in square brackets"),
    "insertion": phrase("words put in"),
    "name": phrase("another name"),
    "negation": phrase("a “not” put in or left out"),
    "number": phrase("another number"),
    "omission": phrase("words left out without a mark"),
    "order": phrase("words in another order"),
    "speaker": phrase("somebody else's words"),
    "word": phrase("another word"),
}
HALVES: Mapping[str, Phrase] = {
    "open": phrase("seen"),
    "blind": phrase("unseen"),
}
TRUE_CLAIMS: Mapping[str, Phrase] = {
    "true_quotations": phrase(
        "true quotations in up to three wrappings of chat, called verbatim or but for form"
    ),
    "splices": phrase("clauses of different subjects joined by “…”, called altered"),
    "honest_omissions": phrase("honest omissions with “…”, called so"),
}
CHECKERS: Mapping[str, Phrase] = {"this checker": phrase("this checker")}
"""The names of other checkers are the same in every language."""
TITLE = phrase("How often checks are wrong")

routes = web.RouteTableDef()


class ErrorRate(NamedTuple):
    """A row of a table: what was measured, of how many, and how many were wrong, with their share."""

    what: str
    half: str
    claims: int
    wrong: int
    share: str
    not_found: int = 0
    named: str = ""
    """The share of those called altered whose kind of change is named rightly; empty where there is none."""


@routes.get("/about/accuracy")
@shown_by("accuracy.html")
async def accuracy(request: web.Request) -> dict[str, Any]:
    """The page with what is checked, how often it is wrong, and what a check cannot see."""
    words, found = presentation_of(request).words, measured()
    return {
        "card": site_card(words.say(TITLE), "/about/accuracy", words),
        "day": words.day(found["measured_on"]),
        "articles": sum(found["articles"].values()),
        "unseen": found["articles"]["blind"],
        "misquotations": list(misquotations(found, words)),
        "true_claims": list(true_claims(found, words)),
        "checkers": list(checkers(found, words)),
    }


@cache
def measured() -> dict[str, Any]:
    """The counts of the last measurement, as the benchmark wrote them."""
    counts: dict[str, Any] = json.loads(MEASURED.read_text("utf-8"))
    return counts


def misquotations(found: Mapping[str, Any], words: Wording) -> Iterator[ErrorRate]:
    """A row for each kind of misquotation and each half of the articles; wrong is what was called true."""
    for kind, halves in found["misquotations"].items():
        for half, counts in halves.items():
            wrong, claims = counts["called_true"], counts["claims"]
            labels = words.say(KINDS[kind]), words.say(HALVES[half])
            altered = counts["altered"] if kind != "speaker" else 0
            named = _share(counts["kind_named"], altered, words)
            yield ErrorRate(*labels, claims, wrong, _share(wrong, claims, words), counts["not_found"], named)


def true_claims(found: Mapping[str, Any], words: Wording) -> Iterator[ErrorRate]:
    """A row for each sort of other claims and each half; wrong is what did not get its verdict."""
    for name, what in TRUE_CLAIMS.items():
        for half, counts in found[name].items():
            wrong = counts["claims"] - counts["right"]
            yield ErrorRate(
                words.say(what),
                words.say(HALVES[half]),
                counts["claims"],
                wrong,
                _share(wrong, counts["claims"], words),
            )


def checkers(found: Mapping[str, Any], words: Wording) -> Iterator[tuple[str, Iterable[str]]]:
    """Each checker of the comparison with its shares of errors: called true wrongly, and called false."""
    for one in found["checkers"]:
        name = words.say(CHECKERS[one["name"]]) if one["name"] in CHECKERS else one["name"]
        false, wrapped, plain = one["misquotations"], one["wrapped"], one["plain"]
        shares = (
            _share(false["called_true"], false["claims"], words),
            _share(wrapped["claims"] - wrapped["right"], wrapped["claims"], words),
            _share(plain["claims"] - plain["right"], plain["claims"], words),
        )
        yield name, shares


def _share(part: int, whole: int, words: Wording) -> str:
    return words.percent((Decimal(100 * part) / whole).quantize(Decimal("0.01"))) if whole else "–"
