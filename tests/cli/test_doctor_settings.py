"""The doctor on settings that can be used and cannot be meant: each with a sentence that names the cure."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import doctor
from bot.cli.doctor import findings
from bot.cli.doctor_settings import doubtful_settings
from bot.service.finding import Finding
from bot.settings import Settings
from tests.ports import free_port

NO_FILE = Path("no-such-file")
KEY = {"ENCRYPTION_KEY": "A" * 43 + "="}
PUBLIC = {"PUBLIC_URL": "https://cases.example.org"}
MANY_WORKSPACES = {
    "SLACK_CLIENT_ID": "1.2",
    "SLACK_CLIENT_SECRET": "s",
    "SLACK_SIGNING_SECRET": "s",
    **KEY,
    **PUBLIC,
}


def found(environ: dict[str, str]) -> list[Finding]:
    given = {"PORT": str(free_port()), **environ}
    return list(doubtful_settings(Settings.read(given, NO_FILE), given))


def problems(environ: dict[str, str]) -> list[str]:
    return [one.what for one in found(environ) if not one.good]


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"DISCORD_TOKEN": "t", **PUBLIC},
        {"DISCORD_TOKEN": "t", "DISCORD_SHARD_COUNT": "4", "DISCORD_SHARD_IDS": "0,3"},
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"},
        MANY_WORKSPACES,
        {"PUBLIC_URL": "http://localhost:8080"},
        {"HOST": "::1", "METRICS_HOST": "localhost", "METRICS_PORT": str(free_port())},
    ],
)
def test_settings_that_can_be_meant_are_well(environ: dict[str, str]) -> None:
    assert problems(environ) == []


@pytest.mark.parametrize(
    ("environ", "words", "cure"),
    [
        ({"DISCORD_TOKN": "t"}, "DISCORD_TOKN is not a setting, and does nothing: do you mean", "the name"),
        (
            {"SLACK_SIGNING_SECRET": "s"},
            "Set SLACK_BOT_TOKEN, or SLACK_CLIENT_ID for many",
            "slack-admins.md",
        ),
        ({"SLACK_CLIENT_SECRET": "s"}, "Slack is set up halfway: set SLACK_APP_TOKEN too", "slack-admins.md"),
        (
            {**MANY_WORKSPACES, "SLACK_BOT_TOKEN": "xoxb-1"},
            "SLACK_BOT_TOKEN is for one workspace",
            "Remove SLACK_BOT",
        ),
        (
            {**MANY_WORKSPACES, "SLACK_APP_TOKEN": "xapp-1"},
            "Slack lets no app be installed by many",
            "Remove SLACK_APP",
        ),
        ({**MANY_WORKSPACES, "PUBLIC_URL": "http://cases.example.org"}, "over https alone", "Use https://"),
        (
            {"PUBLIC_URL": "http://127.0.0.1:8080", "DISCORD_TOKEN": "t"},
            "readers on Discord and Slack cannot",
            "Set it to",
        ),
        (
            {"PUBLIC_URL": "https://bot.local", "DISCORD_TOKEN": "t"},
            "readers on Discord and Slack cannot",
            "Set it to",
        ),
        (
            {"PUBLIC_URL": "https://me:pw@bot.example.org"},
            "more than a scheme, a host and a path",
            "Leave out",
        ),
        (
            {"PUBLIC_URL": "https://bot.example.org/?a=b"},
            "more than a scheme, a host and a path",
            "Leave out",
        ),
        (
            {"DISCORD_TOKEN": "t", "DISCORD_SHARD_IDS": "0"},
            "shards that DISCORD_SHARD_COUNT does not count",
            "below it",
        ),
        (
            {"DISCORD_TOKEN": "t", "DISCORD_SHARD_COUNT": "2", "DISCORD_SHARD_IDS": "1,2"},
            "shards that DISCORD_SHARD_COUNT does not count",
            "below it",
        ),
        (
            {"DISCORD_SHARD_COUNT": "2"},
            "Shards are set for Discord, and no DISCORD_TOKEN",
            "Set DISCORD_TOKEN",
        ),
        (
            {"HOST": "nowhere.invalid"},
            "Cannot listen on nowhere.invalid:",
            "Set HOST to an address of this machine.",
        ),
        ({"HOST": "203.0.113.1"}, "Cannot listen on 203.0.113.1:", "Set HOST to an address of this machine."),
    ],
)
def test_each_contradiction_has_a_sentence_and_a_cure(environ: dict[str, str], words: str, cure: str) -> None:
    [problem] = [one for one in found(environ) if not one.good]
    assert words in problem.what
    assert cure in problem.cure


def test_a_container_that_hears_itself_alone_is_a_hint() -> None:
    [hint] = found({"KUBERNETES_SERVICE_HOST": "10.0.0.1", **PUBLIC})
    assert (hint.good, hint.what.startswith("HOST is 127.0.0.1, within a container")) == (True, True)


def test_digests_without_a_token_are_a_hint() -> None:
    [hint] = found({"DISCORD_PUBLIC_KEY": "ab" * 32})
    assert (hint.good, hint.cure) == (True, "To post digests, set DISCORD_TOKEN.")


@contextmanager
def answering(body: bytes) -> Iterator[str]:
    """A program that answers so on a port; gives the port."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the test's output is enough."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield str(server.server_port)
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("prefix", ["", "METRICS_"])
def test_a_port_in_use_is_problems_of_folders_unless_the_bot_has_it(prefix: str) -> None:
    with answering(b"another program") as port:
        [taken] = problems({f"{prefix}PORT": port})
    assert taken == f"Cannot listen on 127.0.0.1:{port}: another program listens there."
    with answering(b'{"status": "ok"}') as port:
        assert found({f"{prefix}PORT": port}) == [
            Finding(good=True, what=f"A bot listens on 127.0.0.1:{port} already.")
        ]


def said(environ: dict[str, str], monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[Finding]:
    monkeypatch.chdir(folder)
    return [one for one in findings({"PORT": str(free_port()), **environ}) if not one.good]


def test_folders_that_cannot_be_made_are_problems_of_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "var").write_text("a file", "utf-8")
    content = {"CONTENT_DIR": str(Path(doctor.__file__).parents[2] / "content")}
    problems_of_folders = said(
        {**content, "DATABASE_URL": f"sqlite:///{tmp_path}/var/bot.db"}, monkeypatch, tmp_path
    )
    assert [one.what for one in problems_of_folders] == [
        "var/cache/cases cannot be written: Not a directory.",
        "var/search cannot be written: Not a directory.",
        "var/cache/vectors cannot be written: Not a directory.",
        f"{tmp_path}/var cannot be written: File exists.",
    ]
    assert problems_of_folders[-1].cure == "Make the folder writable, or set DATABASE_URL."


def test_a_slip_in_the_id_of_a_case_that_some_may_see_is_told_of(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = str(Path(doctor.__file__).parents[2] / "content")
    environ = {"CONTENT_DIR": content, "CASES_FOR": "carroll-v-trump=slack:T1; carol-v-trump=slack:T1"}
    about = [one for one in said(environ, monkeypatch, tmp_path) if "CASES_FOR" in one.what]
    assert [one.good for one in about] == [False]
    assert "“carol-v-trump”, which is not there" in about[0].what
    assert "Correct the id" in about[0].cure


def test_a_database_that_is_a_folder_is_problems_of_folders(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    content = {"CONTENT_DIR": str(Path(doctor.__file__).parents[2] / "content")}
    [problem] = said({**content, "DATABASE_URL": f"sqlite:///{tmp_path}"}, monkeypatch, tmp_path)
    assert problem.what == f"The database {tmp_path} is a folder."


def test_a_broken_env_file_is_problems_of_folders_with_its_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text('DISCORD_TOKEN="abc\nPORT: 80\n', "utf-8")
    assert [one.what.partition(":")[0] for one in said({}, monkeypatch, tmp_path)] == [
        ".env, line 1",
        ".env, line 2",
    ]
