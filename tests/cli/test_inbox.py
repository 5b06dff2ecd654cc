"""``python -m bot inbox``: the editors list, mark and delete what people report."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli.main import main
from bot.db import reports
from bot.db.database import open_database, writing
from bot.db.reports import NewReport
from tests.databases import migrated

NOW = datetime(2026, 11, 29, 9, 30, tzinfo=UTC)


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    url = migrated(f"sqlite:///{tmp_path}/bot.db")
    monkeypatch.setenv("DATABASE_URL", url)
    engine = open_database(url)
    with writing(engine) as connection:
        reports.add(connection, NewReport("discord", "/case damages", "It was \x1b[31mfive."), NOW, 9)
        reports.add(connection, NewReport("slack", "/case status", "Grüße"), NOW, 9)
    engine.dispose()
    return tmp_path


@pytest.mark.usefixtures("inbox")
def test_what_waits_is_listed_for_people_and_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox"]) == 0
    listed = capsys.readouterr().out
    assert "report-1  2026-11-29 09:30 UTC  discord  open  /case damages" in listed
    assert "\x1b" not in listed
    assert main(["inbox", "--json"]) == 0
    second = json.loads(capsys.readouterr().out)[1]
    assert second == {
        "kind": "report",
        "id": 2,
        "platform": "slack",
        "command": "/case status",
        "reason": "Grüße",
        "reported_at": "2026-11-29T09:30:00+00:00",
        "done_at": None,
    }


@pytest.mark.usefixtures("inbox")
def test_what_is_done_is_marked_all_or_none_and_deleted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["inbox", "--done", "1", "7"]) == 1
    assert "No such report waits: 7. Nothing was marked." in capsys.readouterr().err
    assert main(["inbox", "--done", "1"]) == 0
    assert main(["inbox"]) == 0
    listed = capsys.readouterr().out
    assert "Done: 1." in listed
    assert "/case damages" not in listed
    assert main(["inbox", "--all"]) == 0
    assert "done  /case damages" in capsys.readouterr().out
    assert main(["inbox", "--delete-done"]) == 0
    assert main(["inbox", "--done", "2"]) == 0
    assert main(["inbox"]) == 0
    assert "Deleted: 1 report." in (said := capsys.readouterr().out)
    assert said.endswith("No entry waits.\n")


def test_many_are_listed_page_by_page_and_all_for_programs(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_database(f"sqlite:///{inbox}/bot.db")
    with writing(engine) as connection:
        for number in range(128):
            reports.add(connection, NewReport("slack", f"/case people {number}", "Wrong."), NOW, 999)
    engine.dispose()
    assert main(["inbox"]) == 0
    listed = capsys.readouterr().out
    assert listed.count("open") == 50
    assert listed.endswith("1–50 of 130 reports; the next: python -m bot inbox --after report-50\n")
    assert main(["inbox", "--after", "report-50"]) == 0
    assert (
        "51–100 of 130 reports; the next: python -m bot inbox --after report-100" in capsys.readouterr().out
    )
    assert main(["inbox", "--after", "report-100", "--most", "200"]) == 0
    assert capsys.readouterr().out.splitlines()[-2].endswith("/case people 127")
    assert main(["inbox", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 130
    assert main(["inbox", "--json", "--most", "3"]) == 0
    assert [one["id"] for one in json.loads(capsys.readouterr().out)] == [1, 2, 3]
    assert main(["inbox", "--after", "what"]) == 1
    with pytest.raises(SystemExit):
        main(["inbox", "--most", "0"])


def test_without_a_database_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert main(["inbox"]) == 1
    assert "python -m bot migrate" in capsys.readouterr().err
