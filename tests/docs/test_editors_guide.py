"""The editors' guide is true: its example loads, its tables are complete, its sentences are really said."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from jsonschema_rs import Draft202012Validator, meta

from bot.cases.dates import PartialDate
from bot.cases.facts import Supersession
from bot.cases.model import (
    Award,
    Case,
    Caveat,
    Event,
    Lawsuit,
    Party,
    PartyRole,
    Question,
    Relief,
    Ruling,
    Source,
    Statement,
    Status,
)
from bot.cases.money import Money, Share
from bot.cases.parsing import case_file_schema
from bot.cases.reviewed import CODES
from bot.cases.selectors import Selector
from bot.cases.withdrawal import Withdrawal
from bot.corpus.content import ContentRepository
from bot.corpus.guard import CUT_SHORT, LINE_OPEN, too_much_lost
from tests.docs.core_yaml import as_editors_read
from tests.docs.documents import (
    EDITORS,
    FENCE,
    REFERENCE,
    ROOT,
    blocks,
    code,
    printed,
    shown_commands,
    table_rows,
    text_of,
)

CASE_ID = "quillfeather-v-tramways"
ARTICLE_FILE = "sources/2021-05-06.txt"
SECOND_FILE = "sources/2021-06-01.txt"
SECOND = "Marmalade Lane Tramways appealed on Monday.\n"

[ARTICLE] = blocks(EDITORS, "text")
[CASE_FILE] = blocks(EDITORS, "yaml")
SENTENCES = {code(row[0]) for row in table_rows(text_of(REFERENCE), "sentence")}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Spoiled:
    """How the guide's example is spoiled so that the check says a sentence."""

    sentence: str
    old: str
    new: str
    article: str = ARTICLE
    """Its digest is put into the case file."""
    with_second_source: bool = False
    also: tuple[str, str] = ("", "")
    """A further passage of the case file, and what takes its place."""
    second: str = SECOND

    def write(self, content: Path) -> None:
        assert self.old in CASE_FILE
        text = CASE_FILE.replace(self.old, self.new, 1).replace(*self.also, 1)
        text = text.replace(digest(ARTICLE), digest(self.article))
        if self.with_second_source:
            added = f"  - id: herald\n    file: {SECOND_FILE}\n    sha256: {digest(self.second)}\n"
            text = text.replace("\ncaveats:", f"{added}    date_published: 2021-06-01\n\ncaveats:", 1)
        write_case(content, text.encode(), self.article.encode(), second=self.second)


def write_case(
    content: Path,
    case_file: bytes,
    article: bytes = ARTICLE.encode(),
    name: str = CASE_ID,
    second: str = SECOND,
) -> None:
    folder = content / name
    (folder / "sources").mkdir(parents=True)
    (folder / ARTICLE_FILE).write_bytes(article)
    (folder / SECOND_FILE).write_bytes(second.encode())
    (folder / "case.yaml").write_bytes(case_file)


def sentences(content: Path) -> list[str]:
    """What is wrong, without the places."""
    return [
        re.sub(r"^.*?:\d+:\d+: ", "", str(problem)) for problem in ContentRepository(content).read().problems
    ]


DAY, AWARD = "quote: 6 May 2021", "awarded Odalys Quillfeather $1,250 for three years of lost sleep"
CUE, JUNE = "cue: Quillfeather said", "date: {edtf: 2021-06, raw: June, certainty: inferred}"
AT_ISSUE = "quote: the company would appeal in June\n\nparties"
PENDING = "A second suit, over the colour of the tram, is pending."
IN_THE_GAZETTE = (
    "described_as: Marmalade Lane Tramways",
    "described_as: {source: gazette, exact: Marmalade Lane Tramways}",
)
LIABLE = "A court found Marmalade Lane Tramways liable for nuisance on Tuesday"
ON_TWO_COUNTS = LIABLE.replace("for nuisance", "on two counts of nuisance")
AT_FAULT = ARTICLE.replace("liable for nuisance on", "80 percent liable for nuisance on")


def edition(name: str, original: str = "") -> str:
    """A source of a case file, an edition of another one where that is given."""
    lines = [
        f"  - id: {name}",
        f"    file: {SECOND_FILE}",
        f"    sha256: {digest(SECOND)}",
        "    date_published: 2021-06-01",
    ]
    return "\n".join([*lines, *([f"    edition_of: {original}"] if original else [])])


def share(percent: int) -> str:
    """A ruling's quotation with a share of the fault, for an article that gives it as 80 percent."""
    quotation = "A court found Marmalade Lane Tramways 80 percent liable for nuisance on Tuesday"
    return f"{quotation}\n    share: {{percent: {percent}, raw: 80 percent}}"


SPOILED = [
    # The file
    Spoiled(
        "not YAML: mapping values are not allowed in this context",
        "label: The suit over",
        "label: The suit: over",
    ),
    Spoiled("a case file is a mapping that begins with “title:”", CASE_FILE, "- title\n"),
    Spoiled("a second YAML document; a case file is one document", "\nevents:", "\n---\nevents:"),
    Spoiled("an alias (*day); write the value out", DAY, "quote: *day"),
    Spoiled("an anchor (&day); write the value out where it is needed", DAY, "quote: &day 6 May 2021"),
    Spoiled("a tag (!day); only plain text, lists and mappings are read", DAY, "quote: !day 6 May 2021"),
    Spoiled("nested too deeply for a case file", DAY, f"quote: {'[' * 30}{']' * 30}"),
    Spoiled("the key “title” stands here a second time", "revised:", "title: Another\nrevised:"),
    Spoiled("a key that is not a word", "revised:", "[a, b]: c\nrevised:"),
    # Keys and values
    Spoiled("“revised” is missing", "revised: 2021-05-07\n", ""),
    Spoiled("unknown key “colour”", "kind: person\n", "kind: person\n    colour: red\n"),
    Spoiled(
        "“kind” must be awarded, sought, offered, settled, paid, fined, costs, fees, interest, bail "
        "or penalty",
        "kind: awarded",
        "kind: given",
    ),
    Spoiled("“label” must be text", "label: The suit over the bell", "label: [The suit over the bell]"),
    Spoiled("“caveats” must be a list", "caveats: [appeal-announced]", "caveats: appeal-announced"),
    Spoiled("“date” must be a mapping", JUNE, "date: June 2021"),
    Spoiled("an entry of “caveats” must be a mapping", "  - id: tuesday\n", "  - tuesday\n  - id: tuesday\n"),
    Spoiled("“value” must be a number, such as 5000000 or 1250.50", "value: 1250", "value: [1250]"),
    Spoiled("“id” is computed, never typed", "revised:", f"id: {CASE_ID}\nrevised:"),
    Spoiled("at least one is needed here", f"quote: {AWARD}", "quote: []"),
    Spoiled(
        "“Colour Suit” is not an id: small letters, digits and hyphens, 48 at most",
        "id: colour",
        "id: Colour Suit",
    ),
    Spoiled(
        "“” is not a label: one line of printable text, 200 characters at most",
        "label: The suit over the colour",
        "label: ''",
    ),
    Spoiled(
        "this is not a sentence for readers: printable text is expected",
        "text: “Tuesday” is read as 4 May 2021, from the date of the article.",
        "text: ''",
    ),
    Spoiled("the id “bell” is already taken in line 43", "id: colour", "id: bell"),
    Spoiled(
        "there is no party “tramway”; known: lawyer, quillfeather, tramways",
        "against: tramways",
        "against: tramway",
    ),
    Spoiled(
        "a lawsuit is either stated (“lawsuit:”) or open (“lawsuit_candidates:”), not both",
        "lawsuit_candidates: [bell]",
        "lawsuit: colour\n    lawsuit_candidates: [bell]",
    ),
    Spoiled(
        "words in several languages begin with their tags, as “en:” and “de:”",
        "label: The suit over the bell",
        "label: {english: The suit over the bell}",
    ),
    Spoiled(
        "a name is words of a source: only the unnamed are described in several languages",
        "name: Odalys Quillfeather",
        "name: {en: Odalys Quillfeather, de: Odalys Quillfeather}",
    ),
    Spoiled(
        "“publisher” means whoever published the source; give the party another id",
        "id: lawyer",
        "id: publisher",
    ),
    Spoiled(
        "“jp” is no language tag of BCP 47; write one such as en, de or pt-BR",
        "label: The suit over the bell",
        "label: {jp: The suit over the bell}",
    ),
    # Articles
    Spoiled(
        "an article of 2021-05-06 was withdrawn before that day: correct one of the days",
        DAY,
        f"withdrawn: {{date: 2021-05-05, why: Retracted.}}\n    {DAY}",
    ),
    Spoiled(
        "the case was withdrawn before its first article, of 2021-05-06: correct one of the days",
        "\nsources:",
        "withdrawn: {date: 2021-05-05, why: Retracted.}\n\nsources:",
    ),
    Spoiled(
        "the last change is before the first article, of 2021-05-06: correct one of the days",
        "revised: 2021-05-07",
        "revised: 2021-05-04",
    ),
    Spoiled(
        "2121-05-06 is more than a year after “revised: 2021-05-07”: correct one of the days",
        "date_published: 2021-05-06",
        "date_published: 2121-05-06",
    ),
    Spoiled(
        "the file “sources/2021-05-07.txt” cannot be read: No such file or directory",
        f"file: {ARTICLE_FILE}",
        "file: sources/2021-05-07.txt",
    ),
    Spoiled(
        "the path “../2021-05-06.txt” leaves the case's folder",
        f"file: {ARTICLE_FILE}",
        "file: ../2021-05-06.txt",
    ),
    Spoiled(
        r"the path “sources/2021-05-06.txt\x00” leads to no file",
        f"file: {ARTICLE_FILE}",
        rf'file: "{ARTICLE_FILE}\0"',
    ),
    Spoiled(
        f"the file's sha256 is {digest(ARTICLE)}: this is not the article that was summarised",
        "sha256: 7",
        "sha256: 8",
    ),
    Spoiled(
        "“2021-05” is not a day of the form 2023-07-12",
        "date_published: 2021-05-06",
        "date_published: 2021-05",
    ),
    Spoiled(
        "“The Nowhere Herald” does not stand in this article; where the page gave it, list the field in "
        "“from_page”",
        "publisher: The Nowhere Gazette",
        "publisher: The Nowhere Herald",
    ),
    Spoiled(
        "an article is no edition of itself; name the one that was published before it",
        DAY,
        f"edition_of: gazette\n    {DAY}",
    ),
    Spoiled(
        "an article of 2021-05-06 cannot have been modified on 2021-05-05, before it",
        DAY,
        f"date_modified: 2021-05-05\n    {DAY}",
    ),
    Spoiled(
        "“herald” is an edition of this one in its turn: one of them came first",
        DAY,
        f"edition_of: herald\n    {DAY}\n{edition('herald', 'gazette')}",
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "an edition of 2021-05-06 cannot take the place of one of 2021-06-01",
        DAY,
        f"edition_of: herald\n    {DAY}\n{edition('herald')}",
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "“herald” took the place of “gazette” already: name that edition",
        DAY,
        f"{DAY}\n{edition('herald', 'gazette')}\n{edition('second', 'gazette')}",
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "the text is that of “gazette”: an edition has something changed",
        DAY,
        f"{DAY}\n{edition('herald', 'gazette').replace(digest(SECOND), digest(ARTICLE))}",
        second=ARTICLE,
    ),
    Spoiled(
        "the notice is quoted from another edition; add “source: herald” to it",
        DAY,
        f"{DAY}\n{edition('herald', 'gazette')}\n    correction: {{source: gazette, exact: Now I shall.}}",
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "“nowhere.example/tram” is not a web address",
        "publisher:",
        "url: nowhere.example/tram\n    publisher:",
    ),
    # Quotations
    Spoiled(
        "not verbatim in sources/2021-05-06.txt: nearest passage at 5:74: awarded Odalys Quillfeather "
        "$[-12,500-]{+1,250+} for three years of lost sleep",
        AWARD,
        AWARD.replace("$1,250", "$12,500"),
    ),
    Spoiled(
        "not verbatim in sources/2021-05-06.txt: nothing in the source resembles it", DAY, "quote: Xyzzy 0987"
    ),
    Spoiled(
        "ambiguous: these words stand 3 times in sources/2021-05-06.txt (5:89, 7:1, 9:41); "
        "add “prefix:” or “suffix:” with the words directly before or after",
        CUE,
        "cue: Quillfeather",
    ),
    Spoiled(
        "the words stand in sources/2021-05-06.txt (5:89, 7:1, 9:41), "
        "but not with this prefix and suffix directly around them",
        CUE,
        "cue: {exact: Quillfeather, suffix: said}",
    ),
    Spoiled(
        "not verbatim in any source; add “source:” with one of gazette, herald to see the nearest passage",
        CUE,
        "cue: Quillfeather whispered",
        with_second_source=True,
    ),
    Spoiled(
        "which source? These words stand in gazette, herald: add “source:” with one of them",
        AT_ISSUE,
        "quote: Marmalade Lane Tramways\n\nparties",
        with_second_source=True,
    ),
    Spoiled(
        "not in sources/2021-05-06.txt, but in sources/2021-06-01.txt: write “source: herald”",
        AT_ISSUE,
        "quote: {source: gazette, exact: Marmalade Lane Tramways appealed}\n\nparties",
        with_second_source=True,
    ),
    Spoiled("there is no source “herald”; known: gazette", DAY, "quote: {source: herald, exact: 6 May 2021}"),
    Spoiled("an empty quotation proves nothing; write the words of the source", "- Now I shall.", "- ''"),
    Spoiled(
        "the quotation begins or ends with a space or a line break; leave it away "
        "(a block after “|” or “>” keeps its last line break, one after “|-” or “>-” does not)",
        DAY,
        "quote: |\n      6 May 2021",
    ),
    Spoiled(
        "the quotation holds a control character (U+0007), which no platform shows; "
        "quote the words before and after it apart",
        DAY,
        r'quote: "6 May\a2021"',
    ),
    Spoiled(
        "the quotation begins or ends inside a character that is made of several code points",
        "described_as: Odalys Quillfeather\n",
        "described_as: of lost sle\n",
        article=ARTICLE.replace("sleep.", "sle\N{COMBINING ACUTE ACCENT}p."),
    ),
    Spoiled(
        "the quotation is cut inside a word, “Quillfeather”; take the whole word",
        "described_as: Odalys Quillfeather\n",
        "described_as: Odalys Quillf\n",
    ),
    # Facts and their words
    Spoiled(
        "“Mrs Quillfeather” stands in no source; a case file holds only what its sources say",
        "aliases: [Quillfeather]",
        "aliases: [Mrs Quillfeather]",
    ),
    Spoiled("the date's words “July” do not stand in its quotation", "raw: June", "raw: July"),
    Spoiled(
        "the amount's words “$1” are cut short: in its quotation the word or number goes on",
        'value: 1250, currency: USD, raw: "$1,250"',
        "value: 1, currency: USD, raw: $1",
    ),
    Spoiled(
        "“Tuesday” does not give the year of 2021-05-04; mark it “certainty: inferred”",
        "raw: Tuesday, certainty: inferred",
        "raw: Tuesday, certainty: stated",
    ),
    Spoiled(
        "“June 2021” is not a date of the form 2023-07-12, 2023-05, 2019 or 199X",
        "edtf: 2021-06,",
        "edtf: June 2021,",
    ),
    Spoiled("“2021-13” is not in the calendar", "edtf: 2021-06,", "edtf: 2021-13,"),
    Spoiled("“2021-06/2021-05” ends before it begins", "edtf: 2021-06,", "edtf: 2021-06/2021-05,"),
    Spoiled("“1,250” is not a number of the form 5000000 or 1250.50", "value: 1250,", 'value: "1,250",'),
    Spoiled("“$” is not a currency code of ISO 4217, such as USD", "currency: USD", "currency: $"),
    Spoiled("“$1,250” reads as 1,250, not as the value 12,500", "value: 1250,", "value: 12500,"),
    Spoiled(
        "the outcome of a ruling “on: motion” is not “liable”; known: denied, dismissed, granted, "
        "granted_in_part, other, settled, stayed, vacated, withdrawn",
        "claim: nuisance",
        "on: motion\n    claim: nuisance",
    ),
    Spoiled(
        "“prejudice” is for a dismissal: with or without the right to sue again",
        "outcome: liable",
        "outcome: liable\n    prejudice: without",
    ),
    Spoiled(
        "“0” is no number of counts; write 1 or more",
        "outcome: liable",
        "outcome: liable\n    counts: 0",
    ),
    Spoiled(
        "“amount” is missing; where the source keeps it back, write “undisclosed: true”",
        '    amount: {value: 1250, currency: USD, raw: "$1,250"}\n',
        "",
    ),
    Spoiled(
        "an amount that is given is not undisclosed",
        "to: quillfeather",
        "undisclosed: true\n    to: quillfeather",
    ),
    Spoiled("120 percent is more than the whole", LIABLE, share(120), article=AT_FAULT),
    Spoiled("“80 percent” reads as 80, not as 70 percent", LIABLE, share(70), article=AT_FAULT),
    Spoiled(
        "“disclaimed” words need “denied_by”, who denies them, or “attributed_by”, who tells of them",
        "quote_type: direct",
        "quote_type: disclaimed",
    ),
    Spoiled(
        "“denied_by” is for words that are “quote_type: disclaimed”",
        "quote_type: direct",
        "denied_by: tramways\n    quote_type: direct",
    ),
    Spoiled(
        "the quoted words “I have not slept” do not stand in the statement's quotation",
        "quoted: a rounding error",
        "quoted: I have not slept",
    ),
    Spoiled(
        "“quoted” is for indirect and mixed statements; a direct one is quoted as a whole",
        CUE,
        f"quoted: Now I shall.\n    {CUE}",
    ),
    Spoiled(
        '“came," Quillfeather said” mixes a part of the words of “quillfeather” with other words; '
        "quote them apart",
        CUE,
        "cue: 'came,\" Quillfeather said'",
    ),
    Spoiled(
        "these are the words of “publisher”, not of “quillfeather”",
        "label: Appeal,",
        "asserted_by: quillfeather\n    label: Appeal,",
    ),
    Spoiled(
        "the currency is EUR, but “$” in “$1,250” or beside it is the sign or name of another",
        "currency: USD",
        "currency: EUR",
    ),
    Spoiled(
        "the quotation says “liable”, which is not “guilty”: write “outcome: liable”",
        "outcome: liable",
        "outcome: guilty",
    ),
    Spoiled(
        "“its night tram.” stands outside quotation marks in sources/2021-05-06.txt: these are not the "
        "speaker's words; write “quote_type: indirect”, or “mixed” with “quoted:”",
        "- Now I shall.",
        "- its night tram.",
    ),
    Spoiled(
        "“weekday” answers no warning; write its code, a colon, and why it may stay",
        "label: Appeal,",
        "reviewed: weekday\n    label: Appeal,",
    ),
    Spoiled(
        f"there is no warning “colour”; known: {', '.join(sorted(CODES))}",
        "label: Appeal,",
        "reviewed: 'colour: red'\n    label: Appeal,",
    ),
    Spoiled(
        f"the file “./{ARTICLE_FILE}” is that of “gazette” already: list an article once",
        "\ncaveats:",
        f"  - {{id: again, file: ./{ARTICLE_FILE}, sha256: {digest(ARTICLE)}, date_published: 2021-05-06}}"
        "\n\ncaveats:",
    ),
    Spoiled(
        "“appealed on Monday” stands in “herald”, which this entry does not quote: quote that article as "
        "well, or leave these words out",
        "outcome: liable",
        "outcome: liable\n    sentence: appealed on Monday",
        with_second_source=True,
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "“liable” gives no number: take the words that say how large the share is, or leave “share” out",
        LIABLE,
        f"{LIABLE}\n    share: {{percent: 80, raw: liable}}",
    ),
    Spoiled(
        "the quotation tells of 2 counts, not of 99: correct “counts”, or quote more",
        LIABLE,
        f"{ON_TWO_COUNTS}\n    counts: 99",
        article=ARTICLE.replace(LIABLE, ON_TWO_COUNTS),
    ),
    Spoiled(
        "the quotation says “without prejudice”: write “prejudice: without”",
        "rulings:\n",
        "rulings:\n  - {claim: the colour, outcome: dismissed, prejudice: with,\n"
        "     quote: was dismissed without prejudice.}\n",
        article=ARTICLE.replace("is pending.", "was dismissed without prejudice."),
    ),
    Spoiled(
        "“claim” is sought, this is awarded: correct one of the kinds, or remove “part_of”",
        "awards:\n  - kind: awarded",
        f"awards:\n  - {{id: claim, kind: sought, quote: '{AWARD}',\n"
        "     amount: {value: 1250, currency: USD, raw: '$1,250'}}\n"
        "  - kind: awarded\n    part_of: claim",
    ),
    Spoiled(
        "“award” is this amount by “same_as”, so it cannot be its part: keep one of the two",
        "awards:\n  - kind: awarded",
        f"awards:\n  - {{id: award, kind: awarded, quote: '{AWARD}',\n"
        "     amount: {value: 1250, currency: USD, raw: '$1,250'}}\n"
        "  - kind: awarded\n    same_as: award\n    part_of: award",
    ),
    Spoiled(
        "“quillfeather” is this party itself: name the one for whom it acts",
        "roles: [plaintiff]",
        "roles: [{role: counsel, acts_for: quillfeather}]",
    ),
    Spoiled(
        "“tramways” acts for this party in its turn: remove one of the references",
        "    name: The company's lawyer\n",
        "    name: The company's lawyer\n    roles: [{role: counsel, acts_for: tramways}]\n",
        also=("roles: [defendant]", "roles: [{role: defendant, acts_for: lawyer}]"),
    ),
    # Facts over time
    Spoiled(
        "“suit” leads back to this entry: remove one of the references",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}', same_as: appeal}}\n"
        "  - id: appeal\n    same_as: suit\n    label: Appeal,",
    ),
    Spoiled(
        "“how” says how another fact is superseded; name that fact as “supersedes”",
        "label: Appeal,",
        "how: withdraws\n    label: Appeal,",
    ),
    Spoiled(
        "“appeal” supersedes this fact in its turn: a circle has no newest fact",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}', supersedes: appeal}}\n"
        "  - id: appeal\n    supersedes: suit\n    label: Appeal,",
    ),
    Spoiled(
        "“appeal” is this fact itself: name the other one",
        "label: Appeal,",
        "id: appeal\n    contradicts: [appeal]\n    label: Appeal,",
    ),
    Spoiled(
        "one supersedes the other, this fact and “suit”: “contradicts” is for what is not settled",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}'}}\n"
        "  - contradicts: [suit]\n    supersedes: suit\n    label: Appeal,",
    ),
    Spoiled(
        "“suit” is the same fact by “same_as”: what repeats a fact does not supersede it",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}'}}\n"
        "  - same_as: suit\n    supersedes: suit\n    label: Appeal,",
    ),
    Spoiled(
        "“suit” is one of the events: “same_as” joins facts of one section",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}'}}\n  - label: Appeal,",
        also=("rulings:\n  - ", "rulings:\n  - same_as: suit\n    "),
    ),
    Spoiled(
        "“claim” is sought, this is awarded: “same_as” joins accounts of one thing",
        "awards:\n  - kind: awarded",
        f"awards:\n  - {{id: claim, kind: sought, quote: '{AWARD}',\n"
        "     amount: {value: 1250, currency: USD, raw: '$1,250'}}\n"
        "  - kind: awarded\n    same_as: claim",
    ),
    Spoiled(
        "“suit” belongs to another lawsuit: “same_as” joins accounts of one thing",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}', lawsuit: colour}}\n"
        "  - same_as: suit\n    label: Appeal,",
    ),
    Spoiled(
        "“suit” is superseded already, by “verdict”",
        "  - label: Appeal,",
        f"  - {{id: suit, label: Suit, quote: '{PENDING}'}}\n"
        f"  - {{id: verdict, label: Verdict, quote: '{AWARD}', supersedes: suit}}\n"
        "  - supersedes: suit\n    label: Appeal,",
    ),
    Spoiled(
        "a fact of an older source supersedes one of a newer source only with “how: corrects”",
        "  - label: Appeal,",
        "  - {id: appealed, label: Appeal, quote: Marmalade Lane Tramways appealed on Monday.}\n"
        "  - supersedes: appealed\n    label: Appeal,",
        with_second_source=True,
        also=IN_THE_GAZETTE,
    ),
    Spoiled(
        "this status rests on an older source than the one before it: list the newest last",
        f"status:\n      value: pending\n      quote: {PENDING}",
        "status:\n      - {value: appealed, quote: Marmalade Lane Tramways appealed on Monday.}\n"
        f"      - {{value: pending, quote: '{PENDING}'}}",
        with_second_source=True,
        also=IN_THE_GAZETTE,
    ),
]
"""For each sentence, the smallest change of the guide's example that calls it forth."""

NO_CASE_FILE = "cannot be read: No such file or directory"
NOT_UTF_8 = "not UTF-8: byte 0xe9; save the file as UTF-8"
ARTICLE_NOT_UTF_8 = f"the file “{ARTICLE_FILE}” is not UTF-8: byte 0xe9 at offset 24"
NO_CASE_ID = "“Quill v Tram” cannot be a case's id: small letters, digits and hyphens"
NO_FOLDER = "the content folder cannot be read: No such file or directory; set CONTENT_DIR"
OF_FILES = {NO_CASE_FILE, NOT_UTF_8, ARTICLE_NOT_UTF_8, NO_CASE_ID, NO_FOLDER}


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """A folder whose content is the guide's example."""
    write_case(tmp_path / "content", CASE_FILE.encode())
    (tmp_path / "var").mkdir()
    return tmp_path


def test_the_worked_example_loads_without_a_mistake(example: Path) -> None:
    library = ContentRepository(example / "content").read()
    assert library.problems == ()
    assert list(library.cases) == [CASE_ID]


def test_the_worked_example_fits_the_schema_that_editors_check_it_with() -> None:
    data = as_editors_read(CASE_FILE)
    schema = case_file_schema()
    meta.validate(schema)
    assert list(Draft202012Validator(schema).iter_errors(data)) == []
    assert list(Draft202012Validator(schema).iter_errors({**data, "colour": "red"})) != []


def test_what_the_guide_shows_is_what_the_terminal_prints(example: Path) -> None:
    shown = list(shown_commands(EDITORS))
    assert len(shown) == 5
    for command, output in shown:
        assert printed(command, example) == output, command
    schema = json.loads((example / "var/case-file.schema.json").read_text("utf-8"))
    assert set(schema["properties"]) == {field.name for field in fields(Case)} - COMPUTED[Case]


def test_each_step_of_the_second_article_is_what_the_terminal_prints(example: Path) -> None:
    folder = example / "content" / CASE_ID
    (folder / SECOND_FILE).unlink()
    chapter = text_of(EDITORS).partition("\n## The second article\n")[2].partition("\n## ")[0]
    steps = list(FENCE.finditer(chapter))
    assert [step["info"].partition(" ")[0] for step in steps].count("diff") >= 5
    for step in steps:
        kind, _, name = step["info"].partition(" ")
        if kind == "text":
            (folder / name).write_text(step["body"], "utf-8")
        elif kind == "diff":
            file = folder / "case.yaml"
            file.write_text(changed(file.read_text("utf-8"), step["body"]), "utf-8")
        else:
            assert step["info"] == "console second"
            for part in re.split(r"^\$ ", step["body"], flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                assert printed(command, example) == output.rstrip("\n"), command
    schema = Draft202012Validator(case_file_schema())
    assert list(schema.iter_errors(as_editors_read((folder / "case.yaml").read_text("utf-8")))) == []


def changed(case_file: str, diff: str) -> str:
    """The case file after each change of a diff, whose parts are set apart by empty lines."""
    text = f"\n{case_file}"
    for part in diff.strip("\n").split("\n\n"):
        old, new = (
            "".join(f"\n{line[1:]}" for line in part.split("\n") if line[0] in signs) + "\n"
            for signs in (" -", " +")
        )
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text[1:]


def test_the_mistake_that_the_guide_shows_is_what_check_prints(tmp_path: Path) -> None:
    spoiled = next(one for one in SPOILED if one.old == AWARD)
    spoiled.write(tmp_path / "content")
    assert printed("python -m bot check", tmp_path) + "\n" == blocks(EDITORS, "console mistake")[0]


def test_the_guide_lists_what_holds_back_a_version(example: Path) -> None:
    case = ContentRepository(example / "content").read().cases[CASE_ID]
    lost = too_much_lost(replace(case, statements=()), case)
    said = [CUT_SHORT, LINE_OPEN, str(lost)]
    listed = [row[0].strip("“”") for row in table_rows(text_of(EDITORS), "the mistake begins")]
    assert len(listed) == len(said)
    for sentence, shown in zip(said, listed, strict=True):
        assert re.sub(r"\d+", "N", sentence).startswith(re.sub(r"\d+", "N", shown))


def test_the_review_that_the_guide_shows_is_what_check_prints(tmp_path: Path) -> None:
    [(command, output)] = shown_commands(EDITORS, "console review")
    [answer] = blocks(EDITORS, "yaml answer")
    date, _ = answer.splitlines()
    wrong = CASE_FILE.replace("    date: {edtf: 2021-05-04, raw: Tuesday, certainty: inferred}", date)
    write_case(tmp_path / "content", wrong.encode())
    assert printed(command, tmp_path) == output
    write_case(tmp_path / "answered/content", wrong.replace(f"{date}\n", answer).encode())
    assert printed(f"{command} --strict", tmp_path / "answered") == "0 mistakes, 0 warnings, 1 answered."


def test_every_warning_of_a_review_is_in_the_guide_with_its_cure() -> None:
    rows = table_rows(text_of(EDITORS), "code")
    assert {code(row[0]): row[2] for row in rows} == CODES


def test_the_schema_line_leads_from_a_case_file_to_the_schema(example: Path) -> None:
    [line] = blocks(EDITORS, "yaml schema")
    path = line.strip().removeprefix("# yaml-language-server: $schema=")
    case_folder = example / "content" / CASE_ID
    assert (case_folder / path).resolve() == (example / "var/case-file.schema.json").resolve()


@pytest.mark.parametrize("spoiled", SPOILED, ids=[one.sentence for one in SPOILED])
def test_the_check_really_says(spoiled: Spoiled, tmp_path: Path) -> None:
    spoiled.write(tmp_path)
    assert spoiled.sentence in sentences(tmp_path)


def test_the_check_really_says_what_is_wrong_with_files_and_folders(tmp_path: Path) -> None:
    latin = ARTICLE.replace("softly", "soft\N{LATIN SMALL LETTER E WITH ACUTE}").encode("latin-1")
    write_case(tmp_path / "latin-article", CASE_FILE.encode(), latin)
    write_case(tmp_path / "latin-case", "title: Caf\N{LATIN SMALL LETTER E WITH ACUTE}\n".encode("latin-1"))
    write_case(tmp_path / "bad-name", CASE_FILE.encode(), name="Quill v Tram")
    (tmp_path / "empty" / CASE_ID).mkdir(parents=True)
    assert ARTICLE_NOT_UTF_8 in sentences(tmp_path / "latin-article")
    assert sentences(tmp_path / "latin-case") == [NOT_UTF_8]
    assert sentences(tmp_path / "bad-name") == [NO_CASE_ID]
    assert sentences(tmp_path / "empty") == [NO_CASE_FILE]
    assert sentences(tmp_path / "nowhere") == [NO_FOLDER]


def test_the_guide_lists_exactly_the_sentences_that_are_proven_here() -> None:
    assert {one.sentence for one in SPOILED} | OF_FILES == SENTENCES


def test_every_sentence_in_the_code_of_the_cases_is_in_the_guide() -> None:
    guide = text_of(REFERENCE).replace("\\|", "|")
    sentences = {words for path in (ROOT / "bot/cases").glob("*.py") for words in told_words(path)}
    assert len(sentences) > 40
    assert {words for words in sentences if words not in guide} == set()


def told_words(path: Path) -> Iterator[str]:
    """The longest fixed part of each sentence that a module tells an editor."""
    for node in ast.walk(ast.parse(text_of(path))):
        for part in told_in(node):
            fixed = [
                one.value
                for one in ast.walk(part)
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            if fixed and " " in max(fixed, key=len).strip():
                yield max(fixed, key=len).strip()


def told_in(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case (
            ast.Call(func=ast.Name(id="RuleViolation" | "SourceFile"))
            | ast.Call(func=ast.Attribute(attr="_refuse"))
        ):
            yield from (*node.args, *(keyword.value for keyword in node.keywords))
        case ast.Assign(targets=[ast.Name(id="sentence" | "message")], value=value):
            yield value
        case _:
            pass


FACTS = "### What all facts have"
TABLES: dict[type, tuple[str, ...]] = {
    Case: ("## What stands in a case file",),
    Selector: ("## How quotations are written",),
    Source: ("### `sources`",),
    Caveat: ("### `caveats`",),
    Party: ("### `parties`", "### `sources`"),  # which describes the caveats of both
    PartyRole: ("### `parties`",),
    Lawsuit: ("### `lawsuits`", FACTS),
    Ruling: ("### `rulings`", FACTS),
    Award: ("### `awards`", FACTS),
    Money: ("### `awards`",),
    Share: ("### `rulings`",),
    Relief: ("### `relief`", FACTS),
    Statement: ("### `statements`", FACTS),
    Event: ("### `events`", FACTS),
    Supersession: (FACTS,),
    Question: ("### `questions`",),
    PartialDate: ("### Dates",),
    Status: ("### `lawsuits`",),
    Withdrawal: ("## When something is withdrawn",),
}
"""Under which headings the guide describes the fields of a value."""
COMPUTED: dict[type, set[str]] = {Case: {"id", "version"}, Selector: {"start", "end", "id"}, Source: {"text"}}


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_every_field_is_described_under_its_heading(kind: type) -> None:
    described = {key for heading in TABLES[kind] for key in keys_under(heading)}
    assert {field.name for field in fields(kind)} - COMPUTED.get(kind, set()) - described == set()


def keys_under(heading: str) -> set[str]:
    """What is set as code below a heading, up to the next one of its level."""
    level = heading.split(maxsplit=1)[0]
    text = f"{text_of(REFERENCE)}\n{text_of(EDITORS)}"
    assert f"\n{heading}\n" in text
    below = re.split(rf"^#{{1,{len(level)}}} ", text.partition(f"\n{heading}\n")[2], flags=re.MULTILINE)[0]
    return set(re.findall(r"`([a-z_0-9]+)`", below))


def test_every_word_that_a_field_may_hold_is_in_the_guide() -> None:
    words = {
        f"{kind.__name__}.{field.name}: {word}": word
        for kind in TABLES
        for field in fields(kind)
        for word in words_of(field.type)
    }
    assert len(words) > 100
    assert [name for name, word in words.items() if f"`{word}`" not in text_of(REFERENCE)] == []


def words_of(annotation: object) -> Iterator[str]:
    """The words of each ``Literal`` in a type."""
    if get_origin(annotation) is Literal:
        yield from map(str, get_args(annotation))
    else:
        for part in get_args(annotation):
            yield from words_of(part)
