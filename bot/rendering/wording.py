"""Our fixed vocabulary, and dates and amounts as the reader's locale writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency

from bot.answers.answer import Attribution, Quotation
from bot.answers.phrases import Phrase
from bot.cases.dates import PartialDate
from bot.cases.money import Money
from bot.rendering.sections import DOT

DAYS = {"en": "d MMMM y"}
"""How a day is written where no country is named; other locales write it their own way."""
MONTH = "yMMMM"

OUTCOMES = {
    "liable": "Found liable",
    "not_liable": "Found not liable",
    "cleared": "Cleared",
    "guilty": "Found guilty",
    "not_guilty": "Found not guilty",
    "dismissed": "Dismissed",
    "other": "Ruling",
}
STATUSES = {
    "filed": "Filed",
    "pending": "Pending",
    "verdict": "Verdict",
    "judgment": "Judgment",
    "settled": "Settled",
    "dismissed": "Dismissed",
    "appealed": "Appealed",
    "closed": "Closed",
}
AMOUNTS = {"awarded": "Awarded", "sought": "Sought", "paid": "Paid"}
KINDS = {"person": "Person", "organization": "Institution", "court": "Court", "unnamed": "Not named"}
QUOTE_TYPES = {
    "direct": "Statement",
    "indirect": "Reported by the article",
    "mixed": "Reported by the article",
}
VERDICTS = {
    "verbatim": "✓ Verbatim",
    "altered": "≠ Altered",
    "misattributed": "⇄ Misattributed",
    "not_found": "∅ Not in our sources",
}
CHANGES = {"gained": "Added", "lost": "Removed", "corrected": "Corrected"}
SECTIONS = {
    "sources": "source",
    "lawsuits": "lawsuit",
    "rulings": "ruling",
    "awards": "amount",
    "statements": "statement",
    "events": "event",
    "parties": "person or institution",
    "caveats": "open point",
}


def plain(text: str) -> str:
    """Words of ours on one line, and without the signs that mark quotations in plain text."""
    return " ".join(text.split()).replace("│", "|").replace("├", "|")


@dataclass(frozen=True)
class Wording:
    """The words around quotations, in one locale."""

    locale: str = "en"

    def say(self, phrase: Phrase) -> str:
        """A phrase as text."""
        return phrase.message.format(**{name: self._filled(value) for name, value in phrase.values})

    def _filled(self, value: str | date) -> str:
        return self._day(value) if isinstance(value, date) else value

    def day(self, iso: str) -> str:
        """An ISO day, such as “12 July 2023”."""
        return self._day(date.fromisoformat(iso))

    def _day(self, day: date) -> str:
        return format_date(day, DAYS.get(self.locale, "long"), locale=self.locale)

    def date(self, partial: PartialDate) -> str:
        """A partial date as exact as it is, with what of it is inferred."""
        if partial.edtf.endswith("X"):
            shown = f"{partial.edtf[:3]}0s"
        elif len(partial.edtf) == len("2023"):
            shown = partial.edtf
        elif len(partial.edtf) == len("2023-07"):
            shown = format_skeleton(MONTH, partial.earliest, locale=self.locale)
        else:
            shown = self._day(partial.earliest)
        if partial.certainty == "stated":
            return shown
        return f"{shown}, {'year inferred' if len(partial.edtf) == len('2023-07') else 'inferred'}"

    def amount(self, money: Money) -> str:
        """An amount with its currency, such as “$5,000,000”."""
        pattern = "¤#,##0" if money.value == money.value.to_integral_value() else None
        return format_currency(
            money.value, money.currency, pattern, locale=self.locale, currency_digits=pattern is None
        )

    def publisher(self, attribution: Attribution) -> str:
        """The publisher, or “The article” where it is not known."""
        return attribution.publisher or "The article"

    def credit(self, quotation: Quotation) -> str:
        """Whose words a quotation is, and its id."""
        return plain(DOT.join([*self._voice(quotation.attribution), f"#{quotation.id}"]))

    def _voice(self, attribution: Attribution) -> list[str]:
        where = [words for words in (attribution.medium, attribution.sequence) if words]
        inferred = ["attribution inferred"] if attribution.inferred else []
        if attribution.asserted_by == "speaker":
            return [str(attribution.speaker), *where, *inferred]
        publisher = self.publisher(attribution)
        if attribution.speaker is None:
            return [publisher]
        return [f"{publisher}, on what {attribution.speaker} said", *where]
