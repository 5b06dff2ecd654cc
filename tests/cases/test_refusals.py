"""What the loader refuses, each with its exact sentence at its exact place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]
KINDS = "awarded, sought, offered, settled, paid, fined, costs, fees, interest, bail or penalty"

# The case file's head takes four lines, so that the body begins in line 5.
REFUSALS = {
    "a quotation that is not verbatim, with the nearest passage and the difference": (
        "events: [{label: Award, quote: a court awarded Stone $50 million}]\n",
        [
            (
                "5:32: not verbatim in sources/a.txt: nearest passage at 2:8: "
                "a court awarded Stone $[-50-]{+5+} million"
            )
        ],
    ),
    "a quotation that resembles nothing": (
        "events: [{label: Award, quote: 'xyz 0987 qqq'}]\n",
        ["5:32: not verbatim in sources/a.txt: nothing in the source resembles it"],
    ),
    "a quotation that is ambiguous": (
        "events: [{label: Lie, quote: they lied}, {label: Suit, quote: Bell Works}]\n",
        [
            (
                "5:63: ambiguous: these words stand 2 times in sources/a.txt (1:16, 4:1); "
                "add “prefix:” or “suffix:” with the words directly before or after"
            )
        ],
    ),
    "a prefix that is not there": (
        "events:\n  - label: Suit\n    quote: {exact: Bell Works, prefix: 'hired '}\n",
        [
            (
                "7:12: the words stand in sources/a.txt (1:16, 4:1), but not with this prefix and suffix "
                "directly around them"
            )
        ],
    ),
    "an empty quotation": (
        "events: [{label: A, quote: ''}, {label: B, quote: '  '}, {label: C, quote: {exact: ''}}]\n",
        [
            "5:28: an empty quotation proves nothing; write the words of the source",
            "5:51: an empty quotation proves nothing; write the words of the source",
            "5:76: an empty quotation proves nothing; write the words of the source",
        ],
    ),
    "a fact without evidence": (
        "events: [{label: A, quote: []}, {label: B}]\n",
        ["5:28: at least one is needed here", "5:33: “quote” is missing"],
    ),
    "an empty statement": (
        (
            "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
            "statements: [{speaker: stone, quote_type: direct, quote: ''}]\n"
        ),
        ["6:58: an empty quotation proves nothing; write the words of the source"],
    ),
    "a quotation with space around it": (
        "events:\n  - label: A\n    quote: |\n      Bell Works will appeal.\n",
        [
            (
                "7:12: the quotation begins or ends with a space or a line break; leave it away "
                "(a block after “|” or “>” keeps its last line break, one after “|-” or “>-” does not)"
            )
        ],
    ),
    "a quotation with a control character": (
        'events: [{label: A, quote: "Bell\\eWorks"}]\n',
        [
            (
                "5:28: the quotation holds a control character (U+001B), which no platform shows; "
                "quote the words before and after it apart"
            )
        ],
    ),
    "a source that is not known": (
        "events: [{label: A, quote: {exact: Bell Works will appeal, source: other}}]\n",
        ["5:28: there is no source “other”; known: article"],
    ),
    "an amount whose words are not in its quotation": (
        (
            "awards: [{kind: awarded, quote: a court awarded Stone $5 million, "
            "amount: {value: 5000000, currency: USD, raw: five millions}}]\n"
        ),
        ["5:75: the amount's words “five millions” do not stand in its quotation"],
    ),
    "an amount whose words are cut short": (
        (
            "awards: [{kind: awarded, quote: a court awarded Stone $5 million, "
            "amount: {value: 5, currency: USD, raw: $5}}]\n"
        ),
        ["5:75: the amount's words “$5” are cut short: in its quotation the word or number goes on"],
    ),
    "an amount that is not what its words say": (
        (
            "awards: [{kind: awarded, quote: a court awarded Stone $5 million, "
            "amount: {value: 50000000, currency: USD, raw: $5 million}}]\n"
        ),
        ["5:113: “$5 million” reads as 5,000,000, not as the value 50,000,000"],
    ),
    "an amount that is no number, in no currency": (
        (
            "awards: [{kind: awarded, quote: a court awarded Stone $5 million, "
            "amount: {value: -5e9, currency: DOLLAR, raw: $5 million}}]\n"
        ),
        [
            "5:83: “-5e9” is not a number of the form 5000000 or 1250.50",
            "5:99: “DOLLAR” is not a currency code of ISO 4217, such as USD",
        ],
    ),
    "a date whose words are not in its quotation": (
        (
            "events: [{label: A, quote: In May a court awarded Stone, "
            "date: {edtf: 2025-06, raw: June, certainty: inferred}}]\n"
        ),
        ["5:64: the date's words “June” do not stand in its quotation"],
    ),
    "a date that claims more than its words": (
        (
            "events: [{label: A, quote: In May a court awarded Stone, "
            "date: {edtf: 2025-05, raw: May, certainty: stated}}]\n"
        ),
        ["5:64: “May” does not give the year of 2025-05; mark it “certainty: inferred”"],
    ),
    "dates that are none": (
        (
            "events:\n"
            "  - {label: A, quote: In May a court, date: {edtf: May 2025, raw: May, certainty: inferred}}\n"
            "  - {label: B, quote: In May a court, date: {edtf: 2025-13, raw: May, certainty: inferred}}\n"
        ),
        [
            "6:52: “May 2025” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
            "7:52: “2025-13” is not in the calendar",
        ],
    ),
    "references to what is not there": (
        (
            "caveats: [{id: gap, text: Something is open.}]\n"
            "events: [{label: A, quote: In May a court, participants: [nobody], lawsuit: none, "
            "caveats: [gab]}]\n"
        ),
        [
            "6:59: there is no party “nobody”; known: none",
            "6:77: there is no lawsuit “none”; known: none",
            "6:93: there is no caveat “gab”; known: gap",
        ],
    ),
    "an id that is taken, in its section or another": (
        (
            "caveats: [{id: gap, text: Something is open.}, {id: gap, text: Something else.}]\n"
            "lawsuits: [{id: gap, label: The suit, quote: Bell Works in 2024}]\n"
        ),
        ["5:53: the id “gap” is already taken in line 5", "6:17: the id “gap” is already taken in line 5"],
    ),
    "an id that is none": (
        "caveats: [{id: Gap One, text: Something is open.}]\n",
        ["5:16: “Gap One” is not an id: small letters, digits and hyphens, 48 at most"],
    ),
    "unknown keys, at the keys": (
        "colour: red\nevents:\n  - label: A\n    quote: In May a court\n    whom: me\n",
        ["5:1: unknown key “colour”", "9:5: unknown key “whom”"],
    ),
    "a key that stands twice": (
        "content_note: One.\ncontent_note: Two.\n",
        ["6:1: the key “content_note” stands here a second time"],
    ),
    "what is computed": (
        "id: mine\nversion: 1\nevents: [{label: A, quote: {exact: In May a court, start: 57, end: 71}}]\n",
        [
            "5:5: “id” is computed, never typed",
            "6:10: “version” is computed, never typed",
            "7:59: “start” is computed, never typed",
            "7:68: “end” is computed, never typed",
        ],
    ),
    "lists, mappings and words in each other's places": (
        (
            "content_note: [a]\ncaveats: gap\nparties: [stone]\nlawsuits: {id: suit}\n"
            "awards: [{kind: [awarded], quote: In May a court, amount: 5}]\n"
            "events: [{label: {a: b}, quote: [[In May a court]], caveats: gap, participants: [[a]]}]\n"
            "rulings:\n"
        ),
        [
            "5:15: “content_note” must be text",
            "6:10: “caveats” must be a list",
            "7:11: an entry of “parties” must be a mapping",
            "8:11: “lawsuits” must be a list",
            f"9:17: “kind” must be {KINDS}",
            "9:59: “amount” must be a mapping",
            "10:18: words in several languages begin with their tags, as “en:” and “de:”",
            "10:34: an entry of “quote” must be a mapping",
            "10:62: “caveats” must be a list",
            "10:82: an entry of “participants” must be text",
            "11:9: “rulings” must be a list",
        ],
    ),
    "lists and mappings inside a quotation": (
        (
            "events:\n  - {label: A, quote: {exact: [In May], source: {a: b}, role: [x]}}\n"
            "  - {label: B, quote: {exact: , prefix: }}\n  - {label: C, quote: {prefix: a}}\n"
            "  - {label: D, quote: {exact: In May a court, role: proves}}\n"
        ),
        [
            "6:31: “exact” must be text",
            "6:49: “source” must be text",
            "6:63: “role” must be supports, contradicts or context",
            "7:31: “exact” must be text",
            "7:41: “prefix” must be text",
            "8:23: “exact” is missing",
            "9:53: “role” must be supports, contradicts or context",
        ],
    ),
    "several mistakes in one fact": (
        (
            "awards:\n  - kind: given\n"
            "    quote: {exact: a court awarded Stone $7 million, role: proof, page: 3}\n"
            "    amount: {value: much, currency: USD}\n    to: nobody\n    whom: me\n"
        ),
        [
            f"6:11: “kind” must be {KINDS}",
            (
                "7:12: not verbatim in sources/a.txt: nearest passage at 2:8: "
                "a court awarded Stone $[-7-]{+5+} million"
            ),
            "7:60: “role” must be supports, contradicts or context",
            "7:67: unknown key “page”",
            "8:13: “raw” is missing",
            "8:21: “much” is not a number of the form 5000000 or 1250.50",
            "9:9: there is no party “nobody”; known: none",
            "10:5: unknown key “whom”",
        ],
    ),
    "labels and sentences that are none": (
        "caveats: [{id: gap, text: ' '}]\nevents: [{label: ' A', quote: In May a court}]\n",
        [
            "5:27: this is not a sentence for readers: printable text is expected",
            "6:18: “ A” is not a label: one line of printable text, 200 characters at most",
        ],
    ),
    "names that no source gives": (
        (
            "parties:\n"
            "  - {id: smith, name: Jane Smith, kind: person, described_as: the judge, aliases: [Jane, Bel]}\n"
            "  - {id: judge, name: The judge, kind: unnamed, described_as: the judge}\n"
        ),
        [
            "6:23: “Jane Smith” stands in no source; a case file holds only what its sources say",
            "6:84: “Jane” stands in no source; a case file holds only what its sources say",
            "6:90: “Bel” stands in no source; a case file holds only what its sources say",
        ],
    ),
    "a party that is called publisher": (
        "parties: [{id: publisher, name: Ada Stone, kind: person, described_as: Ada Stone}]\n",
        ["5:16: “publisher” means whoever published the source; give the party another id"],
    ),
    "a lawsuit that is both stated and open": (
        (
            "lawsuits: [{id: suit, label: The suit, quote: Bell Works in 2024}]\n"
            "events: [{label: A, quote: In May a court, lawsuit: suit, lawsuit_candidates: [suit]}]\n"
        ),
        ["6:79: a lawsuit is either stated (“lawsuit:”) or open (“lawsuit_candidates:”), not both"],
    ),
    "quoted words outside their statement": (
        (
            "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
            "statements:\n"
            "  - {speaker: stone, quote_type: mixed, quote: the judge called it fair, quoted: I won}\n"
            "  - {speaker: stone, quote_type: direct, quote: They lied to me, quoted: They}\n"
        ),
        [
            "7:82: the quoted words “I won” do not stand in the statement's quotation",
            "8:34: “quoted” is for indirect and mixed statements; a direct one is quoted as a whole",
        ],
    ),
    "words given to another voice, beside other mistakes": (
        (
            "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
            "statements: [{speaker: stone, quote_type: direct, quote: They lied to me}]\n"
            "events:\n"
            "  - {label: A, quote: They lied, asserted_by: publisher}\n"
            "  - {label: B, quote: a court awarded Stone, asserted_by: stone}\n"
            "  - {label: C, quote: no such words}\n"
        ),
        [
            "8:47: these are the words of “stone”, not of “publisher”",
            "9:59: these are the words of “publisher”, not of “stone”",
            "10:23: not verbatim in sources/a.txt: nothing in the source resembles it",
        ],
    ),
    "a quotation that mixes two voices": (
        (
            "parties: [{id: stone, name: Ada Stone, kind: person, described_as: Ada Stone}]\n"
            "statements: [{speaker: stone, quote_type: direct, quote: 'I won,'}]\n"
            "events: [{label: A, quote: 'won,\" Stone said'}]\n"
        ),
        ['7:10: “won," Stone said” mixes a part of the words of “stone” with other words; quote them apart'],
    ),
}


@pytest.mark.parametrize(("body", "expected"), REFUSALS.values(), ids=REFUSALS.keys())
def test_the_loader_refuses(mistakes_in: Mistakes, body: str, expected: list[str]) -> None:
    assert mistakes_in(body) == expected


def test_the_loader_refuses_a_month_where_a_day_is_needed(mistakes_in: Mistakes) -> None:
    head = (
        "title: A\nrevised: 2026-05\nsources:\n"
        "  - {id: a, file: sources/a.txt, sha256: SHA(a.txt), date_published: June}\n"
    )
    assert mistakes_in("", head=head) == [
        "2:10: “2026-05” is not a day of the form 2023-07-12",
        "4:124: “June” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
    ]
