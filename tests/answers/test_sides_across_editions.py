"""Findings and denials of an article that was published in several editions: the newest one's words stand."""

import json
import shutil
from hashlib import sha256

import pytest

from bot.answers.allegations import both_sides
from bot.answers.answer import Answer
from bot.answers.asked_parties import AskedAbout
from bot.answers.cite import Cited
from bot.answers.findings import told_findings
from bot.answers.grammar import parse
from bot.answers.respond import respond
from bot.cases.editions import edition_without
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive
from tests.questions_over_time import shown
from tests.truths import OVER_TIME

BANK = "marchbank-v-quillon"
FOUND = (
    "She dismissed a third claim, that Quillon had defamed Ms\xa0Marchbank by entering her name in a fraud "
    "register."
)
ALTERED = "The third claim, of defamation by an entry in a fraud register, came to nothing."
NEGLIGENT = (
    "Judge Honor Tressilian found that the bank had broken its contract with Delyth Marchbank and had been "
    "negligent in dealing with her complaints."
)
RECKLESS = "Carelessness with her complaints, and a broken contract: both are laid at the bank’s door."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The case whose third edition words its rulings otherwise, with both wordings in the case file."""
    folder = tmp_path_factory.mktemp("editions") / BANK
    shutil.copytree(OVER_TIME / BANK, folder, ignore=shutil.ignore_patterns("*.md", "*.json*"))
    article, file = folder / "sources/2024-10-09-ed3.txt", folder / "case.yaml"
    before = article.read_bytes()
    after = before.decode().replace(FOUND, ALTERED).replace(NEGLIGENT, RECKLESS).encode()
    assert after.decode().count(ALTERED) == after.decode().count(RECKLESS) == 1
    article.write_bytes(after)
    written = file.read_text("utf-8").replace(sha256(before).hexdigest(), sha256(after).hexdigest())
    first = f"    quote: >-\n      {FOUND}\n"
    assert first in written
    written = written.replace(first, in_both(FOUND, ALTERED))
    broken = written[
        written.index("    quote: >-\n      Judge Honor Tressilian found that the bank had broken") :
    ]
    broken = broken[: broken.index("  - id: defamation")]
    both = in_both(NEGLIGENT, RECKLESS)
    contract = NEGLIGENT.partition(" and had been")[0]
    assert f"    quote: {contract}\n" in written
    written = written.replace(broken, both).replace(
        f"    quote: {contract}\n", both.replace(NEGLIGENT, contract)
    )
    file.write_text(written, "utf-8")
    library = ContentRepository(folder.parent).read()
    assert library.problems == ()
    return open_archive(library, None)


def in_both(old: str, new: str) -> str:
    """The quotations of a ruling in the first and in the third edition, for the case file."""
    wordings = ((old, "first"), (new, "third"))
    lines = (f"      - {{exact: {json.dumps(words)}, source: {edition}}}\n" for words, edition in wordings)
    return "    quote:\n" + "".join(lines)


def asked(archive: Archive, question: str) -> Answer:
    return respond(archive, parse(f"/ask {question} case:{BANK} detail:full"))


@pytest.mark.parametrize(
    "question",
    [
        "did the bank defame her",
        "was the bank found negligent",
        "is the bank guilty",
        "was the bank cleared of defamation",
    ],
)
def test_what_the_newest_edition_says_was_found_stands_beside_the_denial(
    archive: Archive, question: str
) -> None:
    answer = asked(archive, question)
    current = [one for one in shown(answer)[0] if one.attribution.edition is None]
    stale = [one for one in shown(answer)[0] if one.attribution.edition]
    said = " ".join(one.text for one in current)
    assert RECKLESS in said or ALTERED in said
    assert "We do not accept that we should have written a cheque." in said
    assert [one.text for one in stale] == []


def test_what_is_told_as_found_is_what_the_newest_edition_says(archive: Archive) -> None:
    cited = Cited(archive.library, archive.library.cases[BANK])
    beside = both_sides(cited, [], AskedAbout(frozenset({"quillon"})), lambda _: 0.0)
    said = {one.words for one in told_findings(cited)} | set(beside)
    assert [one.exact for one in said if edition_without(cited.case, one)] == []
    assert {RECKLESS, ALTERED} <= {one.exact for one in said}
    assert RECKLESS in {one.exact for one in beside}
