"""Turns facts of a case into quotations with their attribution, and caveats into open points."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.answers.answer import Attribution, OpenPoint, Quotation
from bot.cases.editions import Fate, fate_of, newest_edition
from bot.cases.library import Library
from bot.cases.model import Case, Party, Source
from bot.cases.selectors import Selector
from bot.cases.voices import voice_of


@dataclass(frozen=True)
class Cited:
    """One case of a library, as the source of quotations."""

    library: Library
    case: Case
    read_on: str | None = None
    """The ISO day as of which somebody reads the case; None where they read it as it stands now."""

    def quotation(self, selector: Selector) -> Quotation:
        """The proven quotation of a span. Raises NotProven where the source does not have it."""
        source = self.case.source_by_id[selector.source]
        path = f"{self.library.folder}/{self.case.id}/{source.file}"
        return Quotation(self.case.id, source, path, selector, self.attribution(selector))

    def quotations(self, selectors: Iterable[Selector]) -> tuple[Quotation, ...]:
        """The proven quotations of several spans, each span once."""
        unique = {selector.span: selector for selector in selectors}
        return tuple(self.quotation(selector) for selector in unique.values())

    def attribution(self, selector: Selector) -> Attribution:
        """Whose words a span is, computed from the statements that it stands in."""
        source = self.case.source_by_id[selector.source]
        day = source.day if len(self.case.sources) > 1 else None
        edition = self._edition(source, selector)
        voice = voice_of(self.case, selector)
        statement = voice.statement
        if statement is None:
            return Attribution("publisher", source.publisher, reported_on=day, edition=edition)
        return Attribution(
            voice.asserted_by,
            source.publisher,
            self.case.party_by_id[statement.speaker].name,
            statement.medium,
            statement.sequence,
            statement.attribution == "inferred",
            day,
            statement.is_disclaimed,
            self.name(statement.attributed_by),
            self.name(statement.denied_by),
            edition,
        )

    def _edition(self, source: Source, selector: Selector) -> tuple[Fate, str] | None:
        """What the newest edition did with words of an older one; None where they stand as they were."""
        newest = newest_edition(self.case, source)
        if newest is source:
            return None
        fate = fate_of(self.case, selector).fate
        return None if fate in {"stands", "moved"} else (fate, newest.day)

    def speaking(self, selector: Selector) -> Party | None:
        """The party whose own words a span is; None where it is the publisher's."""
        asserted_by, statement = voice_of(self.case, selector)
        return self.case.party_by_id[statement.speaker] if statement and asserted_by == "speaker" else None

    def speaker_of(self, selector: Selector) -> str | None:
        """The name of the speaker whose own words a span is; None where it is the publisher's."""
        party = self.speaking(selector)
        return party.name if party else None

    def is_one_sided(self, selector: Selector) -> bool:
        """Whether some words are a speaker's own, or the publisher's report of what a party said.

        Who acts for a party, such as its spokesperson or counsel, tells what that party does.
        """
        asserted_by, statement = voice_of(self.case, selector)
        if statement is None or asserted_by == "speaker":
            return statement is not None
        sides = {party for one in self.case.lawsuits for party in (*one.plaintiffs, *one.defendants)}
        speaker = self.case.party_by_id[statement.speaker]
        return speaker.id in sides or any(role.acts_for in sides for role in speaker.roles)

    def name(self, party: str | None) -> str | None:
        """The name of the party with this id; None for no id."""
        return self.case.party_by_id[party].name if party else None

    def names(self, parties: Iterable[str]) -> tuple[str, ...]:
        """The names of the parties with these ids, in their order."""
        return tuple(self.case.party_by_id[party].name for party in parties)

    def lawsuit_labels(self, lawsuits: Iterable[str]) -> tuple[str, ...]:
        """The labels of the lawsuits with these ids, in their order."""
        return tuple(self.case.lawsuit_by_id[lawsuit].label for lawsuit in lawsuits)

    def open_points(self, caveats: Iterable[str], shown: Iterable[Quotation]) -> tuple[OpenPoint, ...]:
        """The open points of caveats (ids), each once, without quotations that are ``shown`` already."""
        spans = {quotation.selector.span for quotation in shown}
        points = []
        for caveat in map(self.case.caveat_by_id.__getitem__, dict.fromkeys(caveats)):
            fresh = [selector for selector in caveat.quote if selector.span not in spans]
            spans |= {selector.span for selector in fresh}
            points.append(OpenPoint(caveat.text, self.quotations(fresh)))
        return tuple(points)
