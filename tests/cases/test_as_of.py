"""A case as of a day: what its articles had reported by then, and nothing that only later ones say."""

from collections.abc import Callable

from bot.cases.as_of import case_as_of
from bot.cases.model import Case

HEAD = """\
title: Adler v. Brenn
revised: 2025-02-12
sources:
  - {id: september, file: sources/september.txt, sha256: SHA(september.txt), date_published: 2024-09-18}
  - {id: february, file: sources/february.txt, sha256: SHA(february.txt), date_published: 2025-02-11}
"""
TEXTS = {
    "september.txt": 'Brenn was ordered to pay. "It is a sham," Brenn said. Adler sued over a lease.\n',
    "february.txt": (
        "Carl Brenn, a baker, must pay $3.2 million, as ordered on 17 September 2024. Adler filed in 2022.\n"
    ),
}
PARTY = """
parties:
  - {id: brenn, kind: person, name: Carl Brenn, described_as: "Carl Brenn, a baker"}
"""
SPOKEN = """
statements:
  - {quote: "It is a sham,", speaker: brenn, quote_type: direct, cue: Brenn said}
"""
BEFORE = "2024-12-31"

Load = Callable[..., Case]


def then(case: Case) -> Case:
    stood = case_as_of(case, BEFORE)
    assert stood
    return stood


def test_a_party_that_is_described_later_stays_where_a_fact_refers_to_it(case_of: Load) -> None:
    stood = then(case_of(PARTY + SPOKEN, TEXTS, head=HEAD))
    [party] = stood.parties
    assert (party.id, party.described_as) == ("brenn", ())
    assert stood.party_by_id[stood.statements[0].speaker] is party


def test_whom_somebody_acts_for_stays_with_the_one_who_acts(case_of: Load) -> None:
    lawyer = "  - {id: adler, kind: person, name: Adler, described_as: Adler sued, roles: [ROLE]}\n"
    role = "{role: counsel, acts_for: brenn}"
    stood = then(case_of(PARTY + lawyer.replace("ROLE", role), TEXTS, head=HEAD))
    assert [(party.id, bool(party.described_as)) for party in stood.parties] == [
        ("brenn", False),
        ("adler", True),
    ]


def test_a_party_that_is_described_later_goes_where_no_fact_refers_to_it(case_of: Load) -> None:
    assert then(case_of(PARTY, TEXTS, head=HEAD)).parties == ()


def test_a_date_goes_with_the_quotation_that_gives_it(case_of: Load) -> None:
    events = """
events:
  - label: Order
    quote: [Brenn was ordered to pay., "as ordered on 17 September 2024"]
    date: {edtf: 2024-09-17, raw: 17 September 2024, certainty: stated}
lawsuits:
  - id: suit
    label: The suit
    quote: [Adler sued over a lease., Adler filed in 2022.]
    date_filed: {edtf: 2022, raw: "2022", certainty: stated}
    status:
      value: judgment
      quote: [Brenn was ordered to pay., "as ordered on 17 September 2024"]
      date: {edtf: 2024-09-17, raw: 17 September 2024, certainty: stated}
"""
    case = case_of(events, TEXTS, head=HEAD)
    assert case.events[0].date
    stood = then(case)
    assert [one.exact for one in stood.events[0].quote] == ["Brenn was ordered to pay."]
    assert stood.events[0].date is None
    assert stood.lawsuits[0].date_filed is None
    assert stood.lawsuits[0].status[0].date is None


def test_an_award_goes_with_the_quotation_that_gives_its_amount(case_of: Load) -> None:
    awards = """
awards:
  - quote: [Brenn was ordered to pay., "must pay $3.2 million"]
    kind: awarded
    amount: {value: 3200000, currency: USD, raw: $3.2 million}
"""
    assert then(case_of(awards, TEXTS, head=HEAD)).awards == ()


def test_names_that_only_a_later_article_gives_go(case_of: Load) -> None:
    lawsuits = """
parties:
  - {id: brenn, kind: person, name: Brenn, aliases: [Carl], described_as: Brenn was ordered}
lawsuits:
  - {id: suit, label: The suit, quote: Adler sued over a lease., docket_number: "2022", cause: [lease, baker]}
"""
    stood = then(case_of(lawsuits, TEXTS, head=HEAD))
    assert stood.parties[0].aliases == ()
    assert (stood.lawsuits[0].docket_number, stood.lawsuits[0].cause) == (None, ("lease",))


def test_a_lawsuit_that_is_introduced_later_stays_with_the_words_of_its_status(case_of: Load) -> None:
    lawsuits = """
lawsuits:
  - id: suit
    label: The suit
    quote: Adler filed in 2022.
    status: {value: judgment, quote: Brenn was ordered to pay.}
"""
    [suit] = then(case_of(lawsuits, TEXTS, head=HEAD)).lawsuits
    assert [one.exact for one in suit.quote] == ["Brenn was ordered to pay."]
