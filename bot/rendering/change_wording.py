"""Words a change in the terms of the case: what was superseded, moved on, left open or corrected."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.answers.answer import ChangePart
from bot.answers.phrases import Phrase, phrase
from bot.cases.changes import CAVEATS, Change, is_contradicted, only_adds, superseded_by
from bot.cases.dates import PartialDate
from bot.cases.facts import Fact
from bot.cases.model import Award, Case, Caveat, Entry, Event, Lawsuit, Ruling, Source, Statement
from bot.cases.money import Money
from bot.cases.references import REFERENCES
from bot.cases.spans import entries_of
from bot.rendering import vocabulary
from bot.rendering.sections import DOT, Role
from bot.rendering.wording import Wording

HEADLINES: vocabulary.Vocabulary = {
    "replaces": phrase("Replaced: {before} → {after}"),
    "reduces": phrase("Reduced: {before} → {after}"),
    "increases": phrase("Increased: {before} → {after}"),
    "reverses": phrase("Reversed: {before} → {after}"),
    "corrects": phrase("Corrected by a report: {before} → {after}"),
    "withdraws": phrase("Withdrawn: {before} → {after}"),
    "vacates": phrase("Vacated: {before} → {after}"),
    "settles": phrase("Settled: {before} → {after}"),
    "fulfils": phrase("Fulfilled: {before} → {after}"),
    "holds": phrase("Held: {before} → {after}"),
    "reschedules": phrase("Rescheduled: {before} → {after}"),
}
"""By how a fact supersedes another one, how a digest tells it as news."""
SENTENCES: vocabulary.Vocabulary = {
    "replaces": phrase("{before} was replaced by {after}"),
    "reduces": phrase("{before} was reduced to {after}"),
    "increases": phrase("{before} was increased to {after}"),
    "reverses": phrase("{before} was reversed: {after}"),
    "corrects": phrase("{before} was corrected by a report: {after}"),
    "withdraws": phrase("{before} was withdrawn: {after}"),
    "vacates": phrase("{before} was vacated: {after}"),
    "settles": phrase("{before} was settled: {after}"),
    "fulfils": phrase("{before} was fulfilled: {after}"),
    "holds": phrase("{before} was held: {after}"),
    "reschedules": phrase("{before} was rescheduled: {after}"),
}
"""By how a fact supersedes another one, the sentence of ``/case changes``."""
REFERRING = frozenset(field.partition(".")[0] for field in REFERENCES) - {"roles"}
"""Fields whose value is told by the names of what they refer to; a role is more than for whom one acts."""
WITHOUT_WORDS = frozenset(
    {"id", "file", "sha256", "text", "how", "asserted_by", "caveats", "withdrawn", "status"}
)
"""Fields whose values would tell a reader nothing, or are told in other words."""
CLOSED: Mapping[tuple[str, str], vocabulary.Vocabulary] = {
    ("rulings", "outcome"): {**vocabulary.OUTCOMES, "other": phrase("Ruling")},
    ("awards", "kind"): vocabulary.AMOUNTS,
    ("parties", "kind"): vocabulary.KINDS,
}
"""The names of values by section and field, where the model lists what the values can be."""


def change_lines(part: ChangePart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The role and text of each line above the quotations of a change."""
    change = part.change
    yield "subheading", words.say(_title(part, words))
    worded = {"caveats", "withdrawn"}
    worded |= {"supersedes", "how"} if superseded_by(change) else set()
    worded |= {"status", "quote"} if _has_new_status(change) else set()
    values = {name: _values(change, name, words) for name in change.fields if name not in worded}
    wordless = (words.say(vocabulary.FIELDS[name]) for name, both in values.items() if not any(both))
    # News is dated by the reports below it.
    day = [] if part.is_news and superseded_by(change) else [words.day(part.day)]
    editors = [words.say(EDITORS)] if change.is_editors and not part.is_news else []
    yield "detail", DOT.join([*day, *editors, *wordless])
    for name, (was, now) in values.items():
        if was or now:
            yield "detail", words.say(_difference(words.say(vocabulary.FIELDS[name]), was, now))
    for line in _open_points(change):
        yield "detail", words.say(line)


def _title(part: ChangePart, words: Wording) -> Phrase:
    """What happened to the entry, in a line."""
    change, entry = part.change, words.say(vocabulary.SECTIONS[part.change.section])
    if old := superseded_by(change):
        # A sentence about several would have to be in the plural.
        patterns = HEADLINES if part.is_news or len(old) > 1 else SENTENCES
        before = words.all_of(dict.fromkeys(_named(change.versions[1], fact, words) for fact, _ in old))
        after = _named(change.versions[1], change.after, words)
        pattern = FULFILLED if before == after and old[0][1] == "fulfils" else patterns[old[0][1]]
        return pattern.filled(before=before, after=after)
    if change.fields == CAVEATS:
        opened = len(_caveats(change.after)) >= len(_caveats(change.before))
        pattern = OPENED if opened else CLOSED_POINT
        return pattern.filled(entry=entry, label=part.label)
    if change.fields == ("withdrawn",):
        withdrawn = isinstance(change.after, Source) and change.after.withdrawn
        return (WITHDRAWN if withdrawn else STANDS_AGAIN).filled(entry=entry, label=part.label)
    if _has_new_status(change):
        return _moved(change, words)
    if change.fields and all(only_adds(change, name) for name in change.fields):
        pattern = CONTRADICTED if is_contradicted(change) else ADDED
        return pattern.filled(entry=entry, label=part.label)
    return vocabulary.CHANGES[change.kind].filled(entry=entry, label=part.label)


EDITORS = phrase("an editor’s change, no new report")
FULFILLED = phrase("Fulfilled: {after}")
OPENED = phrase("An open point was added: {entry} “{label}”")
CLOSED_POINT = phrase("An open point was removed: {entry} “{label}”")
WITHDRAWN = phrase("Withdrawn: {entry} “{label}”")
STANDS_AGAIN = phrase("Stands again, its withdrawal was taken back: {entry} “{label}”")
CONTRADICTED = phrase("Another report says otherwise: {entry} “{label}”")
ADDED = phrase("Details were added: {entry} “{label}”")


def _has_new_status(change: Change) -> bool:
    return isinstance(change.after, Lawsuit) and "status" in change.fields and bool(change.after.status)


def _moved(change: Change, words: Wording) -> Phrase:
    """From which stage a lawsuit came to which; that it was dated or quoted anew where it is the same one."""
    before, after = change.before, change.after
    was = before.current_status if isinstance(before, Lawsuit) else None
    now = after.current_status if isinstance(after, Lawsuit) else None
    label = after.label if isinstance(after, Lawsuit) else ""
    stage = words.say(vocabulary.STANDINGS[now.value]) if now else ""
    if now and now.date:
        stage = f"{stage}, {words.date(now.date)}"
    if was is None:
        return phrase("The status of “{label}” is now: {after}", label=label, after=stage)
    if now and was.value == now.value:
        return phrase("The status of “{label}” was reported anew: {after}", label=label, after=stage)
    former = words.say(vocabulary.STANDINGS[was.value])
    return phrase("The status of “{label}”: {before} → {after}", label=label, before=former, after=stage)


def _difference(field: str, was: str, now: str) -> Phrase:
    if not was:
        return phrase("{field}: now {after}", field=field, after=now)
    if not now:
        return phrase("{field}: no longer {before}", field=field, before=was)
    return phrase("{field}: {before} → {after}", field=field, before=was, after=now)


def _open_points(change: Change) -> Iterator[Phrase]:
    """The open points that an entry has now or had, and the entries that a new open point is about."""
    case = change.versions[1]
    if isinstance(change.after, Caveat) and change.kind == "gained":
        about = [entry for _, entry in entries_of(case) if change.after.id in getattr(entry, "caveats", ())]
        if labels := [label for entry in about if (label := _label(case, entry))]:
            yield phrase("About: {labels}", labels=", ".join(labels))
    if "caveats" in change.fields:
        old, new = _caveats(change.before), _caveats(change.after)
        texts = {one.id: one.text for version in change.versions for one in version.caveats}
        for caveat in new:
            if caveat not in old and caveat in texts:
                yield phrase("Open: {text}", text=texts[caveat])
        for caveat in old:
            if caveat not in new and caveat in texts:
                yield phrase("Open no longer: {text}", text=texts[caveat])


def _caveats(entry: Entry | None) -> tuple[str, ...]:
    return tuple(getattr(entry, "caveats", ()))


def _values(change: Change, name: str, words: Wording) -> tuple[str, str]:
    """What a field said before and says now; empty where it has no words, or the same."""
    if name in WITHOUT_WORDS:
        return "", ""
    pairs = zip(change.versions, (change.before, change.after), strict=True)
    raw = [(case, getattr(entry, name, None)) for case, entry in pairs]
    was, now = (_worded(change.section, name, value, case, words) for case, value in raw)
    if was == now:
        was, now = (words.amount(value) if isinstance(value, Money) else "" for _, value in raw)
    return (was, now) if was != now else ("", "")


def _worded(section: str, name: str, value: Any, case: Case, words: Wording) -> str:  # noqa: PLR0911 - a kind of value each
    if name in REFERRING:
        return words.all_of(_referred(case, value)) if value else ""
    match value:
        case Money():
            return value.raw
        case PartialDate():
            return words.date(value)
        case str() if value in CLOSED.get((section, name), ()):
            return words.say(CLOSED[section, name][value])
        case str() if name == "date_published":
            return words.day(value)
        case str():
            return value
        case tuple() if value and all(isinstance(one, str) for one in value):
            return words.all_of(value)
        case _:
            return ""


def _referred(case: Case, value: Any) -> Iterator[str]:
    """The names of the entries to which a field refers by their ids."""
    listed: Iterable[Any] = value if isinstance(value, tuple) else (value,)
    names = {entry.id: _label(case, entry) for _, entry in entries_of(case)}
    for one in listed:
        identifier = str(getattr(one, "fact", one))
        yield names.get(identifier) or identifier


def _named(case: Case, entry: Entry | Fact | None, words: Wording) -> str:
    """A fact as a sentence calls it: an amount in the words of its source, others in quotation marks."""
    match entry:
        case Award():
            return entry.amount.raw if entry.amount else words.say(phrase("an undisclosed amount"))
        case Ruling():
            label = f"{words.say(vocabulary.OUTCOMES[entry.outcome])}: {entry.claim}"
        case Statement():
            return words.say(phrase("the statement of {speaker}", speaker=_label(case, entry)))
        case _:
            label = _label(case, entry)
    return words.say(phrase("“{label}”", label=label))


def _label(case: Case, entry: Any) -> str:
    match entry:
        case Award():
            return entry.amount.raw if entry.amount else entry.kind
        case Ruling():
            return entry.claim
        case Statement():
            party = case.party_by_id.get(entry.speaker)
            return party.name if party else entry.speaker
        case Event() | Lawsuit():
            return entry.label
        case Fact():
            return ""
        case _:
            return str(getattr(entry, "name", "") or getattr(entry, "headline", "") or "")
