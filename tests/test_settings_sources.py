"""Settings from broken ``.env`` files, secrets from files, and names that are none of ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, doubts

NO_FILE = Path("no-such-file")
SAVED_WRONG = "this is not UTF-8; save the file as UTF-8"
NO_LINE = "this is not NAME=value, or a quotation mark is not closed; correct the line, or put a # before it"


def problems(environ: dict[str, str], env_file: Path = NO_FILE) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        Settings.read(environ, env_file)
    return list(raised.value.problems)


@pytest.mark.parametrize(
    "held",
    [
        b"\xef\xbb\xbfPORT=81\nCOMMAND_PREFIX=law-\n",
        b"PORT=81\r\nCOMMAND_PREFIX=law-\r\n",
        b"\xef\xbb\xbf# caf\xc3\xa9\r\nPORT = '81'\r\n\r\nexport COMMAND_PREFIX=\"law-\" # why\r\n",
    ],
    ids=["with a byte order mark", "with the line ends of Windows", "with both, and quoted"],
)
def test_an_env_file_is_read_as_editors_write_it(held: bytes, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(held)
    settings = Settings.read({}, file)
    assert (settings.port, settings.command_prefix) == (81, "law-")


@pytest.mark.parametrize(
    ("held", "lines", "sentence"),
    [
        ("PORT=81\n# für alle\n".encode("latin-1"), [2], SAVED_WRONG),
        ("PORT=81\n".encode("utf-16"), [1], SAVED_WRONG),
        (b'PORT=81\nDISCORD_TOKEN="abc\nLOG_LEVEL=info\n', [2], NO_LINE),
        (b"DISCORD_TOKEN='abc\n", [1], NO_LINE),
        (b"PORT: 81\nHOST=::1\nexactly so\n", [1, 3], NO_LINE),
    ],
    ids=["Latin-1", "UTF-16", "a double quote", "a single quote", "YAML, and prose"],
)
def test_each_line_of_an_env_file_that_cannot_be_read_is_named(
    held: bytes, lines: list[int], sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_bytes(held)
    assert problems({}, file) == [f"{file}, line {line}: {sentence}" for line in lines]


def test_an_env_file_that_is_a_folder_or_leads_nowhere_is_told_of(tmp_path: Path) -> None:
    """Docker makes a folder where a file that it is to mount is missing."""
    assert problems({}, tmp_path) == [f"{tmp_path} is a folder; remove it, and make a file of that name"]
    (link := tmp_path / "link").symlink_to(tmp_path / "nowhere")
    assert problems({}, link) == [
        f"{link} cannot be read: No such file or directory; mend its rights, or remove it"
    ]


def test_a_secret_can_be_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(b"\xef\xbb\xbfxoxb-1\r\n\n")
    assert Settings.read({"SLACK_BOT_TOKEN_FILE": str(file)}, NO_FILE).slack_bot_token == "xoxb-1"


def test_every_secret_setting_can_be_read_from_a_file_and_no_other(tmp_path: Path) -> None:
    secrets = {
        "DATABASE_URL": "postgresql+psycopg://bot:pw@db/bot",
        "ENCRYPTION_KEY": "A" * 43 + "=",
        "DISCORD_TOKEN": "discord.token",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "signing",
        "SLACK_CLIENT_SECRET": "client",
    }
    for name, text in secrets.items():
        (tmp_path / name).write_text(f"{text}\n", "utf-8")
    named = {f"{name}_FILE": str(tmp_path / name) for name in secrets}
    settings = Settings.read({**named, "PORT_FILE": "nowhere"}, NO_FILE)
    assert {name: getattr(settings, name.lower()) for name in secrets} == secrets


@pytest.mark.parametrize(
    ("held", "sentence"),
    [
        (None, "cannot be read: No such file or directory; name a file that can"),
        (b"", "is empty; write the secret into it, and nothing else"),
        (b" \n", "is empty; write the secret into it, and nothing else"),
        (b"a" * 70_000, "is too long for a secret; write the secret into it, and nothing else"),
        (b"\xff\xfe", "is not text; it has to hold the secret and nothing else"),
    ],
    ids=["missing", "empty", "blank", "too long", "binary"],
)
def test_a_file_without_a_secret_is_told_of(held: bytes | None, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "token"
    if held is not None:
        file.write_bytes(held)
    assert problems({"DISCORD_TOKEN_FILE": str(file)}) == [f"DISCORD_TOKEN_FILE: {file} {sentence}"]


def test_a_folder_and_a_pipe_are_no_files_with_a_secret(tmp_path: Path) -> None:
    assert problems({"DISCORD_TOKEN_FILE": str(tmp_path)}) == [
        f"DISCORD_TOKEN_FILE: {tmp_path} is a folder; name the file that holds the secret"
    ]
    os.mkfifo(pipe := tmp_path / "pipe")
    assert problems({"DISCORD_TOKEN_FILE": str(pipe)}) == [
        f"DISCORD_TOKEN_FILE: {pipe} is a pipe or a device; name a file that holds the secret"
    ]


def test_what_a_secret_file_holds_is_checked_and_not_repeated(tmp_path: Path) -> None:
    (file := tmp_path / "token").write_text("xapp-hidden", "utf-8")
    assert problems({"SLACK_BOT_TOKEN_FILE": str(file)}) == [
        "SLACK_BOT_TOKEN: this is not such a token; it begins with xoxb-"
    ]


def test_a_secret_and_a_file_for_it_are_one_too_many(tmp_path: Path) -> None:
    (token := tmp_path / "token").write_text("right", "utf-8")
    both = {"DISCORD_TOKEN": "one", "DISCORD_TOKEN_FILE": str(token)}
    assert problems(both) == ["DISCORD_TOKEN: DISCORD_TOKEN_FILE is set too; remove one of them"]
    # The environment goes before the file, in whichever way it gives the secret.
    (env := tmp_path / ".env").write_text("DISCORD_TOKEN=old\n", "utf-8")
    assert Settings.read({"DISCORD_TOKEN_FILE": str(token)}, env).discord_token == "right"


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("DISCORD_TOKN", "DISCORD_TOKEN"),
        ("DISCORD_TOKEN_FLE", "DISCORD_TOKEN_FILE"),
        ("SLACK_SIGNING_SECRETS", "SLACK_SIGNING_SECRET"),
        ("CONTENTDIR", "CONTENT_DIR"),
        ("PUBLIC_URI", "PUBLIC_URL"),
        ("LOGLEVEL", "LOG_LEVEL"),
        ("port", "PORT"),
    ],
)
def test_a_name_with_a_slip_is_named_with_the_right_one(name: str, near: str, tmp_path: Path) -> None:
    expected = f"{name} is not a setting, and does nothing: do you mean {near}?"
    assert [sentence for sentence, _ in doubts({name: "x"}, NO_FILE)] == [expected]
    (file := tmp_path / ".env").write_text(f"{name}=x\n", "utf-8")
    assert [sentence for sentence, _ in doubts({}, file)] == [expected]


def test_an_unknown_name_of_a_platform_is_named_though_it_is_like_none() -> None:
    [(sentence, _)] = doubts({"SLACK_WEBHOOK": "x"}, NO_FILE)
    assert sentence == (
        "SLACK_WEBHOOK is not a setting, and does nothing: .env.example lists those that there are."
    )


def test_what_machines_set_by_themselves_is_none_of_ours() -> None:
    usual = (
        "PATH HOME LANG LC_ALL LOGNAME HOSTNAME HOSTTYPE PWD OLDPWD SHELL SHLVL TERM TZ USER CI DYNO "
        "INVOCATION_ID JOURNAL_STREAM KUBERNETES_PORT KUBERNETES_SERVICE_HOST POSTGRES_PASSWORD PGPASSWORD "
        "PYTHONPATH XDG_DATA_DIRS"
    )
    assert list(doubts(dict.fromkeys(usual.split(), "x"), NO_FILE)) == []


def test_a_secret_file_that_everybody_may_read_is_doubted_but_not_one_that_a_container_mounts(
    tmp_path: Path,
) -> None:
    (file := tmp_path / "token").write_text("secret", "utf-8")
    file.chmod(0o644)
    given = {"DISCORD_TOKEN_FILE": str(file), "SLACK_BOT_TOKEN_FILE": "/run/secrets/slack"}
    assert list(doubts(given, NO_FILE)) == [
        (
            f"DISCORD_TOKEN_FILE: {file} can be read by every user of this machine.",
            "Allow its owner alone: chmod 600.",
        )
    ]
    file.chmod(0o640)
    assert list(doubts(given, NO_FILE)) == []


@pytest.mark.parametrize(
    "host", ["http://127.0.0.1", "127.0.0.1:8080", "127.0.0", "a b", "-x", "::1::2", "a..b"]
)
def test_a_host_that_cannot_be_one_is_refused(host: str) -> None:
    [problem] = problems({"HOST": host})
    assert problem.startswith(f"HOST: “{host}” is not an address to listen on; use 127.0.0.1 (this machine")


@pytest.mark.parametrize("host", ["::", "[::1]", "localhost", "bot.example.org", "pod-1"])
def test_addresses_and_names_are_hosts(host: str) -> None:
    assert Settings.read({"METRICS_HOST": host}, NO_FILE).metrics_host == host.strip("[]")


def test_the_port_of_metrics_is_another_one() -> None:
    assert problems({"PORT": "81", "METRICS_PORT": "81"}) == [
        "METRICS_PORT: 81 is PORT too; use another one, such as 9100"
    ]


def test_an_env_file_that_is_a_pipe_a_device_or_too_long_is_told_of(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    os.mkfifo(file)
    assert problems({}, file) == [f"{file} is a pipe or a device; remove it, and make a file of that name"]
    file.unlink()
    file.symlink_to("/dev/zero")
    assert problems({}, file) == [f"{file} is a pipe or a device; remove it, and make a file of that name"]
    file.unlink()
    file.write_bytes(b"#" * 1024 * 1024 + b"#")
    assert problems({}, file) == [f"{file} is too long for settings; leave NAME=value lines alone in it"]
