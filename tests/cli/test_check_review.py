"""``check --review`` as a person or a program runs it: lines, JSON, SARIF, and the exit status."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from bot.cases.reviewed import CODES

ROOT = Path(__file__).parent.parent.parent
ARTICLE = "Ada Stone sued Bell Works. The court ruled on Tuesday, and the fare was $7.\n"
CASE = """\
title: Stone v. Bell Works
revised: 2026-01-02
sources:
  - {id: article, file: sources/a.txt, date_published: 2025-06-01,
     sha256: dd1eea9b6dc41b43d4cbdcb6b4d1f6b81a5dd0ae1dfeaf48b9b2b1e9d0b1a8f4}
events:
  - label: The court ruled
    quote: The court ruled on Tuesday
    date: {edtf: 2025-05-28, raw: Tuesday, certainty: inferred}
"""
WITHDRAWN = "withdrawn: {date: 2026-01-02, why: a retraction}"
KEYS = ["file", "line", "column", "code", "severity", "message", "cure", "answer"]


def check(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603  -- our own program
        [sys.executable, "-m", "bot", "check", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with one case that has two warnings."""
    write(tmp_path, CASE)
    return tmp_path


def write(folder: Path, case: str) -> None:
    sources = folder / "content/stone/sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "a.txt").write_text(ARTICLE, encoding="utf-8")
    [old] = [line.split()[-1].rstrip("}") for line in CASE.splitlines() if "sha256" in line]
    text = case.replace(old, sha256(ARTICLE.encode()).hexdigest())
    (folder / "content/stone/case.yaml").write_text(text, encoding="utf-8")


def test_warnings_are_printed_with_their_place_and_cure(here: Path) -> None:
    done = check("--review", cwd=here)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == (
        "content/stone/case.yaml:9:11: warning: the words “Tuesday” name another weekday: 2025-05-28 is a "
        f"Wednesday; {CODES['weekday']} [weekday]\n"
        "content/stone/sources/a.txt:1:73: warning: no entry quotes the amount “$7”; "
        f"{CODES['uncovered-amount']} [uncovered-amount]\n"
        "0 mistakes, 2 warnings, 0 answered.\n"
    )


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [("title:", f"{WITHDRAWN}\ntitle:", 1), ("a.txt,", f"a.txt, {WITHDRAWN},", 0)],
    ids=["case", "source"],
)
def test_what_is_withdrawn_is_reviewed_as_well(here: Path, before: str, after: str, moved: int) -> None:
    write(here, CASE.replace(before, after))
    first, second, _ = check("--review", cwd=here).stdout.splitlines()
    assert first.startswith(f"content/stone/case.yaml:{9 + moved}:11: warning: the words “Tuesday”")
    assert second.startswith("content/stone/sources/a.txt:1:73: warning: no entry quotes")


def test_without_a_review_there_are_no_warnings(here: Path) -> None:
    assert check(cwd=here).stdout == "All good: 1 case, 1 quotation proven verbatim.\n"
    assert json.loads(check("--json", cwd=here).stdout) == []


def test_strict_fails_until_each_warning_is_answered(here: Path) -> None:
    done = check("--strict", cwd=here)
    assert (done.returncode, done.stderr) == (1, "0 mistakes, 2 warnings, 0 answered.\n")
    answered = CASE + "    reviewed: {weekday: the article is wrong}\n"
    write(here, answered.replace("{id: article,", "{id: article, reviewed: 'uncovered-amount: a fare',"))
    done = check("--strict", cwd=here)
    assert (done.returncode, done.stdout) == (0, "0 mistakes, 0 warnings, 2 answered.\n")
    shown = check("--all", cwd=here).stdout.splitlines()
    assert shown[0].endswith("is a Wednesday; answered: the article is wrong [weekday]")
    assert len(shown) == 3


def test_a_sentence_that_turns_is_advice_and_fails_nothing(here: Path) -> None:
    article = here / "content/stone/sources/a.txt"
    turned = article.read_text("utf-8").replace("ruled on Tuesday", "ruled on Tuesday, but not on costs", 1)
    article.write_text(turned, encoding="utf-8")
    file = here / "content/stone/case.yaml"
    old = sha256(ARTICLE.encode()).hexdigest()
    file.write_text(file.read_text("utf-8").replace(old, sha256(turned.encode()).hexdigest()), "utf-8")
    shown = check("--review", cwd=here).stdout
    assert "advice: the sentence goes on with “but not on costs" in shown
    assert "1 piece of advice, 0 answered." in shown


def test_json_is_a_list_of_objects(here: Path) -> None:
    done = check("--review", "--json", "content/stone", cwd=here)
    assert (done.returncode, done.stderr) == (0, "")
    weekday, amount = json.loads(done.stdout)
    assert list(weekday) == list(amount) == KEYS
    assert (weekday["line"], weekday["column"], weekday["code"]) == (9, 11, "weekday")
    assert (weekday["severity"], weekday["cure"]) == ("warning", CODES["weekday"])
    assert amount["file"].endswith("content/stone/sources/a.txt")


def test_mistakes_fail_and_stand_among_the_warnings(here: Path) -> None:
    write(here, CASE.replace("ruled on Tuesday\n", "ruled on Tues\n"))
    done = check("--review", "--json", cwd=here)
    assert done.returncode == 1
    [mistake] = json.loads(done.stdout)
    assert (mistake["code"], mistake["severity"]) == ("mistake", "error")
    assert mistake["message"] == "the quotation is cut inside a word, “Tuesday”; take the whole word"


def test_sarif_has_what_its_standard_demands(here: Path) -> None:
    """Section 3 of SARIF 2.1.0: a version, runs with a tool, and results that refer to its rules."""
    write(here, CASE + "    reviewed: {weekday: the article is wrong}\n")
    log = json.loads(check("--all", "--sarif", cwd=here).stdout)
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-2.1.0.json")
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"]
    assert [rule["id"] for rule in driver["rules"]] == ["mistake", *CODES]
    assert all(rule["help"]["text"] for rule in driver["rules"])
    assert run["columnKind"] == "unicodeCodePoints"
    for result in run["results"]:
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        [location] = result["locations"]
        physical = location["physicalLocation"]
        assert (here / physical["artifactLocation"]["uri"]).is_file()
        assert min(physical["region"].values()) >= 1
    [answered, _] = run["results"]
    assert answered["suppressions"] == [{"kind": "inSource", "justification": "the article is wrong"}]


def test_an_absolute_path_is_a_file_address_in_sarif(here: Path) -> None:
    log = json.loads(check("--review", "--sarif", str(here / "content"), cwd=here).stdout)
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in log["runs"][0]["results"]
        for place in result["locations"]
    }
    assert all(uri.startswith(Path("/").as_uri()) for uri in uris)


def test_json_and_sarif_exclude_each_other(here: Path) -> None:
    assert check("--json", "--sarif", cwd=here).returncode == 2
