"""The first article: each of its facts, caveats and direct quotations can be reached by a command."""

from __future__ import annotations

import json

import pytest

from bot.answers.answer import AmountPart, Answer, PartyPart, Quotation, StatementPart, TimelinePart
from bot.answers.grammar import parse
from bot.answers.respond import ANSWERS, respond
from bot.cases.library import Library
from bot.cases.model import Event
from bot.corpus.index_files import open_archive
from tests.references import SEED_FACTS, reference

CASE = "carroll-v-trump"

# What was said, where it stands (code points, end exclusive), and the commands that show exactly these words.
FACTS = [
    ("date 2023-07-12", 1, 16, "case sources"),
    ("Former President Donald Trump on Wednesday fired back", 17, 70, "case timeline"),
    ("the Department of Justice declined to offer him immunity", 77, 133, "case people"),
    ("writer E. Jean Carroll's pending defamation lawsuit", 139, 190, "case status"),
    ("writer E. Jean Carroll", 139, 161, "case people"),
    ("The former president took to Truth Social for a three-post rant", 192, 255, "case statements"),
    ("no idea who she is", 291, 309, "case statements"),
    ("didn't rape her.", 324, 340, "case statements"),
    (
        (
            "The DOJ will not defend me in the E. Jean Carroll civil case, which is all part of the "
            "political Witch Hunt, lawyered up by a political operative who I just beat in another "
            "case, financed by a big political funder, and “judged” by a Clinton appointee who truly "
            "hates 'TRUMP,'"
        ),
        344,
        619,
        "case statements",
    ),
    ("the former president wrote on the social media platform", 621, 676, "case statements"),
    ("In May, Trump was held liable for sexually abusing Carroll in the 1990s", 679, 750, "case status"),
    ("as well as defaming her in a statement made years after the assault", 752, 819, "case status"),
    ("in the 1990s", 738, 750, "case timeline"),
    ("he was cleared of the rape allegation for the 2019 lawsuit Carroll filed", 830, 902, "case status"),
    ("Carroll was awarded $5 million in damages in the defamation case.", 905, 970, "case damages"),
    (
        ("Trump has continually proclaimed his innocence on all accounts, even those he was found liable."),
        972,
        1067,
        "case statements",
    ),
    (
        (
            "The statements that I made about Carroll are all true. I didn’t Rape her (I won that at "
            "trial) and other than for this case, I have NO IDEA WHO SHE IS, WHAT SHE LOOKS LIKE, OR "
            "ANYTHING ABOUT HER…."
        ),
        1070,
        1266,
        "case statements",
    ),
    (
        (
            'In a second post Trump wrote that the trial was "very unfair" and out of "respect" for '
            "his presidency, his lawyers didn't want him to testify or even attend the trial."
        ),
        1269,
        1436,
        "case statements",
    ),
    (
        "The Carroll civil case against me is a Miscarriage of Justice and a total Scam,",
        1439,
        1518,
        "case statements",
    ),
    (
        (
            "The trial was very unfair, with the other side being able to do and present virtually "
            "anything they wanted, and our side being largely and wrongfully shut down by an "
            "absolutely hostile, biased, and out of control judge. My lawyers, due to their respect "
            "for the Office of the President and the incredulity of the case, did not want me to "
            "testify, or even be at the trial….."
        ),
        1534,
        1906,
        "case statements",
    ),
    (
        (
            "In a third post, Trump took aim at the judge and jury for the defamation case, calling "
            'them "hostile" and labeling '
            "Carroll's story as make-believe."
        ),
        1909,
        2056,
        "case statements",
    ),
    (
        (
            "The net result of this horrible INJUSTICE, where a completely unknown to me woman made "
            "up a ridiculous story, wrote it in a book to increase publicity and sales, I correctly "
            "disputed the story and got sued for Defamation, whereupon a hostile Judge and Jury "
            "shockingly awarded a woman who I don’t know, have never known, and don’t want to know, "
            "$5,000,000, while at the same time throwing out the Fake Rape claim. WE ARE STRONGLY "
            "APPEALING THIS TRAVESTY OF JUSTICE!!!"
        ),
        2059,
        2525,
        "case statements",
    ),
    ("WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!", 2472, 2525, "case status"),
    ("Carroll has filed a second lawsuit", 2540, 2574, "case timeline"),
    ("she is seeking $10 million in damages", 2582, 2619, "case damages"),
    ("comments Trump made about her during his CNN Town Hall in May", 2632, 2693, "case timeline"),
    ("Trump has filed a countersuit against Carroll in June for defamation.", 2695, 2764, "case status"),
]

# What the article leaves open, by words of the caveat, and the commands that must say so.
CAVEATS = [
    ("Which suit is “pending” is not stated", ("case status", "case timeline")),
    ("No breakdown is given", ("case damages",)),
    ("No filing date is given for the second lawsuit", ("case status", "case timeline")),
    ("told in two voices", ("case status", "case statements", "case people")),
    ("nowhere says “guilty”", ("case status", "case statements")),
    ("speaks of three posts but quotes four blocks", ("case statements",)),
    ("Nothing in the paragraph of this quotation says who speaks", ("case statements",)),
    ("The article interrupts a statement of the second post", ("case statements",)),
    ("in a second form too", ("case statements",)),
    ("paraphrase of the second post leaves out words", ("case statements", "case people")),
    ("“absolutely hostile” stands in the second", ("case statements",)),
    ("The appeal is asserted only by Donald Trump", ("case status", "case statements", "case timeline")),
    ("Which suit the countersuit answers is not stated", ("case status", "case damages", "case timeline")),
    ("2023 is inferred from the date of the article", ("case status", "case timeline")),
    ("said in the article's own voice", ("case status", "case timeline")),
]

# The ten direct quotations: how each begins, its medium, and its place among the posts where it is stated.
DIRECT = [
    ("no idea who she is", ("Truth Social", None, False)),
    ("didn't rape her.", ("Truth Social", None, False)),
    ("The DOJ will not defend me", ("Truth Social", None, False)),
    ("The statements that I made about Carroll", (None, None, True)),
    ("very unfair", ("Truth Social", "second post", False)),
    ("respect", ("Truth Social", "second post", False)),
    ("The Carroll civil case against me", ("Truth Social", "second post", False)),
    ("The trial was very unfair", ("Truth Social", "second post", False)),
    ("hostile", ("Truth Social", "third post", False)),
    ("The net result of this horrible INJUSTICE", ("Truth Social", "third post", False)),
]

UNNAMED = ["The judge", "The jury", "Donald Trump's lawyers", "A political operative", "A political funder"]
NAMED = ["E. Jean Carroll", "Donald Trump", "Department of Justice"]


def asked(library: Library, command: str) -> Answer:
    """The answer with every open point, as programs get it; people get the first few and the count."""
    return respond(open_archive(library, None), parse(f"/{command} case:{CASE}")).unfolded()


def quoted(library: Library, command: str) -> list[Quotation]:
    return list(asked(library, command).quotations())


@pytest.mark.parametrize(("exact", "start", "end", "command"), FACTS)
def test_a_fact_is_reached_with_exactly_its_words(
    library: Library, exact: str, start: int, end: int, command: str
) -> None:
    source = library.cases[CASE].sources[0]
    assert source.text[start:end] == exact
    spans = [(one.selector.start, one.selector.end, one.text) for one in quoted(library, command)]
    assert (start, end, exact) in spans


def test_the_table_holds_all_facts_of_the_seed() -> None:
    facts = [json.loads(line) for line in reference(SEED_FACTS).splitlines() if line]
    assert [(fact["exact"], fact["start"], fact["end"]) for fact in facts] == [fact[:3] for fact in FACTS]


@pytest.mark.parametrize(("words", "commands"), CAVEATS)
def test_a_caveat_is_told_wherever_it_matters(
    library: Library, words: str, commands: tuple[str, ...]
) -> None:
    for command in commands:
        points = [point.text for point in asked(library, command).open_points]
        assert [point for point in points if words in point], command
        assert len(points) == len(set(points))


def test_the_ten_direct_quotations_come_in_order_with_speaker_medium_and_sequence(library: Library) -> None:
    parts = [part for part in asked(library, "case statements").parts if isinstance(part, StatementPart)]
    own = [one for part in parts for one in part.quotations if one.attribution.asserted_by == "speaker"]
    spoken = [one.attribution for one in own]
    assert len(own) == len(DIRECT)
    assert all(one.text.startswith(words) for one, (words, _) in zip(own, DIRECT, strict=True))
    assert [one.speaker for one in spoken] == ["Donald Trump"] * len(DIRECT)
    assert [(one.medium, one.sequence, one.inferred) for one in spoken] == [about for _, about in DIRECT]


def test_an_interrupted_statement_keeps_the_interruption_between_its_halves(library: Library) -> None:
    parts = [part for part in asked(library, "case statements").parts if isinstance(part, StatementPart)]
    second = next(part for part in parts if part.statement.id == "second-post")
    voices = [(one.text[:12], one.attribution.asserted_by) for one in second.quotations]
    assert voices == [("The Carroll ", "speaker"), ("Trump wrote.", "publisher"), ("The trial wa", "speaker")]


def test_whom_the_article_does_not_name_stays_unnamed(library: Library) -> None:
    answer = asked(library, "case people")
    parties = [part.party for part in answer.parts if isinstance(part, PartyPart)]
    assert [party.name for party in parties if party.kind == "unnamed"] == UNNAMED
    assert [party.name for party in parties if party.kind != "unnamed"] == NAMED
    assert str(answer.lead) == "3 named, 5 not named in the source."
    article = library.cases[CASE].sources[0]
    assert (article.headline, article.author, article.publisher, article.url) == (None, (), None, None)


def test_what_is_inferred_is_marked_and_what_is_stated_is_not(library: Library) -> None:
    dated = [
        part for part in asked(library, "case timeline").parts if isinstance(part, TimelinePart) and part.date
    ]
    assert [(part.date.edtf, part.date.raw, part.date.certainty) for part in dated if part.date] == [
        ("199X", "1990s", "stated"),
        ("2019", "2019", "stated"),
        ("2023-05", "May", "inferred"),
        ("2023-05", "May", "inferred"),
        ("2023-05", "May", "inferred"),
        ("2023-06", "June", "inferred"),
        ("2023-07-12", "Wednesday", "inferred"),
    ]


def test_his_own_figure_stands_with_the_articles_as_his_account_of_one_award(library: Library) -> None:
    amounts = [part for part in asked(library, "case damages").parts if isinstance(part, AmountPart)]
    assert [
        (part.award.kind, part.award.amount and part.award.amount.raw, part.account_of) for part in amounts
    ] == [
        ("awarded", "$5 million", None),
        ("sought", "$10 million", None),
    ]
    assert [(one.text[:18], one.attribution.speaker) for one in amounts[0].quotations] == [
        ("Carroll was awarde", None),
        ("a hostile Judge an", "Donald Trump"),
    ]
    assert [part.open_link for part in amounts] == [True, False]


def test_the_appeal_is_his_word_alone(library: Library) -> None:
    for command in ("case status", "case timeline"):
        appeals = [
            part
            for part in asked(library, command).parts
            if isinstance(part, TimelinePart) and isinstance(part.event, Event) and part.event.id == "appeal"
        ]
        assert [part.account_of for part in appeals] == ["Donald Trump"]
        assert all(one.attribution.asserted_by == "speaker" for one in appeals[0].quotations)


def test_the_content_note_precedes_statements_alone(library: Library) -> None:
    noted = {name for name in ANSWERS if name != "help" and asked(library, name).content_note}
    assert noted == {"case statements"}


def test_every_answer_is_dated_and_every_quotation_proven(library: Library) -> None:
    for name in ANSWERS:
        answer = respond(open_archive(library, None), parse(f"/{name}"))
        assert answer.as_of == ("2023-07-12" if name != "help" else None)
        for one in answer.quotations():
            assert one.source.text[one.selector.start : one.selector.end] == one.text
            assert one.source_file == f"{library.folder}/{one.case}/{one.source.file}"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "/case statements speaker:Biden",
            "The source does not say: it quotes no statement of “Biden”. It quotes: Donald Trump.",
        ),
        (
            "/case statements speaker:Carroll",
            "The source does not say: it quotes no statement of “Carroll”. It quotes: Donald Trump.",
        ),
        (
            "/case status lawsuit:third",
            (
                "The source does not say: it tells of no lawsuit “third”. "
                "It tells of: The 2019 lawsuit, The second lawsuit, The countersuit."
            ),
        ),
        (
            "/quote settlement of Carroll",
            "The source does not say: no quotation and no sentence has the words “settlement of Carroll”.",
        ),
        (
            "/quote scam speaker:Carroll",
            "The source does not say: no quotation of “Carroll” has the words “scam”.",
        ),
        ("/quote #zzzzzz", "The source does not say: there is no quotation #zzzzzz."),
        ("/quote #", "The source does not say: there is no quotation #."),
        ("/quote speaker:judge", "The source does not say: it quotes nothing of the kind."),
        (
            "/case statements speaker:\u200b",
            "The source does not say: it quotes no statement of “\u200b”. It quotes: Donald Trump.",
        ),
    ],
)
def test_what_the_case_does_not_hold_the_source_does_not_say(
    library: Library, typed: str, sentence: str
) -> None:
    answer = respond(open_archive(Library({CASE: library.cases[CASE]}, folder="content"), None), parse(typed))
    assert str(answer.lead) == sentence
    assert answer.abstained
    assert not list(answer.quotations())
