"""The first line of an answer, made of the case's facts: what was found, and how much was awarded."""

from collections.abc import Iterable, Iterator, Mapping

from bot.answers.cite import Cited
from bot.answers.over_time import teller_in_a_sentence
from bot.answers.phrases import Phrase, all_of, capitalised, in_a_sentence, phrase
from bot.cases.facts import Fact
from bot.cases.model import Award, Ruling
from bot.cases.outcomes import RulingOutcome
from bot.cases.succession import contradicting, current

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
    "other": phrase("{claims}: decided"),
}
"""What became of a motion, an appeal or a claim, by the outcome; whom it concerns is not said."""
MONEY: Mapping[str, Phrase] = {
    "awarded": phrase("{amount} awarded"),
    "fined": phrase("a fine of {amount}"),
    "settled": phrase("settled for {amount}"),
    "paid": phrase("{amount} paid"),
    "penalty": phrase("a penalty of {amount}"),
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


def outcome(cited: Cited, rulings: Iterable[Ruling], awards: Iterable[Award]) -> Phrase | None:
    """What the publisher's own voice reports as decided now, by whom it concerns; None where nothing is.

    What only a speaker says was decided is no part of it, nor is what the publisher reports in the words of a
    party or of who acts for one.
    """
    decided = [one for one in current(cited.case, rulings) if not cited.is_one_sided(one.quote[0])]
    found = [*_by_party(cited, decided)]
    money = [*_money(cited, awards)]
    clauses = [*found, *_by_matter(cited, decided, begins=not found)]
    pieces = [*clauses, *([joined(money, ", ")] if money else [])]
    return joined(pieces, "; ", end=".") if pieces else None


def amounts(cited: Cited, awards: Iterable[Award]) -> Phrase | None:
    """How much was awarded, sought and so on by the publisher's account; None where it gives no amount."""
    by_kind: dict[str, list[Phrase]] = {}
    for award in _each_once(cited, awards):
        by_kind.setdefault(award.kind, []).append(_with_party(cited, award))
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


def _by_party(cited: Cited, rulings: Iterable[Ruling]) -> Iterator[Phrase]:
    """What was found about each party on claims and charges: “Trump: liable for …, cleared of …”."""
    found: dict[str | None, dict[RulingOutcome, list[str | Phrase]]] = {}
    for ruling in rulings:
        if _is_finding(ruling):
            claim = _attributed(cited, ruling, _with_share(ruling))
            found.setdefault(ruling.against, {}).setdefault(ruling.outcome, []).append(claim)
    for party, outcomes in found.items():
        findings = joined(
            (FINDINGS[one].filled(claims=all_of(dict.fromkeys(claims))) for one, claims in outcomes.items()),
            ", ",
        )
        name = cited.name(party)
        yield phrase("{party}: {findings}", party=name, findings=findings) if name else findings


def _by_matter(cited: Cited, rulings: Iterable[Ruling], *, begins: bool) -> Iterator[Phrase]:
    """What became of each matter; the first has a capital letter where it begins the sentence."""
    for at, ruling in enumerate(one for one in rulings if not _is_finding(one)):
        name = capitalised(ruling.claim) if begins and at == 0 else ruling.claim
        claim = _attributed(cited, ruling, name)
        yield DECIDED.get(ruling.outcome, DECIDED["other"]).filled(claims=claim)


def _with_share(ruling: Ruling) -> str | Phrase:
    """The claim of a ruling, with the share of the fault that it gives."""
    if ruling.share is None:
        return ruling.claim
    return phrase("{claim} ({share})", claim=ruling.claim, share=ruling.share.raw)


def _attributed(cited: Cited, fact: Fact, said: str | Phrase) -> str | Phrase:
    """What a fact says, with who tells it where another report says otherwise: neither is settled."""
    if next(contradicting(cited.case, fact), None) is None:
        return said
    return phrase("{said} (as {source} reports)", said=said, source=teller_in_a_sentence(cited, fact))


def _is_finding(ruling: Ruling) -> bool:
    return ruling.on in {"claim", "charge"} and ruling.outcome in FINDINGS


def _money(cited: Cited, awards: Iterable[Award]) -> Iterator[Phrase]:
    for award in _each_once(cited, awards):
        if award.kind in MONEY:
            yield MONEY[award.kind].filled(amount=_attributed(cited, award, value(award)))


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
