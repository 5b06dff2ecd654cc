"""Amounts whose words join two currencies, and amounts in another currency than the others of their suit."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from bot.cases.currencies import said_currencies
from bot.cases.model import Award, Case
from bot.cases.review.observations import Observation


def mixed_currencies(case: Case) -> Iterator[Observation]:
    """Yield ``currency`` for each amount whose words name two currencies, or that is the odd one of a suit.

    A caveat of the amount answers both. A part in another currency than its whole is told by ``parts``.
    """
    for index, award in enumerate(case.awards):
        if award.amount and not award.caveats:
            others = [
                word
                for word, meant in said_currencies(award.amount.raw)
                if award.amount.currency not in meant
            ]
            if others:
                message = (
                    f"“{award.amount.raw}” names “{others[0]}” beside {award.amount.currency}: two amounts?"
                )
                yield Observation("currency", ("awards", index, "amount"), message)
    yield from _odd_ones(case)


def _odd_ones(case: Case) -> Iterator[Observation]:
    """The amounts of each suit in another currency than most of them; of as many, those of the first stay."""
    suits: dict[str, list[tuple[int, Award]]] = defaultdict(list)
    for index, award in enumerate(case.awards):
        for suit in award.lawsuits or ("",):
            suits[suit].append((index, award))
    noted = set()
    for amounts in suits.values():
        codes = Counter(one.amount.currency for _, one in amounts if one.amount)
        # Counter keeps the order of the file among those that are as frequent.
        usual = codes.most_common(1)[0][0] if codes else ""
        for index, award in amounts:
            is_odd = award.amount and award.amount.currency != usual
            if award.amount and is_odd and not (award.caveats or award.part_of or index in noted):
                noted.add(index)
                message = (
                    f"“{award.amount.raw}” is in {award.amount.currency}, others of the suit are in {usual}"
                )
                yield Observation("currency", ("awards", index, "amount"), message)
