"""Entries that contradict their own article, other entries or themselves: refused, each with its sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Mistakes = Callable[..., list[str]]

HEAD = """\
title: Stone v. Bell Works
revised: 2025-03-02
sources:
  - {id: first, file: sources/first.txt, sha256: SHA(first.txt), date_published: 2024-09-18}
  - {id: second, file: sources/second.txt, sha256: SHA(second.txt), date_published: 2025-02-11}
"""
FIRST = """\
Ada Stone sued Bell Works. She was found 30 percent at fault. The court told Bell to stop within 14 days.
Bell owes her £5 a day if it does not stop. A jury gave her £9. Of that £4 is for pain. She asked for £20.
Dole was sentenced to four months on two counts of forgery, and charged with two of three counts of theft.
“We won,” Stone said in court. The suit was dismissed without prejudice.
"""
SECOND = (
    "The judge gave Bell until 1 May, if it pays. Dole got nine months. Stone spoke on Mastodon, twice.\n"
)
TEXTS = {"first.txt": FIRST, "second.txt": SECOND}
PARTIES = """\
parties:
  - {id: stone, name: Ada Stone, kind: person, described_as: Ada Stone sued}
  - {id: bell, name: Bell Works, kind: organization, described_as: sued Bell Works}
  - {id: dole, name: Dole, kind: person, described_as: Dole was sentenced}
"""


def elsewhere(words: str, source: str = "second") -> str:
    return (
        f"“{words}” stands in “{source}”, which this entry does not quote: quote that article as well, or "
        "leave these words out"
    )


def relief(more: str, quote: str = "The court told Bell to stop") -> str:
    return f"relief: [{{kind: injunction, outcome: granted, what: stop, quote: {quote}, {more}}}]\n"


def ruling(more: str, quote: str = "Dole was sentenced to four months on two counts of forgery") -> str:
    return f"rulings: [{{on: charge, claim: forgery, outcome: sentenced, quote: '{quote}', {more}}}]\n"


def fault(share: str) -> str:
    return (
        "rulings: [{claim: the fall, outcome: at_fault, quote: She was found 30 percent at fault, "
        f"share: {share}}}]\n"
    )


def award(more: str, quote: str = "Bell owes her £5 a day", raw: str = "£5") -> str:
    amount = f"amount: {{value: {raw[1:]}, currency: GBP, raw: {raw}}}"
    return f"  - {{kind: awarded, {amount}, quote: '{quote}', {more}}}\n"


def amounts(*awards: str) -> str:
    return f"awards:\n{''.join(awards)}"


def said(more: str) -> str:
    return f"statements: [{{speaker: stone, quote_type: direct, quote: 'We won,', {more}}}]\n"


WORDS_OF_ANOTHER_ARTICLE = {
    "a deadline": (relief("deadline: until 1 May"), elsewhere("until 1 May")),
    "a condition": (amounts(award("condition: if it pays")), elsewhere("if it pays")),
    "a sentence": (ruling("sentence: nine months"), elsewhere("nine months")),
    "a medium": (said("medium: Mastodon"), elsewhere("Mastodon")),
    "a sequence": (said("sequence: twice"), elsewhere("twice")),
    "a cue": (said("cue: {source: second, exact: Stone spoke}"), elsewhere("Stone spoke")),
}
SHARES = {
    "no number": (
        "{percent: 30, raw: at fault}",
        "“at fault” gives no number: take the words that say how large the share is, or leave “share” out",
    ),
    "another number": ("{percent: 70, raw: 30 percent}", "“30 percent” reads as 30, not as 70 percent"),
}
COUNTS = {
    "absurd": "the quotation tells of 2 counts, not of 99: correct “counts”, or quote more",
    "negative": "“-1” is no number of counts; write 1 or more",
    "zero": "“0” is no number of counts; write 1 or more",
}
PREJUDICE = "“prejudice” is for a dismissal: with or without the right to sue again"
GIVEN = award("id: given", "A jury gave her £9.", "£9")
SOUGHT = award("id: sought", "She asked for £20.", "£20").replace("awarded", "sought")
PAIN = "Of that £4 is for pain"
OF_KINDS = "“sought” is sought, this is awarded: correct one of the kinds, or remove “part_of”"
ITSELF = "“{}” is this fact itself: name the other one"
BACK = "“{}” leads back to this entry: remove one of the references"


def events(*more: str) -> str:
    quotations = ("Ada Stone sued Bell Works.", "A jury gave her £9.", "She asked for £20.")
    entries = zip("abc", quotations, more, strict=False)
    return "events:\n" + "".join(
        f"  - {{id: {name}, label: {name}, quote: {quote}, {one}}}\n" for name, quote, one in entries
    )


def parties(*acting: tuple[str, str]) -> str:
    text = PARTIES
    for name, other in acting:
        text = text.replace(
            f"{{id: {name},", f"{{id: {name}, roles: [judge, {{role: counsel, acts_for: {other}}}],"
        )
    return text


CONTRADICTIONS: dict[str, tuple[str, list[str]]] = {
    **{
        f"words of another article: {name}": (PARTIES + body, [one])
        for name, (body, one) in WORDS_OF_ANOTHER_ARTICLE.items()
    },
    **{f"a share with {name}": (fault(share), [one]) for name, (share, one) in SHARES.items()},
    "counts that are absurd": (ruling("counts: 99"), [COUNTS["absurd"]]),
    "counts that are negative": (ruling("counts: -1"), [COUNTS["negative"]]),
    "no counts": (ruling("counts: 0"), [COUNTS["zero"]]),
    "prejudice of a sentence": (ruling("prejudice: with"), [PREJUDICE]),
    "prejudice of a claim that was granted": (
        "rulings: [{claim: A, outcome: granted, prejudice: with, quote: A jury gave her}]\n",
        [PREJUDICE],
    ),
    "prejudice other than in the quotation": (
        "rulings: [{claim: A, outcome: dismissed, prejudice: with, quote: dismissed without prejudice}]\n",
        ["the quotation says “without prejudice”: write “prejudice: without”"],
    ),
    "an awarded part of what is sought": (amounts(SOUGHT, award("part_of: sought", PAIN, "£4")), [OF_KINDS]),
    "a part of itself": (
        amounts(award("id: given, part_of: given", "A jury gave her £9.", "£9")),
        [ITSELF.format("given")],
    ),
    "a part of what repeats it": (
        amounts(GIVEN, award("id: again, same_as: given, part_of: given", "A jury gave her £9", "£9")),
        ["“given” is this amount by “same_as”, so it cannot be its part: keep one of the two"],
    ),
    "parts of each other, one by way of a repeat": (
        amounts(
            GIVEN.replace("id: given", "id: given, part_of: pain"),
            award("id: again, same_as: given", "A jury gave her £9", "£9"),
            award("id: pain, part_of: again", PAIN, "£4"),
        ),
        [BACK.format("pain"), BACK.format("again")],
    ),
    "a repeat of itself": (events("same_as: a"), [ITSELF.format("a")]),
    "repeats of each other": (events("same_as: b", "same_as: a"), [BACK.format("b"), BACK.format("a")]),
    "repeats in a circle of three": (
        events("same_as: b", "same_as: c", "same_as: a"),
        [BACK.format(name) for name in "bca"],
    ),
    "a repeat of another section": (
        amounts(GIVEN) + events("same_as: given"),
        ["“given” is one of the awards: “same_as” joins facts of one section"],
    ),
    "a repeat of other relief": (
        (
            "relief:\n"
            "  - {id: a, kind: recall, outcome: granted, what: a, quote: The court told Bell to stop}\n"
            "  - {same_as: a, kind: apology, outcome: granted, what: a, quote: told Bell to stop}\n"
        ),
        ["“a” is recall, this is apology: “same_as” joins accounts of one thing"],
    ),
    "a repeat of a ruling on something else": (
        (
            "rulings:\n"
            "  - {id: a, on: charge, claim: a, outcome: sentenced, quote: Dole was sentenced}\n"
            "  - {same_as: a, on: motion, claim: a, outcome: granted, quote: was sentenced to four months}\n"
        ),
        ["“a” is on a charge, this is on a motion: “same_as” joins accounts of one thing"],
    ),
    "a party that acts for itself": (
        parties(("stone", "stone")),
        ["“stone” is this party itself: name the one for whom it acts"],
    ),
    "two parties that act for each other": (
        parties(("stone", "bell"), ("bell", "stone")),
        [
            f"“{name}” acts for this party in its turn: remove one of the references"
            for name in ("bell", "stone")
        ],
    ),
    "three parties that act for each other": (
        parties(("stone", "bell"), ("bell", "dole"), ("dole", "stone")),
        [
            f"“{name}” acts for this party in its turn: remove one of the references"
            for name in ("bell", "dole", "stone")
        ],
    ),
}


@pytest.mark.parametrize(("body", "sentences"), CONTRADICTIONS.values(), ids=CONTRADICTIONS)
def test_a_contradiction_is_refused(mistakes_in: Mistakes, body: str, sentences: list[str]) -> None:
    assert [one.split(": ", 1)[1] for one in mistakes_in(body, TEXTS, head=HEAD)] == sentences


def test_a_contradiction_is_told_where_it_stands(mistakes_in: Mistakes) -> None:
    [mistake] = mistakes_in(PARTIES + relief("deadline: until 1 May"), TEXTS, head=HEAD)
    line = relief("deadline: until 1 May")
    assert mistake == f"10:{line.index('until 1 May') + 1}: {elsewhere('until 1 May')}"


RIGHT = {
    "words of one of the articles that are quoted": PARTIES
    + relief("deadline: until 1 May", "[The court told Bell to stop, The judge gave Bell until 1 May]"),
    "words beside the quotation": relief("deadline: within 14 days"),
    "a cue of the same article": PARTIES + said("cue: Stone said in court, sequence: in court"),
    "as many counts as are told of together": ruling("counts: 2"),
    "of several numbers of counts one": ruling("counts: 3", "charged with two of three counts of theft"),
    "counts of a quotation that tells none": ruling("counts: 2", "Dole was sentenced to four months"),
    "prejudice of a dismissal": (
        "rulings: [{claim: A, outcome: dismissed, prejudice: without, quote: dismissed without prejudice}]\n"
    ),
    "prejudice of a motion": (
        "rulings: [{on: motion, claim: motion to dismiss, outcome: granted, prejudice: without, "
        "quote: dismissed without prejudice}]\n"
    ),
    "costs as a part of what is sought": amounts(
        SOUGHT, award("part_of: sought", PAIN, "£4").replace("awarded", "costs")
    ),
    "a part of what was paid": amounts(
        GIVEN.replace("awarded", "paid"), award("id: pain, part_of: given", PAIN, "£4")
    ),
    "a chain of repeats": events("same_as: b", "same_as: c", "caveats: []"),
    "a chain of parties": parties(("stone", "bell"), ("bell", "dole")),
}


@pytest.mark.parametrize("body", RIGHT.values(), ids=RIGHT)
def test_what_may_be_right_is_not_refused(mistakes_in: Mistakes, body: str) -> None:
    assert mistakes_in(body, TEXTS, head=HEAD) == []
