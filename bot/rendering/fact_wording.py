"""Words what sources report: rulings, amounts, relief, statements, and their places in a timeline."""

from collections.abc import Iterator

from bot.answers import answer
from bot.answers.phrases import Phrase, counted, in_a_sentence, phrase
from bot.cases.model import Award, Event, Lawsuit, Relief, Ruling
from bot.rendering import vocabulary
from bot.rendering.sections import DOT, Role
from bot.rendering.wording import INFERRED, Wording

FOUND_FIRST = frozenset({"claim", "charge"})
"""What is ruled on by a finding: “Found liable: defamation”, beside “Motion to dismiss: granted”."""
BROUGHT_AGAIN = {
    "with": phrase("with prejudice: what was dismissed cannot be brought again"),
    "without": phrase("without prejudice: what was dismissed can be brought again"),
}
"""What a motion that was granted means for the claims that it was about: they are not named beside it."""


def ruling(part: answer.RulingPart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The lines of a ruling: what was decided, when and by whom, and in which lawsuit where that is open."""
    yield "subheading", _by_account(decided(part.ruling, words), part.account_of, words)
    date = words.date(part.ruling.date) if part.ruling.date else words.say(phrase("no date stated"))
    by = [words.say(_decider(part.ruling, in_a_sentence(part.decider)))] if part.decider else []
    against = [words.label(part.against)] if part.against else []
    yield "detail", DOT.join([date, *against, *by, *extent(part.ruling, words)])
    yield "detail", _link(part.lawsuits, words, open_link=part.open_link) if part.open_link else ""


def _decider(ruling: Ruling, name: str) -> Phrase:
    """Who decided, or who brought a charge, which decides nothing."""
    if ruling.outcome == "charged":
        return phrase("charged by {prosecutor}", prosecutor=name)
    return phrase("by {decider}", decider=name)


def decided(ruling: Ruling, words: Wording) -> str:
    """What became of a claim or charge, or of a motion, appeal or penalty: “Motion to dismiss: granted”."""
    claim = words.label(ruling.claim)
    if ruling.on in FOUND_FIRST:
        outcome = words.say(vocabulary.OUTCOMES[ruling.outcome])
        found, prejudice = f"{outcome}: {claim}", vocabulary.PREJUDICE
    else:
        outcome = words.say(vocabulary.DECISIONS[ruling.outcome])
        found, prejudice = f"{claim[:1].upper()}{claim[1:]}: {outcome}", BROUGHT_AGAIN
    return DOT.join([found, words.say(prejudice[ruling.prejudice])]) if ruling.prejudice else found


def extent(ruling: Ruling, words: Wording) -> Iterator[str]:
    """How many counts, which share of the fault, and which sentence a ruling gives."""
    if ruling.counts:
        yield words.say(counted("{count} count", "{count} counts", ruling.counts))
    if ruling.share:
        yield words.say(phrase("{percent} of the fault", percent=words.percent(ruling.share.percent)))
    if ruling.sentence:
        yield words.say(phrase("sentence: {sentence}", sentence=ruling.sentence))


def _by_account(fact: str, speaker: str | None, words: Wording) -> str:
    """A fact, with the speaker where only that person's own account tells of it."""
    if not speaker:
        return fact
    return words.say(phrase("{told}, by {speaker}'s own account", told=fact, speaker=in_a_sentence(speaker)))


def amount(part: answer.AmountPart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The lines of an amount: its kind and value, what it is for and on what it depends, and for whom."""
    award = part.award
    kind = _by_account(words.say(vocabulary.AMOUNTS[award.kind]), part.account_of, words)
    yield "heading", f"{kind}{DOT}{value(award, words)}"
    sides = [words.say(side) for side in _sides(part)]
    date = [words.date(award.date)] if award.date else []
    link = _link(part.lawsuits, words, open_link=part.open_link)
    purpose = [words.label(award.purpose)] if award.purpose else []
    yield "detail", DOT.join([*purpose, *sides, *date, *filter(None, [link])])
    if award.condition:
        yield "detail", words.say(phrase("on a condition: {condition}", condition=award.condition))
    if part.part_of:
        amounts = words.all_of(_whole(one, words) for one in part.part_of)
        yield "detail", words.say(phrase("a part of {amount}", amount=amounts))


def _whole(whole: answer.Whole, words: Wording) -> str:
    """An amount that another one is a part of, with who reports it where reports differ."""
    amount = value(whole.award, words)
    if whole.told_by is None:
        return amount
    return words.say(phrase("{said} (as {source} reports)", said=amount, source=words.say(whole.told_by)))


def _sides(part: answer.AmountPart) -> Iterator[Phrase]:
    """Whose the amount is to be, and whose it was: who seeks or offers it is named as such."""
    kind = part.award.kind
    if part.to:
        name = in_a_sentence(part.to)
        by, to = phrase("by {claimant}", claimant=name), phrase("to {recipient}", recipient=name)
        yield by if kind == "sought" else to
    if part.against:
        name = in_a_sentence(part.against)
        by, against = phrase("by {claimant}", claimant=name), phrase("against {defendant}", defendant=name)
        yield by if kind in {"offered", "paid"} else against


def value(award: Award, words: Wording) -> str:
    """An amount with its unit, such as “$2,000 per day”; or that no source gives it."""
    if award.amount is None:
        return words.say(phrase("amount not disclosed"))
    amount = words.amount(award.amount)
    if not award.per:
        return amount
    return words.say(phrase("{amount} per {unit}", amount=amount, unit=words.label(award.per)))


def relief(part: answer.ReliefPart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The lines of relief without money: what is to be done, by whom and until when."""
    yield "subheading", _by_account(ordered(part.relief, words), part.account_of, words)
    date = [words.date(part.relief.date)] if part.relief.date else []
    recipient, defendant = in_a_sentence(part.to or ""), in_a_sentence(part.against or "")
    to = [words.say(phrase("to {recipient}", recipient=recipient))] if recipient else []
    against = [words.say(phrase("against {defendant}", defendant=defendant))] if defendant else []
    until = []
    if part.relief.deadline:
        until = [words.say(phrase("deadline: {deadline}", deadline=part.relief.deadline))]
    link = _link(part.lawsuits, words, open_link=part.open_link)
    yield "detail", DOT.join([*to, *against, *until, *date, *filter(None, [link])])
    yield "detail", words.say(part.remark) if part.remark else ""


def ordered(relief: Relief, words: Wording) -> str:
    """Relief in a line, such as “Injunction, granted: reopen the ramp”."""
    line, kind = vocabulary.RELIEF_OUTCOMES[relief.outcome], vocabulary.RELIEF[relief.kind]
    return words.say(line.filled(kind=words.say(kind), what=words.label(relief.what)))


def statement(part: answer.StatementPart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The lines of a statement: who speaks, where, and whether the words are the speaker's own."""
    said = part.statement
    inferred = words.say(INFERRED) if said.attribution == "inferred" else ""
    where = filter(None, (words.label(part.speaker), said.medium, said.sequence, inferred))
    yield "subheading", DOT.join(where)
    if said.quote_type == "disclaimed":
        account = phrase("Said to be the speaker's words; no source says that they were")
        if part.attributed_by:
            teller = in_a_sentence(part.attributed_by)
            account = phrase("The speaker's words only as {teller} tells it", teller=teller)
        denied = phrase("denied by {denier}", denier=in_a_sentence(part.denied_by or ""))
        yield "detail", DOT.join([words.say(account), *([words.say(denied)] if part.denied_by else [])])
    elif said.quote_type != "direct":
        yield "detail", words.say(vocabulary.QUOTE_TYPES[said.quote_type])
    if said.answers:
        yield "detail", words.say(phrase("An answer to a question"))


def timeline(part: answer.TimelinePart, words: Wording) -> Iterator[tuple[Role, str]]:
    """The lines of an entry of a timeline: when, what, in which lawsuit, and what came of it."""
    date = f"{words.date(part.date)}{DOT}" if part.date else ""
    entry = f"{date}{_happened(part, words)}"
    if part.account_of:
        speaker = in_a_sentence(part.account_of)
        entry = words.say(phrase("{told}, said by {speaker} only", told=entry, speaker=speaker))
    yield "subheading", entry
    is_lawsuit = isinstance(part.event, Lawsuit)
    yield "detail", "" if is_lawsuit else _link(part.lawsuits, words, open_link=part.open_link)
    yield "detail", words.say(part.remark) if part.remark else ""


def _happened(part: answer.TimelinePart, words: Wording) -> str:
    match part.event:
        case Event():
            return words.label(part.event.label)
        case Lawsuit():
            return words.say(phrase("{lawsuit}: filed", lawsuit=part.event.label))
        case Award():
            return f"{words.say(vocabulary.AMOUNTS[part.event.kind])}: {value(part.event, words)}"
        case Relief():
            return ordered(part.event, words)
        case _:
            return decided(part.event, words)


def _link(lawsuits: tuple[str, ...], words: Wording, *, open_link: bool) -> str:
    """The lawsuits that a fact belongs to, and whether the source says so."""
    if not open_link:
        return words.all_of(lawsuits)
    if not lawsuits:
        return ""
    if len(lawsuits) == 1:
        return words.say(phrase("{lawsuit}, read from the context", lawsuit=lawsuits[0]))
    return words.say(phrase("which lawsuit is not stated: {lawsuits}", lawsuits=words.one_of(lawsuits)))
