"""The first line of an answer, made of the case's facts: what was found, and how much was awarded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.answers.amounts import have_a_part_in_common
from bot.answers.cite import Cited
from bot.answers.findings import findings
from bot.answers.over_time import teller_in_a_sentence
from bot.answers.phrases import Phrase, all_of, capitalised, counted, in_a_sentence, phrase
from bot.cases.facts import Fact
from bot.cases.local_text import LocalText
from bot.cases.model import Award, Ruling
from bot.cases.once_per_case import once_per_case
from bot.cases.outcomes import RulingOutcome
from bot.cases.succession import contradicting, current
from bot.search.folding import fold

FINDINGS: Mapping[RulingOutcome, Phrase] = {
    "liable": phrase("liable for {claims}"),
    "not_liable": phrase("not liable for {claims}"),
    "at_fault": phrase("at fault for {claims}"),
    "cleared": phrase("cleared of {claims}"),
    "convicted": phrase("convicted of {claims}"),
    "guilty": phrase("found guilty of {claims}"),
    "acquitted": phrase("acquitted of {claims}"),
    "not_guilty": phrase("found not guilty of {claims}"),
    "charged": phrase("charged with {claims}"),
    "pleaded_guilty": phrase("pleaded guilty to {claims}"),
    "pleaded_not_guilty": phrase("pleaded not guilty to {claims}"),
    "sentenced": phrase("sentenced for {claims}"),
}
"""What was found about somebody, by the outcome of the rulings on claims and charges."""
DECIDED: Mapping[RulingOutcome, Phrase] = {
    "granted": phrase("{claims}: granted"),
    "granted_in_part": phrase("{claims}: granted in part"),
    "denied": phrase("{claims}: denied"),
    "dismissed": phrase("{claims}: dismissed"),
    "affirmed": phrase("{claims}: affirmed"),
    "reversed": phrase("{claims}: reversed"),
    "vacated": phrase("{claims}: vacated"),
    "remanded": phrase("{claims}: sent back to the court below"),
    "reduced": phrase("{claims}: reduced"),
    "increased": phrase("{claims}: increased"),
    "imposed": phrase("{claims}: imposed"),
    "settled": phrase("{claims}: settled"),
    "withdrawn": phrase("{claims}: withdrawn"),
    "stayed": phrase("{claims}: stayed"),
}
"""What became of a motion, an appeal or a claim, by the outcome; whom it concerns is not said."""
MONEY: Mapping[str, Phrase] = {
    "awarded": phrase("{amount} awarded"),
    "fined": phrase("a fine of {amount}"),
    "settled": phrase("settled for {amount}"),
    "paid": phrase("{amount} paid"),
    "penalty": phrase("a penalty of {amount}"),
    "costs": phrase("{amount} in costs"),
    "fees": phrase("{amount} in fees"),
}
"""What was decided about money, by the kind of the amount."""
SENTENCES: Mapping[str, Phrase] = {
    "awarded": phrase("Awarded: {amounts}."),
    "fined": phrase("Fined: {amounts}."),
    "penalty": phrase("Penalty: {amounts}."),
    "settled": phrase("Settled: {amounts}."),
    "paid": phrase("Paid: {amounts}."),
    "costs": phrase("Costs: {amounts}."),
    "fees": phrase("Fees: {amounts}."),
    "interest": phrase("Interest: {amounts}."),
    "bail": phrase("Bail: {amounts}."),
    "sought": phrase("Sought: {amounts}."),
    "offered": phrase("Offered: {amounts}."),
}
"""The sentence on the amounts of each kind."""

RANKS: Mapping[RulingOutcome, int] = {"withdrawn": 1, "stayed": 1}
"""What says less of how a case ended comes later: that something is not pursued, or rests."""
Labels = Mapping[str, str | LocalText]
"""What lawsuits are called, by their ids."""
LONGEST, LATEST = 320, 2
"""Code points and decisions from which on a lead counts the others; what was found about somebody it says."""


def outcome(
    cited: Cited, rulings: Iterable[Ruling], awards: Iterable[Award], *, of_one_lawsuit: bool = False
) -> Phrase | None:
    """What the publisher's own voice reports as decided now, by whom it concerns; None where nothing is.

    What only a speaker says was decided is no part of it, nor is what the publisher reports in the words of a
    party or of who acts for one.
    """
    decided = [one for one in current(cited.case, rulings) if not cited.is_one_sided(one.quote[0])]
    further: Labels = {} if of_one_lawsuit else {one.id: one.label for one in cited.case.lawsuits[1:]}
    found = [*_by_party(cited, decided, further)]
    money = [joined(given, ", ")] if (given := [*_money(cited, awards)]) else []
    matters = [one for one in decided if not _is_finding(one)]
    # Of a decision that has no word here, only its own words tell which way it went.
    in_words = [one for one in matters if one.outcome in DECIDED]
    worded = [*_by_matter(cited, in_words, further, begins=not found)]
    room = LONGEST - sum(len(str(piece)) for piece in (*found, *money))
    latest = _that_fit(worded, room, at_least=LATEST)
    more = _more_decisions(len(matters) - len(latest), is_all=not found and not latest)
    pieces = [*found, *latest, *more, *money]
    return joined(pieces, "; ", end=".") if pieces else None


def _more_decisions(left_out: int, *, is_all: bool) -> Iterator[Phrase]:
    """How many decisions are left out; ``is_all`` says that there are no others."""
    if left_out and is_all:
        yield counted("One decision", "{count} decisions", left_out)
    elif left_out:
        yield counted("{count} more decision", "{count} more decisions", left_out)


def _that_fit(pieces: Sequence[Phrase], room: int, *, at_least: int) -> list[Phrase]:
    """The first pieces that have room together, in code points."""
    taken = list(pieces[:at_least])
    for piece in pieces[at_least:]:
        if sum(len(str(one)) for one in (*taken, piece)) > room:
            break
        taken.append(piece)
    return taken


@once_per_case
def findings_lead(cited: Cited) -> Phrase | None:
    """The findings on claims and charges of the whole case, by whom they concern; None if there are none."""
    return outcome(cited, findings(cited), ())


def amounts(cited: Cited, awards: Iterable[Award]) -> Phrase | None:
    """How much was awarded, sought and so on by the publisher's account; None where it gives no amount."""
    by_kind: dict[str, list[Phrase]] = {}
    amounts_given = tuple(_each_once(cited, awards))
    for award in amounts_given:
        amount = _told_apart(cited, award, _with_party(cited, award), amounts_given)
        by_kind.setdefault(award.kind, []).append(amount)
    said = [SENTENCES[kind].filled(amounts=joined(same, ", ")) for kind, same in by_kind.items()]
    return joined(said, " ") if said else None


def value(award: Award) -> Phrase:
    """An amount in its source's own words, with its unit and that it depends on something; or undisclosed."""
    if award.amount is None:
        return phrase("an undisclosed amount")
    amount = phrase("{raw}", raw=award.amount.raw)
    if award.per:
        amount = phrase("{amount} per {unit}", amount=amount, unit=award.per)
    return phrase("{amount} (on a condition)", amount=amount) if award.condition else amount


def joined(pieces: Iterable[Phrase], between: str, *, end: str = "") -> Phrase:
    """Phrases as one, with the same characters between each two of them, and others at the end."""
    filled = tuple((f"piece{at}", piece) for at, piece in enumerate(pieces))
    # The message of its own is the same in every language.
    return Phrase(between.join(f"{{{name}}}" for name, _ in filled) + end, filled)


def _by_party(cited: Cited, rulings: Iterable[Ruling], further: Labels) -> Iterator[Phrase]:
    """What was found about each party on claims and charges: “Trump: liable for …, cleared of …”."""
    found: dict[str | None, dict[tuple[RulingOutcome, str | LocalText], list[str | Phrase]]] = {}
    for ruling in rulings:
        if _is_finding(ruling):
            claim = _attributed(cited, ruling, _with_share(ruling))
            kind = (ruling.outcome, _lawsuit_of(ruling, further))
            found.setdefault(ruling.against, {}).setdefault(kind, []).append(claim)
    for party, kinds in found.items():
        findings = joined(
            (
                FINDINGS[outcome].filled(claims=_in_lawsuit(all_of(dict.fromkeys(claims)), lawsuit))
                for (outcome, lawsuit), claims in kinds.items()
            ),
            ", ",
        )
        name = cited.name(party)
        yield phrase("{party}: {findings}", party=name, findings=findings) if name else findings


def _by_matter(cited: Cited, rulings: Iterable[Ruling], further: Labels, *, begins: bool) -> Iterator[Phrase]:
    """What became of each matter, what says most first, and of that the newest report.

    The first has a capital letter where it begins the sentence.
    """
    matters = sorted(rulings, key=lambda one: _reported(cited, one), reverse=True)
    matters.sort(key=lambda one: RANKS.get(one.outcome, 0))
    for at, ruling in enumerate(matters):
        name = capitalised(ruling.claim) if begins and at == 0 else ruling.claim
        lawsuit = _lawsuit_of(ruling, further)
        claim = _attributed(cited, ruling, name)
        yield DECIDED[ruling.outcome].filled(
            claims=_in_lawsuit(claim, "" if fold(lawsuit) == fold(name) else lawsuit)
        )


def _reported(cited: Cited, ruling: Ruling) -> str:
    return max(cited.case.source_by_id[words.source].day for words in ruling.quote)


def _with_share(ruling: Ruling) -> str | Phrase:
    """The claim of a ruling, with the share of the fault that it gives."""
    if ruling.share is None:
        return ruling.claim
    return phrase("{claim} ({share})", claim=ruling.claim, share=ruling.share.raw)


def _attributed(cited: Cited, fact: Fact, said: str | Phrase) -> str | Phrase:
    """What a fact says, with who tells it where another report says otherwise: neither is settled."""
    others = tuple(contradicting(cited.case, fact))
    if not others:
        return said
    source = teller_in_a_sentence(cited, fact, others)
    return phrase("{said} (as {source} reports)", said=said, source=source)


def _lawsuit_of(ruling: Ruling, further: Labels) -> str | LocalText:
    """The label of a ruling's lawsuit where that is certain and not the first of the case; else empty."""
    return further.get(ruling.lawsuits[0], "") if len(ruling.lawsuits) == 1 else ""


def _in_lawsuit(said: str | Phrase, lawsuit: str | LocalText) -> str | Phrase:
    return phrase("{said} ({lawsuit})", said=said, lawsuit=in_a_sentence(lawsuit)) if lawsuit else said


def _is_finding(ruling: Ruling) -> bool:
    return ruling.on in {"claim", "charge"} and ruling.outcome in FINDINGS


def _money(cited: Cited, awards: Iterable[Award]) -> Iterator[Phrase]:
    amounts_given = tuple(_each_once(cited, awards))
    for award in amounts_given:
        if award.kind in MONEY:
            said = MONEY[award.kind].filled(amount=_attributed(cited, award, value(award)))
            yield _told_apart(cited, award, said, amounts_given)


def _told_apart(cited: Cited, award: Award, said: Phrase, among: Sequence[Award]) -> Phrase:
    """What is said of an amount, so that nobody adds it to others of its kind of which it is no further one.

    Beside others it has what it is for, and where it has a part in common with one before it, that it has.
    """
    alike = [one for one in among if one.kind == award.kind]
    disputed = {one.id for one in contradicting(cited.case, award)}
    before = [one for one in alike[: alike.index(award)] if one.id not in disputed]
    # What was paid needs not have been paid for the lawsuit.
    purpose = award.purpose if len(alike) > 1 or award.kind == "paid" else None
    if any(have_a_part_in_common(cited.case, award, one) for one in before):
        if purpose:
            return phrase("{amount} ({purpose}; in part the same money)", amount=said, purpose=purpose)
        return phrase("{amount} (in part the same money)", amount=said)
    return phrase("{amount} ({purpose})", amount=said, purpose=purpose) if purpose else said


def _each_once(cited: Cited, awards: Iterable[Award]) -> Iterator[Award]:
    """The amounts that are parts of no other and that no party alone tells of, each to a recipient once.

    One without a recipient is the same as one of the same kind and value that has a recipient.
    """
    given: dict[tuple[object, ...], set[str | None]] = {}
    for award in awards:
        words = award.quote[0]
        # What somebody asks for or offers, that side tells itself.
        is_told = cited.is_one_sided(words) if award.kind in MONEY else cited.speaker_of(words) is not None
        if award.part_of or is_told:
            continue
        value_given = award.amount and (award.amount.value, award.amount.currency)
        recipients = given.setdefault((award.kind, value_given, award.per), set())
        if not recipients or (award.to and not recipients & {award.to, None}):
            yield award
        recipients.add(award.to)


def _with_party(cited: Cited, award: Award) -> Phrase:
    to, amount = in_a_sentence(cited.name(award.to) or ""), _attributed(cited, award, value(award))
    if not to:
        return phrase("{amount}", amount=amount)
    if award.kind == "sought":
        return phrase("{amount} by {party}", amount=amount, party=to)
    return phrase("{amount} to {party}", amount=amount, party=to)
