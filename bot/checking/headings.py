"""Who is named above a quotation: in a line of its own, or as the author or title of a card."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.cases.model import Party
from bot.checking.attribution import is_named
from bot.checking.claims import SourceSpan, negates
from bot.checking.parts import TextPart
from bot.checking.speakers import plain_word
from bot.checking.unwrapping import unwrap
from bot.checking.word_lists import HEADINGS, NO_NAMES, PRONOUNS, ROLES, TITLES
from bot.search.archive import Archive, PassageLocation

NAME_ALONE = re.compile(
    r"\W*(?P<name>[^\W\d_a-z][\w.'’-]*(?:[ \t]+(?:[^\W\d_a-z][\w.'’-]*|de|del|von|van|bin|al))*)"
    r"[ \t]*(?:[(@,|·–—:].*)?\s*"
)
"""Matches a line that has a name and nothing else but a handle, an office or a day behind it."""
MOST_WORDS = 5
CARD = re.compile(r".*?\b(?:embed|attachment) \d+\b")
FIELD = re.compile(r"field \d+\b")
NAMING = ("author", "author_name", "title", "pretext", "name")
"""How the names of the parts of a card end that can say whose words the card shows."""
MOST_SPOKEN = 16
"""Quotations of speakers with a name of which the cases are read, to see whether it is a person's."""


def name_alone(line: str) -> str | None:
    """The name that a line has and nothing else, such as “Joe Biden (@JoeBiden)”; None where it has none."""
    found = NAME_ALONE.fullmatch(line)
    words = found["name"].split() if found else []
    if not 0 < len(words) <= MOST_WORDS or words[-1][-1] in ",;":
        return None
    plain = {plain_word(word) for word in words}
    return (
        None
        if plain & (HEADINGS | NO_NAMES | PRONOUNS) or negates(line) or plain <= TITLES | ROLES
        else " ".join(words)
    )


def name_above(text: str, start: int, end: int) -> str | None:
    """The name in the line above a quotation that stands in its lines alone; None where there is none."""
    if not stands_alone(text, start, end):
        return None
    lines = [line for line in text[:start].split("\n")[:-1] if line.strip()]
    return name_alone(lines[-1]) if lines else None


def name_below(text: str, start: int, end: int) -> str | None:
    """The name in the last line of a text, right below a quotation that stands in its lines alone."""
    if not stands_alone(text, start, end):
        return None
    lines = [line for line in text[end:].split("\n")[1:] if line.strip()]
    return name_alone(lines[0]) if len(lines) == 1 else None


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether nothing but marks stands before a span in its first line, and after it in its last."""
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return not any(map(str.isalnum, before + after))


def names_above(parts: Sequence[TextPart]) -> Iterator[str | None]:
    """For each part of a message the name in a part above it that can say whose words it shows."""
    named: dict[str, str | None] = {}
    for at, part in enumerate(parts, start=1):
        card, field = CARD.match(part.name), FIELD.search(part.name)
        kind = card[0] if card else part.name.rstrip("0123456789 ")
        place = f"{kind} {field[0]}" if field else kind
        yield named.get(place, named.get(kind))
        if at == len(parts):
            return
        name = name_alone(unwrap(part.text).text.strip())
        if not card:
            named = {kind: name}  # What is no card has no author: a name stands right above, or nowhere.
        elif part.name.endswith(NAMING) and (name or field):
            named[place] = name


def is_person(archive: Archive, places: Iterable[SourceSpan], name: str) -> bool:
    """Whether a name is a person's: a party's where the words stand, or, in full, a speaker's in any case."""
    if any(_is_named(place.case.parties, name) for place in places):
        return True
    spoken = archive.index.spoken_by(name, MOST_SPOKEN) if " " in name else ()
    cases = dict.fromkeys(PassageLocation.from_key(hit.key).case for hit in spoken)
    return any(_is_named(archive.library.cases[case].parties, name) for case in cases)


def _is_named(parties: Iterable[Party], name: str) -> bool:
    return any(party.kind == "person" and is_named(party, name) for party in parties)
