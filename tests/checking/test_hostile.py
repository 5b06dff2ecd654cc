"""Some 740 texts of a hostile member and of a fact-checker, with the verdicts that a careful reader allows.

A claim that the source reverses right before (“cut”) counts as altered here: no surface shows it as true.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from bot.checking.parts import TextPart
from bot.checking.report import check
from bot.corpus.content import ContentRepository
from bot.corpus.index_files import open_archive
from bot.search.archive import Archive

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CASE = """title: Quill v. Hask
revised: 2024-05-02
sources:
  - {id: a, file: sources/a.txt, sha256: SHA, date_published: 2024-05-01, in_language: en,
     headline: "The mayor, the auditor and the missing dredger", publisher: The Pellworth Post,
     author: [Nell Farrow], quote: "By Nell Farrow | The Pellworth Post"}
parties:
  - {id: quill, name: Ada Quill, kind: person, aliases: [Quill], roles: [plaintiff],
     described_as: "Ada Quill, the mayor of Pellworth"}
  - {id: hask, name: Lorn Hask, kind: person, aliases: [Hask], roles: [defendant],
     described_as: "Her rival, Lorn Hask"}
  - {id: corbin, name: Pia Corbin, kind: person, aliases: [Corbin],
     described_as: "Pia Corbin, who runs the firm Datavale"}
lawsuits:
  - {id: suit, label: The lawsuit, plaintiffs: [quill], defendants: [hask], quote: Quill sued Hask.,
     status: {value: filed, quote: Quill sued Hask.}}
"""
"""A case of an article whose speech no editor recorded, and in which much is denied."""


def archive_with_the_first_case(folder: Path) -> Archive:
    copytree(ROOT / "tests/cases_invented", folder, dirs_exist_ok=True)
    copytree(ROOT / "content/carroll-v-trump", folder / "carroll-v-trump")
    return open_archive(ContentRepository(folder).read(), None)


def archive_of_quill(folder: Path) -> Archive:
    data = (HERE / "quill.txt").read_bytes()
    sources = folder / "quill-v-hask/sources"
    sources.mkdir(parents=True)
    (sources / "a.txt").write_bytes(data)
    text = CASE.replace("SHA", hashlib.sha256(data).hexdigest())
    (sources.parent / "case.yaml").write_text(text, "utf-8")
    return open_archive(ContentRepository(folder).read(), None)


@pytest.mark.parametrize(
    ("made", "file"),
    [(archive_with_the_first_case, "hostile.jsonl"), (archive_of_quill, "hostile_quill.jsonl")],
)
def test_no_hostile_text_gets_a_verdict_that_a_careful_reader_would_not_give(
    made: Callable[[Path], Archive], file: str, tmp_path: Path
) -> None:
    archive = made(tmp_path / "cases")
    wrong = []
    for line in (HERE / file).read_text("utf-8").splitlines():
        row = json.loads(line)
        report = check(archive, [TextPart(row["text"])])
        is_cut = any(one.shown_as == "cut" for one in report.claims)
        verdict = "altered" if is_cut and "altered" in row["verdicts"] else report.verdict
        if verdict not in row["verdicts"]:
            wrong.append((row["text"], verdict, row["verdicts"]))
    assert not wrong
