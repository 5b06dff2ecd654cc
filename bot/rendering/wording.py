"""Writes the bot's own words in the reader's language, with dates and amounts as the locale does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_timedelta, get_day_names
from babel.numbers import format_currency, format_decimal, format_percent

from bot.answers.answer import Attribution, Quotation
from bot.answers.commands import COMMANDS
from bot.answers.phrases import Phrase, Value, all_of, in_a_sentence, one_of, phrase
from bot.cases.dates import PartialDate, earliest
from bot.cases.local_text import LocalText
from bot.cases.money import Money
from bot.rendering.direction import contained
from bot.rendering.sections import DOT
from bot.rendering.translations import catalogue, known_locale, language_of, languages

DAYS = {"en": "d MMMM y"}
"""The pattern of a day where no country is named; other locales write it their own way."""
DAYS_OF_A_YEAR, DAYS_OF_A_MONTH, DAYS_OF_A_WEEK = 365.2425, 30.44, 7
MONTH = "yMMMM"
"""The CLDR skeleton of a month with its year."""
CODE_BEFORE_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""Matches between a currency's letters and the amount, where CLDR has a space that Babel leaves out.

https://www.unicode.org/reports/tr35/tr35-numbers.html#Currencies
"""

SEASONS = {
    "21": phrase("spring of {year}"),
    "22": phrase("summer of {year}"),
    "23": phrase("autumn of {year}"),
    "24": phrase("winter of {year}"),
}
"""EDTF's numbers of the seasons."""
EDITED = {
    "altered": phrase("altered in the edition of {day}"),
    "withdrawn": phrase("not in the edition of {day}"),
}
"""What a credit says of words that an article's newest edition does not have."""
INFERRED = phrase("attribution inferred")
COMMAND_NAMED = re.compile(rf"(?<![\w}}])/(?={{|(?:{'|'.join({name.split()[0] for name in COMMANDS})})\b)")
"""Matches the slash of a command that a message names."""


def plain(text: str) -> str:
    """Words on one line, without the signs that mark quotations in plain text."""
    return " ".join(text.split()).replace("│", "|").replace("├", "|")


def prepare() -> None:
    """Load every catalogue and its date and number formats, so that no reader waits for it."""
    for language in languages():
        Wording(language).say(phrase("As reported on {day}", day=date.min))
        Wording(language).number(0)


@dataclass(frozen=True)
class Wording:
    """Writes phrases in one locale; commands that they name get the prefix."""

    locale: str = "en"
    prefix: str = ""
    shows_ids: bool = True
    """Whether credits give the id of a quotation; where a press shows it in its paragraph, they need not."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "locale", known_locale(self.locale))

    @property
    def language(self) -> str:
        """The language of the words, as a tag such as “de”."""
        return language_of(self.locale)

    def say(self, phrase: Phrase) -> str:
        """A phrase as text in the reader's language, its placeholders filled."""
        messages = catalogue(self.language)
        if phrase.plural:
            message = messages.ngettext(phrase.message, phrase.plural, phrase.number)
        else:
            message = messages.gettext(phrase.message)
        if self.prefix:
            message = COMMAND_NAMED.sub(f"/{self.prefix}", message)
        return message.format(**{name: self._filled(value) for name, value in phrase.values})

    def _filled(self, value: Value) -> str:
        match value:
            case datetime():
                return self.instant(value)
            case date():
                return self._day(value)
            case int():
                return self.number(value)
            case Phrase():
                return self.say(value)
            case LocalText():
                return self.label(value)
            case _:
                return contained(str(value))

    def label(self, text: str) -> str:
        """Words of an editor in the reader's language; where these are missing, the first, with their tag."""
        if not isinstance(text, LocalText):
            return text
        return text.translations.get(self.language) or f"{text} [{text.language}]"

    def percent(self, percent: Decimal) -> str:
        """A number of percent as the locale writes it, such as “70%”; with three decimals at most."""
        pattern = Locale.parse(self.locale).percent_formats[None].pattern
        return format_percent(percent / 100, pattern.replace("#,##0", "#,##0.###"), locale=self.locale)

    def instant(self, moment: datetime) -> str:
        """An aware time in its own zone, such as “Monday, 3 July 2023, 09:00 (Europe/Berlin)”."""
        return self.say(
            phrase(
                "{weekday}, {day}, {time} ({zone})",
                weekday=format_date(moment, "EEEE", locale=self.locale),
                day=self._day(moment.date()),
                time=f"{moment:%H:%M}",
                zone=str(moment.tzinfo),
            )
        )

    def number(self, number: int) -> str:
        """A whole number as the locale writes it, such as “2,764”."""
        return format_decimal(number, locale=self.locale)

    def day(self, iso: str) -> str:
        """An ISO day as the locale writes it, such as “12 July 2023”."""
        return self._day(date.fromisoformat(iso))

    def weekday(self, number: int) -> str:
        """The name of a day of the week, 0 for Monday, such as “Montag”."""
        return str(get_day_names("wide", "stand-alone", locale=self.locale)[number])

    def days_ago(self, days: int) -> str:
        """How long ago a number of days is, in whole ones of the largest unit that fits: “3 years ago”."""
        # A day more, since a year has 365 days, too.
        if years := int((days + 1) / DAYS_OF_A_YEAR):
            whole = years * 365
        elif months := int(days / DAYS_OF_A_MONTH):
            whole = months * 30
        else:
            whole = days // DAYS_OF_A_WEEK * DAYS_OF_A_WEEK or days
        ago = timedelta(days=-whole)
        return format_timedelta(ago, granularity="day", threshold=1, add_direction=True, locale=self.locale)

    def _day(self, day: date) -> str:
        return format_date(day, DAYS.get(self.locale, "long"), locale=self.locale)

    def date(self, partial: PartialDate) -> str:
        """A partial date as exact as it is, and what of it is inferred."""
        begins, _, ends = partial.edtf.partition("/")
        shown = self._edtf(begins)
        if ends:
            shown = self.say(phrase("{start} to {end}", start=shown, end=self._edtf(ends)))
        if partial.certainty == "stated":
            return shown
        if len(partial.edtf) == len("2023-07"):
            return self.say(phrase("{date}, year inferred", date=shown))
        return self.say(phrase("{date}, inferred", date=shown))

    def _edtf(self, edtf: str) -> str:
        """One date of EDTF: a day, a month, a season, a year or a decade."""
        if edtf.endswith("X"):
            return self.say(phrase("{year}s", year=f"{edtf[:3]}0"))
        year, _, month = edtf.partition("-")
        if season := SEASONS.get(month):
            return self.say(season.filled(year=year))
        if not month:
            return edtf
        if "-" not in month:
            return format_skeleton(MONTH, earliest(edtf), locale=self.locale)
        return self._day(earliest(edtf))

    def language_name(self, tag: str) -> str:
        """The name of a language, such as “Englisch” for “en-GB”; its tag where it has none."""
        return str(Locale.parse(self.locale).languages.get(language_of(tag), tag))

    def amount(self, money: Money) -> str:
        """An amount with its currency, such as “$5,000,000”; with cents only where it has some."""
        whole = money.value == money.value.to_integral_value()
        pattern = Locale.parse(self.locale).currency_formats["standard"].pattern
        if whole:
            pattern = pattern.replace("0.00", "0")
        amount = format_currency(
            money.value, money.currency, pattern, locale=self.locale, currency_digits=not whole
        )
        return CODE_BEFORE_DIGITS.sub("\u00a0", amount)

    @property
    def continued(self) -> str:
        """The words that mark a piece of a quotation that begins before it."""
        return self.say(phrase("continued from the page before"))

    @property
    def continues(self) -> str:
        """The words that mark a piece of a quotation that goes on after it."""
        return self.say(phrase("continued on the next page"))

    def all_of(self, names: Iterable[str]) -> str:
        """All of some names as text, such as “A, B and C”."""
        return self.say(all_of(names))

    def one_of(self, names: Iterable[str]) -> str:
        """Names to choose from as text, such as “A, B or C”."""
        return self.say(one_of(names))

    def publisher(self, attribution: Attribution) -> str:
        """The publisher's name, or “The article” where it is not known; with the day where there is one."""
        if attribution.reported_on is None:
            return attribution.publisher or self.say(phrase("The article"))
        day = self.day(attribution.reported_on)
        if attribution.publisher is None:
            return self.say(phrase("The article of {day}", day=day))
        return self.say(phrase("{publisher}, {day}", publisher=attribution.publisher, day=day))

    def credit(self, quotation: Quotation) -> str:
        """The line that says whose words a quotation is, with its id."""
        attribution = quotation.attribution
        mark = [f"#{quotation.id}"] if self.shows_ids else []
        credit = plain(DOT.join([*self._voice(attribution), *self._edition(attribution), *mark]))
        # Without a visible character there would be nothing to press.
        return credit or f"#{quotation.id}"

    def _edition(self, attribution: Attribution) -> Iterator[str]:
        """What the newest edition of an article did with a quotation, where that does not stand as it was."""
        if attribution.edition:
            fate, day = attribution.edition
            yield self.say(EDITED[fate].filled(day=self.day(day)))

    def _voice(self, attribution: Attribution) -> list[str]:
        where = [words for words in (attribution.medium, attribution.sequence) if words]
        inferred = [self.say(INFERRED)] if attribution.inferred else []
        if attribution.asserted_by == "speaker":
            when = [self.day(attribution.reported_on)] if attribution.reported_on else []
            return [self.label(attribution.speaker or ""), *where, *when, *inferred]
        publisher = self.publisher(attribution)
        if attribution.speaker is None:
            return [publisher]
        if attribution.is_disclaimed:
            return [publisher, *self._disclaimed(attribution)]
        speaker = in_a_sentence(attribution.speaker)
        said = phrase("{publisher}, on what {speaker} said", publisher=publisher, speaker=speaker)
        return [self.say(said), *where]

    def _disclaimed(self, attribution: Attribution) -> list[str]:
        """Who is said to have said disclaimed words, by whose word, and who denies it."""
        speaker = in_a_sentence(attribution.speaker or "")
        said = phrase("said to be the words of {speaker}", speaker=speaker)
        if attribution.attributed_by:
            teller = in_a_sentence(attribution.attributed_by)
            said = phrase("words of {speaker}, as {teller} tells it", speaker=speaker, teller=teller)
        denied = phrase("denied by {denier}", denier=in_a_sentence(attribution.denied_by or ""))
        return [self.say(said), *([self.say(denied)] if attribution.denied_by else [])]
