"""The warnings of a review by their codes, and the field in which an editor answers them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from bot.cases.rules import STRICT, Rule, RuleContext, RuleViolation

CODES: Mapping[str, str] = {
    "weekday": "correct the date; where the article's own weekday is wrong, say so in a caveat",
    "day": "correct the date, or quote the words that give this day",
    "date": "correct the date, or quote the words that give this month and year",
    "after-report": "correct the date; what is still to come is an event, with “event_status: scheduled”",
    "future": "correct the date, or wait until the article is published",
    "revised": "set “revised” to the day of your last change, or correct the day of the article",
    "unlike-original": "take what the original has, or say in a caveat what changed",
    "same-text": "remove one of the two, unless two publishers printed the same text",
    "award-kind": "take the kind that the quotation's words say",
    "outcome": "take the outcome that the quotation's words say",
    "counts": "correct the number, or quote the words that give it",
    "prejudice": "leave it out, unless the motion asks for a dismissal",
    "speaker": "name the speaker whom the article names, or quote the cue of this statement",
    "cue": "quote the cue beside these words; add “prefix:” where the same words stand in several places",
    "turned": "quote the sentence to its end, or add a caveat that quotes the rest",
    "uncovered-quotation": "record it as a statement",
    "uncovered-amount": "record it as an award, or quote it where it belongs",
    "uncovered-date": "record what happened then as an event, or quote the date where it belongs",
    "currency": "correct the currency, or record two amounts; where both are right, say so in a caveat",
    "parts": "correct the amounts, or add a caveat that says what is missing",
    "unused": "refer to it from the entry that it is about, or remove it",
    "superseded-question": "quote the fact that stands now",
    "edition": "quote the newest edition, and let that fact supersede this one, with “how: corrects”",
    "unrelated": "say of the newer facts what they do to the older ones: supersedes, contradicts or same_as",
}
"""What to do about each warning, by the warning's code."""

ADVICE = frozenset({"turned"})
"""The codes of what rules alone see half of and take some things for: a reason to look, and no warning."""


def code_of(answer: str) -> str:
    """The code of the warning that an answer of the form “code: why” answers."""
    return answer.partition(":")[0].strip()


def reason_of(answer: str) -> str:
    """Why an editor lets a warning be, from an answer of the form “code: why”."""
    return answer.partition(":")[2].strip()


def _as_answers(value: object, _: RuleContext) -> object:
    """YAML reads ``- weekday: why`` as a mapping: it is taken as the words that were typed."""
    if isinstance(value, list):
        return [answer for one in value for answer in _typed(one)]
    return _typed(value)


def _typed(value: Any) -> Any:
    if isinstance(value, dict) and all(isinstance(why, str) for why in value.values()):
        return [f"{code}: {why}" for code, why in value.items()]
    return [value] if isinstance(value, str | dict | list) else value


def _answer(value: str, _: RuleContext) -> str:
    if not reason_of(value):
        raise RuleViolation(f"“{value}” answers no warning; write its code, a colon, and why it may stay")
    if code_of(value) not in CODES:
        raise RuleViolation(f"there is no warning “{code_of(value)}”; known: {', '.join(sorted(CODES))}")
    return value


def _schema(_: dict[str, Any]) -> dict[str, Any]:
    one = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": {"type": "string"}}]}
    described = "Warnings of “check --review” that the editor has looked at: “code: why”, one or several"
    return {"description": described, "anyOf": [*one["anyOf"], {"type": "array", "items": one}]}


Reviewed = Annotated[
    tuple[Annotated[str, Rule(_answer)], ...], Rule(_as_answers, before=True, schema=_schema)
]


@dataclass(frozen=True, kw_only=True)
class Reviewable:
    """An entry of a case file, whose editor can answer the warnings of a review beside it."""

    __pydantic_config__: ClassVar = STRICT

    reviewed: Reviewed = ()
    """The warnings that the editor has looked at, each as “code: why”."""
