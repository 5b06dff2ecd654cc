"""Invented articles with their cases, written or made from patterns; half of each is not tuned on.

``open_half`` makes the articles whose failures may be looked at, ``blind_half`` those of which only counts
are shown. The halves share neither patterns of sentences nor names. ``written`` gives those that were
written one by one, as newspapers do; nobody has recorded who speaks in them.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from _measure import ROOT

from bot.cases.model import Case, Party, Source, Statement
from bot.cases.selectors import make_selector

FOLDERS = ("content", "tests/cases_invented")
WRITTEN = ROOT / "tests/questions/articles.taught.jsonl"
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Half:
    """Patterns of sentences, and the words that fill them."""

    sentences: Sequence[str]
    spoken: Sequence[str]
    cues: Sequence[str]
    words: dict[str, Sequence[str]]


OPEN = Half(
    (
        "The jury awarded {person} {money} on {day}, and {firm} announced an appeal within the hour.",
        "Judge {judge} dismissed {number} of the {count} claims, but the claim for negligence survived.",
        "{firm} has not said whether it will pay the {money} that the court ordered in {month}.",
        "Two engineers inspected the {thing} in {month} {year}; their report came {count} weeks later.",
        "{person}, who worked at {firm} for {count} years, was never told about the {thing}.",
        "The settlement covers {number} households, while the city keeps its own lawsuit against {firm}.",
        "Lawyers for {firm} argued that the {thing} had been repaired, and the inspector disagreed.",
        "In {year} the regulator fined {firm} {money} for the same {thing}.",
        "The court found that {firm} knew of the {thing}, although its managers denied it under oath.",
        "{person} filed the suit in {month} {year} after the {thing} failed for the second time.",
        "Neither the mayor nor {firm} would comment on the ruling.",
        "Outside the courthouse {person} thanked the jurors, and her lawyer {other} called the sum fair.",
        "The appeal was rejected on {day}, which means that {firm} must pay {money} before {month}.",
        "An earlier trial ended without a verdict because {number} jurors could not agree.",
        "About {number} residents signed the petition, and the council debated it until midnight.",
        "The {thing} was installed by a contractor in {year}, {count} months before {firm} bought the site.",
        "No criminal charges were brought, but prosecutors keep the file open.",
        "{other} testified for {count} hours and said that nobody had warned the tenants.",
    ),
    (
        "We never hid the {thing} from anyone, and we reported it within {count} days.",
        "This verdict is wrong, it ignores the evidence, and we will appeal it.",
        "I asked them {number} times to close the {thing}, and they did nothing.",
        "Nobody who read that report could have thought the {thing} was safe.",
        "My family lost everything in {year}, and no sum of money will change that.",
        "They offered us {money} to keep quiet, and I did not take a cent.",
    ),
    ("said {name}.", "{name} told reporters on {day}.", "{name} wrote in a letter to the court."),
    {
        "person": ("Marla Quenby", "Ines Falkrath", "Tova Brandreth", "Odile Sarkany"),
        "other": ("Rufus Penhallow", "Gideon Marsk", "Casper Oyelowo", "Anselm Trigg"),
        "judge": ("Harriet Voss", "Leopold Adair", "Ngaire Whitlock"),
        "firm": ("Corvane Energy", "Halbrook Mills", "Pennarth Rail", "Sundale Foods"),
        "thing": ("boiler", "loading bridge", "storage tank", "signal cabin", "grain lift"),
        "money": ("$4.2 million", "$870,000", "€12 million", "$65,500", "$1.9 billion"),
        "number": ("three", "seven", "eleven", "forty", "212", "1,340"),
        "count": ("two", "five", "nine", "14", "26"),
        "day": ("Monday", "Tuesday", "12 May", "Friday", "3 October"),
        "month": ("March", "June", "September", "November"),
        "year": ("2009", "2014", "2018", "2021"),
    },
)
BLIND = Half(
    (
        "A tribunal in {town} ordered {club} to refund {sum} to its members by {date}.",
        "{club} lost its licence on {date}, but the hall stays open until {moon}.",
        "When {plaintiff} complained in {moon} {age}, the manager tore up the letter.",
        "The {object} broke {times} times that winter; each time {club} blamed the weather.",
        "{witness}, a cashier, counted {many} forged tickets and put them in a drawer.",
        "Under the agreement {club} admits no fault, and {plaintiff} withdraws all {many} complaints.",
        "The arbitrator, {arbiter}, refused to hear the second expert because he had met the owner.",
        "Insurers covered {sum} of the damage, yet the {object} was never replaced.",
        "Records show that {club} paid {witness} {sum} in {age}, a month before the inquiry began.",
        "It was {plaintiff} who found the {object}, but {witness} took the photographs.",
        "The district court will not reopen the case unless {arbiter} steps aside.",
        "Police questioned {many} guests, charged none of them and closed the inquiry in {moon}.",
        "On {date} the members voted {many} to {times} against the sale.",
        "{plaintiff} is seeking {sum} for the lost season, whereas {club} offers an apology.",
        "Four of the directors resigned, and {witness} became chair of {club} in {age}.",
        "The {object} stood in {town} for {times} decades before anyone measured it.",
        "An audit from {moon} {age} called the accounts careless but found no theft.",
        "The ruling binds {club} alone; the landlord, a bank in {town}, was dropped from the suit.",
    ),
    (
        "I counted every ticket myself, and there were {many} of them.",
        "If they had asked me in {moon}, I would have told them about the {object}.",
        "We cannot pay {sum}, because we do not have it.",
        "Not one member of this club believes a word of that audit.",
        "The {object} was mine, I paid for it, and they sold it without asking.",
        "Let them appeal {times} times, the answer will be the same.",
    ),
    ("{name} said on {date}.", "according to {name}.", "{name} told the tribunal."),
    {
        "plaintiff": ("Ysolde Karrow", "Bettina Ashgrove", "Linnea Drost", "Perpetua Holm"),
        "witness": ("Eamon Tranter", "Jorah Belmont", "Silas Wickersham", "Otto Varnhagen"),
        "arbiter": ("Cordelia Nkemelu", "Fabian Rooke", "Agathe Morvan"),
        "club": ("Larkhill Rowing Club", "the Orpheum", "Tessel Harbour Bank", "Greywater Stables"),
        "object": ("carousel", "pontoon", "scoreboard", "pipe organ", "weighing scale"),
        "sum": ("£310,000", "£2.4 million", "£18,750", "$96,000", "£7 million"),
        "many": ("six", "nineteen", "thirty", "408", "87"),
        "times": ("two", "four", "ten", "eight"),
        "date": ("Thursday", "21 August", "Sunday", "9 February"),
        "moon": ("January", "April", "July", "December"),
        "age": ("1998", "2007", "2016", "2023"),
        "town": ("Ambleport", "Nether Wexley", "Castrum", "Dunhollow"),
    },
)


def open_half(count: int, seed: int = 3) -> list[Case]:
    """Articles whose failures may be looked at."""
    return _cases("open", OPEN, count, seed)


def blind_half(count: int, seed: int = 1009) -> list[Case]:
    """Articles of which only counts are shown."""
    return _cases("blind", BLIND, count, seed)


def written() -> tuple[list[Case], list[Case]]:
    """The articles that were written one by one: those to look at, and those to count only."""
    articles = [json.loads(line) for line in WRITTEN.read_text(encoding="utf-8").splitlines()]
    cases = [_unrecorded(article["id"], article["text"]) for article in articles]
    return cases[1::2], cases[::2]


def _unrecorded(name: str, text: str) -> Case:
    return Case(id=name, title=name, revised="2024-01-01", sources=(_source("written.txt", text),))


def _source(file: str, text: str) -> Source:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Source(id="a", file=file, sha256=digest, date_published="2024-01-01", text=text)


def _cases(name: str, half: Half, count: int, seed: int) -> list[Case]:
    generator = random.Random(seed)  # noqa: S311  -- the same articles in every run
    return [_case(f"{name}-{number}", half, generator) for number in range(count)]


def _case(name: str, half: Half, generator: random.Random) -> Case:
    """An article of six paragraphs, two of them what somebody says, and its case with these statements."""
    words = {key: generator.choice(choices) for key, choices in half.words.items()}
    people = [value for key, value in words.items() if key in SPEAKING]
    chosen = generator.sample(half.sentences, 12)
    reported = [_filled(sentence, words, half, generator) for sentence in chosen]
    said = [_filled(sentence, words, half, generator) for sentence in generator.sample(half.spoken, 3)]
    paragraphs = [" ".join(reported[at : at + 3]) for at in range(0, len(reported), 3)]
    speakers = [generator.choice(people) for _ in said]
    for number, (sentence, speaker) in enumerate(zip(said, speakers, strict=True)):
        cue = _filled(generator.choice(half.cues).replace("{name}", speaker), words, half, generator)
        paragraphs.insert(1 + 2 * number, f"“{sentence[:-1]},” {cue}")
    introduced = " ".join(f"{person} took part in the case." for person in people)
    text = "\n\n".join([*paragraphs, introduced])
    return _made(
        name,
        text,
        [(sentence[:-1], speaker) for sentence, speaker in zip(said, speakers, strict=True)],
        people,
    )


FILE = "pattern.txt"
"""The file of each article that is made from patterns."""
SPEAKING = ("person", "other", "plaintiff", "witness", "judge", "arbiter")


def _filled(pattern: str, words: dict[str, str], half: Half, generator: random.Random) -> str:
    def value(found: re.Match[str]) -> str:
        key = found[1]
        return words[key] if key in KEPT else generator.choice(half.words[key])

    filled = PLACE.sub(value, pattern)
    return filled[0].upper() + filled[1:]


KEPT = frozenset((*SPEAKING, "firm", "club", "thing", "object"))
"""What stays the same in an article: its people, its firm and its thing."""


def _made(name: str, text: str, said: list[tuple[str, str]], people: list[str]) -> Case:
    source = _source(FILE, text)
    ids = {person: f"p{number}" for number, person in enumerate(dict.fromkeys(people))}

    def span(words: str, start: int) -> tuple[int, int]:
        at = text.index(words, start)
        return at, at + len(words)

    end = text.index("took part in the case") - 1
    parties = tuple(
        Party(
            id=key,
            name=person,
            kind="person",
            described_as=(make_selector("a", text, *span(person, text.rfind("\n\n", 0, end))),),
        )
        for person, key in ids.items()
    )
    statements = tuple(
        Statement(
            speaker=ids[speaker], quote_type="direct", quote=(make_selector("a", text, *span(words, 0)),)
        )
        for words, speaker in said
    )
    return Case(
        id=name,
        title=name,
        revised="2024-01-01",
        sources=(source,),
        parties=parties,
        statements=statements,
    )
