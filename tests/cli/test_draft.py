"""``draft`` and ``new``: from an article to a case file that passes the check, whole or not at all."""

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

from bot.cli.main import main
from bot.corpus.articles import writing
from bot.corpus.content import ContentRepository
from bot.corpus.drafts.folder import DraftFolder
from tests.docs.core_yaml import as_editors_read

GOLD = sorted((Path(__file__).parents[1] / "authoring" / "gold").glob("*.txt"))
ARTICLE = """Tram bell must ring softly, court finds
By Tilda Penhallow

A court found Marmalade Lane Tramways liable on Tuesday and awarded Odalys Quillfeather, 41, $1,250.

"I have not slept since the bell came," Odalys Quillfeather said. "Now I shall."

The company's lawyer called the award "a rounding error".
"""


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONTENT_DIR", str(tmp_path / "content"))
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return tmp_path / "content"


def draft(content: Path, *arguments: str) -> int:
    return main(["draft", str(content.parent / "article.txt"), *arguments])


WRITE = ("--id", "bell", "--accept-sure", "--published", "2021-05-06")


def test_json_is_the_proposals_and_nothing_else(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert draft(content, "--json", "--published", "2021-05-06") == 0
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["quotations", "amounts", "dates", "parties", "rulings"]
    assert all(ARTICLE[one["start"] : one["end"]] == one["exact"] for one in found["quotations"])
    assert [one["edtf"] for one in found["dates"]] == ["2021-05-04"]
    assert not content.exists()


def test_what_is_sure_becomes_a_case_file_that_passes_the_check(content: Path) -> None:
    assert draft(content, *WRITE, "--publisher", "The Nowhere Gazette") == 0
    library = ContentRepository(content).read()
    assert library.problems == ()
    case = library.files["bell"]
    assert case.sources[0].text == ARTICLE
    assert case.sources[0].from_page == ("publisher",)
    (statement,) = case.statements
    assert [one.exact for one in statement.quote] == ["I have not slept since the bell came,", "Now I shall."]
    assert case.party_by_id[statement.speaker].name == "Odalys Quillfeather"
    text = (content / "bell" / "case.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=")
    assert '#     amount: {value: 1250, currency: USD, raw: "$1,250"}' in text
    assert sorted(path.name for path in content.iterdir()) == ["bell", "case.schema.json"]
    assert "$schema" in json.loads((content / "case.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("command", ["draft", "new"])
def test_the_first_line_leads_to_a_schema_beside_the_cases_that_takes_the_file(
    command: str, content: Path
) -> None:
    arguments = WRITE if command == "draft" else tuple(one for one in WRITE if one != "--accept-sure")
    assert main([command, str(content.parent / "article.txt"), *arguments]) == 0
    file = content / "bell" / "case.yaml"
    named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", file.read_text("utf-8").splitlines()[0])
    assert named
    schema = json.loads((file.parent / named[1]).resolve().read_text("utf-8"))
    assert "http" not in json.dumps(
        {key: value for key, value in schema.items() if key != "$schema"}
    ).replace("https://.", "")
    validator = Draft202012Validator(schema)
    assert not list(validator.iter_errors(as_editors_read(file.read_text("utf-8"))))
    assert list(validator.iter_errors({"titel": "?"}))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_every_article_becomes_a_case_file_that_passes_the_check(path: Path, content: Path) -> None:
    assert main(["draft", str(path), *WRITE]) == 0
    assert ContentRepository(content).read().problems == ()


def test_a_case_that_exists_is_never_overwritten(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "bell").mkdir(parents=True)
    assert draft(content, *WRITE) == 1
    assert "exists already; take another --id" in capsys.readouterr().err
    assert list((content / "bell").iterdir()) == []


def test_an_article_that_is_there_already_is_asked_about(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(content, *WRITE) == 0
    (content.parent / "article.txt").write_text(ARTICLE.replace('"', "”"), encoding="utf-8")
    again = ("--id", "bell-2", *WRITE[2:])
    assert draft(content, *again) == 1
    assert "of this article stands in “article”" in capsys.readouterr().err
    assert draft(content, *again, "--anyway") == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--id", "Bell!", *WRITE[2:]), "cannot be a case's id"),
        (("--id", "bell", "--published", "2021-05-06"), "add --accept-sure"),
        (("--id", "bell", "--accept-sure"), "add --published with the day"),
        (("--id", "bell", "--accept-sure", "--published", "May"), "“May” is not a day"),
    ],
)
def test_what_is_missing_is_asked_for(
    arguments: tuple[str, ...], sentence: str, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert draft(content, *arguments) == 1
    assert sentence in capsys.readouterr().err
    assert not content.exists()


def test_a_disk_that_fills_up_leaves_nothing_behind(content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content.mkdir()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert draft(content, *WRITE) == 1
    assert list(content.iterdir()) == []


def test_a_case_that_comes_into_being_meanwhile_is_left_alone(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flush = writing._flush

    def another_editor(folder: Path) -> None:
        (content / "bell").mkdir(exist_ok=True)
        (content / "bell" / "case.yaml").write_text("theirs")
        flush(folder)

    monkeypatch.setattr(writing, "_flush", another_editor)
    assert draft(content, *WRITE) == 1
    assert (content / "bell" / "case.yaml").read_text() == "theirs"
    assert [path.name for path in content.iterdir()] == ["bell"]


def test_new_writes_a_skeleton_in_which_nothing_is_decided(
    content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    article = str(content.parent / "article.txt")
    assert main(["new", article, "--published", "2021-05-06"]) == 0
    printed = capsys.readouterr().out
    assert main(["new", article, "--published", "2021-05-06", "--id", "bell", "--title", "?"]) == 0
    assert (content / "bell" / "case.yaml").read_text(encoding="utf-8") == printed.rstrip("\n") + "\n"
    case = ContentRepository(content).read().files["bell"]
    assert (case.statements, case.parties, case.awards) == ((), (), ())
    assert '#   - quote: "I have not slept since the bell came,"' in printed


def test_edit_begins_a_draft_for_the_review_and_writes_no_case(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ("--id", "stone", "--published", "2025-03-04", "--edit")
    assert draft(content, *given) == 0
    begun = DraftFolder(tmp_path / "var/drafts").read("stone")
    assert begun.page.text == (content.parent / "article.txt").read_text("utf-8")
    assert begun.proposals.quotations
    assert not (content / "stone").exists()
    assert draft(content, *given) == 1
    assert "take another --id" in capsys.readouterr().err
