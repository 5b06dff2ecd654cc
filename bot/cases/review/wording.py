"""Kinds of awards and outcomes of rulings that are others than their quotations' words say."""

import re
from collections.abc import Iterator, Mapping

from bot.cases.model import Case, Ruling
from bot.cases.numerals import counts_in
from bot.cases.review.observations import Observation

KINDS: Mapping[str, re.Pattern[str]] = {
    "awarded": re.compile(
        r"\b(?:award(?:s|ed|ing)?|order(?:s|ed)?\b.{0,80}\bto pay|must (?:\w+ )?pay|granted|entitled to)\b",
        re.DOTALL,
    ),
    "sought": re.compile(
        r"\b(?:seek(?:s|ing)?|sought|ask(?:s|ed|ing) for|demand(?:s|ed|ing)?|claim(?:s|ed|ing)"
        r"|su(?:es?|ed|ing)\b.{0,60}\bfor|wants?|wanted)\b",
        re.DOTALL,
    ),
    "paid": re.compile(r"\bpaid\b"),
}
"""Words that say of an amount of what kind it is; kinds that are not listed are not judged."""
OUTCOMES: Mapping[str, re.Pattern[str]] = {
    "liable": re.compile(r"(?<!\bnot )(?<!\bnot held )(?<!\bnot found )\bliable\b"),
    "not_liable": re.compile(r"\bnot (?:\w+ )?liable\b"),
    "cleared": re.compile(r"\b(?:clear(?:ed|s)|acquit(?:s|ted|tal)?)\b"),
    "guilty": re.compile(r"(?<!\bnot )\bguilty\b|\bconvict(?:ed|s|ion)\b"),
    "not_guilty": re.compile(r"\bnot guilty\b|\bacquit(?:s|ted|tal)?\b"),
    "dismissed": re.compile(
        r"\b(?:dismiss\w*|reject\w*|thr[eo]w\w* out|toss\w* out|struck out|fail(?:s|ed)|withdr[ae]w\w*"
        r"|dropped)\b"
    ),
}
"""Words that say how a claim was decided; where a quotation has others than the outcome's own, it is told."""
NOT_CONVICTED = re.compile(r"\b(?:charg(?:ed|es)|indict(?:ed|s)|accus(?:ed|es)|on trial)\b")
"""Words for what comes before a conviction, where a quotation has none for the conviction itself."""
CONVICTED = re.compile(r"\b(?:convict\w*|guilty)\b")
REVERSED = re.compile(
    r"\b(?:revers(?:ed|es|ing)|overturn(?:ed|s|ing)|vacat(?:ed|es|ing)|threw out|thrown out)\b"
)
"""Words for a finding that was taken back."""
ENDS_A_SUIT = re.compile(
    r"dismiss|prejudice|str(?:ike|uck)|thr[eo]w|toss|reject|quash|withdr[ae]w|discontinu|brought again"
    r"|abw(?:ei|ie)s",
    re.IGNORECASE,
)
"""Words for ending a suit or a part of it, also in the label of a motion."""
SETTLED = re.compile(r"\bsettle[ds]\b")
DENIED = re.compile(r"\b(?:not|no|nobody|never|neither|nor|without)\b")


def wrong_kinds(case: Case) -> Iterator[Observation]:
    """Yield ``award-kind`` for each amount whose quotation speaks of another kind, and not of its own."""
    for index, award in enumerate(case.awards):
        raw = award.amount.raw if award.amount else ""
        words = " ".join(one.exact for one in award.quote if raw in one.exact)
        said = [kind for kind, pattern in KINDS.items() if pattern.search(words)]
        if award.kind == "awarded" and not said and (settled := SETTLED.search(words)):
            message = f"the kind is “awarded”, but the quotation says “{settled.group()}”"
            yield Observation("award-kind", ("awards", index, "kind"), message)
        if award.kind in KINDS and said and award.kind not in said:
            message = f"the kind is “{award.kind}”, but the quotation says “{_first(KINDS, said[0], words)}”"
            yield Observation("award-kind", ("awards", index, "kind"), message)


def wrong_outcomes(case: Case) -> Iterator[Observation]:
    """Yield ``outcome`` for each ruling whose quotation tells another outcome, and not its own."""
    for index, ruling in enumerate(case.rulings):
        words = " ".join(one.exact for one in ruling.quote if one.role == "supports")
        said = [outcome for outcome, pattern in OUTCOMES.items() if pattern.search(words)]
        denied = ruling.outcome.startswith("not_") and DENIED.search(words)
        if other := _contrary(ruling, words):
            message = f"the outcome is “{ruling.outcome}”, but the quotation says “{other.group()}”"
            yield Observation("outcome", ("rulings", index, "outcome"), message)
        elif ruling.outcome in OUTCOMES and said and ruling.outcome not in said and not denied:
            found = _first(OUTCOMES, said[0], words)
            message = f"the outcome is “{ruling.outcome}”, but the quotation says “{found}”"
            yield Observation("outcome", ("rulings", index, "outcome"), message)


def wrong_counts(case: Case) -> Iterator[Observation]:
    """Yield ``counts`` for each number of counts that an English quotation does not give."""
    for index, ruling in enumerate(case.rulings):
        if ruling.counts is None or not _is_english(case, ruling):
            continue
        said = [number for one in ruling.quote for number in counts_in(one.exact)]
        if not said and ruling.counts > 1:
            yield Observation("counts", ("rulings", index, "counts"), "the quotation does not say how many")
        elif said and ruling.counts not in {*said, sum(said)}:
            listed = " and ".join(map(str, said))
            message = f"the number is {ruling.counts}, but the quotation tells of {listed} counts"
            yield Observation("counts", ("rulings", index, "counts"), message)


def needless_prejudice(case: Case) -> Iterator[Observation]:
    """Yield ``prejudice`` for each motion that was granted of which no words say that it ended anything."""
    for index, ruling in enumerate(case.rulings):
        labels = getattr(ruling.claim, "translations", {"": ruling.claim}).values()
        words = " ".join((*labels, *(one.exact for one in ruling.quote)))
        is_other = ruling.prejudice and ruling.outcome != "dismissed" and not ENDS_A_SUIT.search(words)
        if is_other and _is_english(case, ruling):
            message = f"neither “{ruling.claim}” nor the quotation speaks of a dismissal"
            yield Observation("prejudice", ("rulings", index, "prejudice"), message)


def _is_english(case: Case, ruling: Ruling) -> bool:
    return all(case.source_by_id[one.source].in_language.startswith("en") for one in ruling.quote)


def _contrary(ruling: Ruling, words: str) -> re.Match[str] | None:
    """Words by which somebody was only charged with what the ruling calls a conviction, or a finding fell."""
    if ruling.outcome in {"convicted", "guilty"} and not CONVICTED.search(words):
        return NOT_CONVICTED.search(words)
    return REVERSED.search(words) if ruling.outcome in {"liable", "convicted", "guilty"} else None


def _first(patterns: Mapping[str, re.Pattern[str]], name: str, words: str) -> str:
    found = patterns[name].search(words)
    return found.group() if found else ""
