"""What a party is called on a day whose articles do not give its name."""

from collections.abc import Callable

from bot.cases.as_of import case_as_of
from bot.cases.model import Case

HEAD = """\
title: The wall
revised: 2025-02-12
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
"""
SOURCES = {
    "first.txt": "A baker from Ulm sued a town. Her lawyer, Okon, won. A court ruled.\n",
    "second.txt": "Zita Adler, the baker, won again. Her lawyer, Bram Okon, spoke. The court of Ulm ruled.\n",
}
BODY = """
parties:
  - {id: baker, kind: person, name: Zita Adler, described_as: [A baker from Ulm, "Zita Adler, the baker"]}
  - {id: okon, kind: person, name: Bram Okon, aliases: [Okon], described_as: "Her lawyer, Okon"}
  - {id: court, kind: court, name: The court of Ulm, described_as: The court of Ulm}
  - {id: town, kind: unnamed, name: The town by the river, described_as: a town}
events:
  - {label: Sued, quote: A baker from Ulm sued a town., participants: [baker, town]}
  - {label: Won, quote: "Her lawyer, Okon, won.", participants: [okon]}
  - {label: Ruled, quote: A court ruled., participants: [court]}
"""


def test_a_party_is_called_as_the_articles_of_the_day_call_it(case_of: Callable[..., Case]) -> None:
    case = case_of(BODY, SOURCES, head=HEAD)
    then = case_as_of(case, "2024-12-31")
    assert then
    assert {party.id: (party.name, party.aliases) for party in then.parties} == {
        "baker": ("A baker from Ulm", ()),
        "okon": ("Okon", ()),
        "court": ("The court of Ulm", ()),
        "town": ("The town by the river", ()),
    }
    assert case_as_of(case, "2025-02-11") is case
