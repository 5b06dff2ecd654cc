from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

NO_FILE = Path("no-such-file")
NO_GATEWAY = "“x” is not a gateway's address; use one such as wss://gateway.example.org"


def test_nothing_given_means_the_defaults() -> None:
    assert Settings.read({}, NO_FILE) == Settings()


def test_every_setting_can_be_given() -> None:
    environ = {
        "CONTENT_DIR": "somewhere",
        "HOST": "0.0.0.0",  # noqa: S104  -- an operator's choice
        "PORT": "80",
        "METRICS_HOST": "::1",
        "METRICS_PORT": "9100",
        "PUBLIC_URL": "https://cases.example.org/bot/",
        "TRUSTED_PROXIES": "172.16.0.0/12, ::2",
        "SECURITY_CONTACT": "mailto:security@example.org",
        "SOURCE_DISPLAY": "Full",
        "COMMAND_PREFIX": "law-",
        "DATABASE_URL": "postgres://bot:pw@db/bot",
        "COOLDOWN_ANSWERS": "0",
        "COOLDOWN_SECONDS": "10",
        "REPEAT_SECONDS": "0",
        "API_REQUESTS_PER_MINUTE": "0",
        "ENCRYPTION_KEY": "A" * 43 + "=",
        "DISCORD_TOKEN": "discord.token",
        "DISCORD_PUBLIC_KEY": "AB" * 32,
        "DISCORD_API_URL": "http://127.0.0.1:1/api",
        "DISCORD_GATEWAY_URL": "ws://127.0.0.1:1/gateway",
        "DISCORD_SHARD_COUNT": "4",
        "DISCORD_SHARD_IDS": "0, 1",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_SIGNING_SECRET": "signing",
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "client",
        "SLACK_API_URL": "http://127.0.0.1:1/slack/",
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "json",
    }
    assert Settings.read(environ, NO_FILE) == Settings(
        content_dir=Path("somewhere"),
        host="0.0.0.0",  # noqa: S104  -- as above
        port=80,
        metrics_host="::1",
        metrics_port=9100,
        public_url="https://cases.example.org/bot",
        trusted_proxies=(ip_network("172.16.0.0/12"), ip_network("::2")),
        security_contact="mailto:security@example.org",
        source_display="full",
        command_prefix="law-",
        database_url="postgresql+psycopg://bot:pw@db/bot",
        cooldown_answers=0,
        cooldown_seconds=10,
        repeat_seconds=0,
        api_requests_per_minute=0,
        encryption_key="A" * 43 + "=",
        discord_token="discord.token",
        discord_public_key="ab" * 32,
        discord_api_url="http://127.0.0.1:1/api",
        discord_gateway_url="ws://127.0.0.1:1/gateway",
        discord_shard_count=4,
        discord_shard_ids=(0, 1),
        slack_bot_token="xoxb-1",
        slack_app_token="xapp-1",
        slack_signing_secret="signing",
        slack_client_id="1.2",
        slack_client_secret="client",
        slack_api_url="http://127.0.0.1:1/slack",
        log_level="warning",
        log_format="json",
    )


def test_the_environment_goes_before_the_file(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("PORT=81\nHOST='::1'\nEMPTY\n", encoding="utf-8")
    settings = Settings.read({"PORT": "82"}, file)
    assert (settings.port, settings.host) == (82, "::1")


def test_an_empty_value_counts_as_not_given() -> None:
    assert Settings.read({"PUBLIC_URL": " ", "PORT": ""}, NO_FILE) == Settings()


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "COOLDOWN_SECONDS",
            "0",
            "COOLDOWN_SECONDS: “0” is not a number of seconds; use one from 1 to 86400, such as 60",
        ),
        (
            "COOLDOWN_ANSWERS",
            "-1",
            "COOLDOWN_ANSWERS: “-1” is not a number of answers; use one such as 5, or 0 (no limit)",
        ),
        ("PORT", "65536", "PORT: “65536” is not a port; use a number from 1 to 65535, such as 8080"),
        ("PORT", "²", "PORT: “²” is not a port; use a number from 1 to 65535, such as 8080"),
        (
            "PUBLIC_URL",
            "cases.example.org",
            "PUBLIC_URL: “cases.example.org” is not a web address; use one such as https://bot.example.org",
        ),
        (
            "PUBLIC_URL",
            "https://[::1",
            "PUBLIC_URL: “https://[::1” is not a web address; use one such as https://bot.example.org",
        ),
        (
            "SLACK_API_URL",
            "http://proxy:80a",
            "SLACK_API_URL: “http://proxy:80a” is not a web address; use one such as https://bot.example.org",
        ),
        (
            "DATABASE_URL",
            "postgresql://u:secret@db:54a2/d",
            "DATABASE_URL: use sqlite:///path/to/file.db or postgresql://user:password@host/database",
        ),
        (
            "TRUSTED_PROXIES",
            "10.0.0.0/8 caddy",
            (
                "TRUSTED_PROXIES: “caddy” is not an address or a network; use one such as 10.0.0.7 or "
                "172.16.0.0/12"
            ),
        ),
        (
            "COOLDOWN_ANSWERS",
            "9" * 5000,
            (
                f"COOLDOWN_ANSWERS: “{'9' * 5000}” is not a number of answers; use one such as 5, or 0 "
                "(no limit)"
            ),
        ),
        (
            "SECURITY_CONTACT",
            "me",
            (
                "SECURITY_CONTACT: “me” is not a contact; use an address such as "
                "mailto:security@example.org, or a page with https://"
            ),
        ),
        (
            "COMMAND_PREFIX",
            "La w",
            "COMMAND_PREFIX: “La w” cannot begin a command; use up to 20 small letters, digits, - or _",
        ),
        (
            "DATABASE_URL",
            "mysql://u:secret@h/d",
            "DATABASE_URL: use sqlite:///path/to/file.db or postgresql://user:password@host/database",
        ),
        ("ENCRYPTION_KEY", "short", "ENCRYPTION_KEY: this is not a key; make one with: python -m bot key"),
        (
            "DISCORD_PUBLIC_KEY",
            "ab",
            "DISCORD_PUBLIC_KEY: “ab” is not a public key; copy its 64 hexadecimal digits from the portal",
        ),
        (
            "DISCORD_TOKEN",
            "a b",
            "DISCORD_TOKEN: this is no token or secret: it has characters that none has",
        ),
        (
            "DISCORD_GATEWAY_URL",
            "x",
            f"DISCORD_GATEWAY_URL: {NO_GATEWAY}",
        ),
        (
            "DISCORD_SHARD_COUNT",
            "0",
            "DISCORD_SHARD_COUNT: “0” is not a number of shards; use one such as 4",
        ),
        ("DISCORD_SHARD_IDS", "0;1", "DISCORD_SHARD_IDS: “0;1” does not list shards; write them as 0,1"),
        (
            "SLACK_BOT_TOKEN",
            "xapp-1",
            "SLACK_BOT_TOKEN: this is not such a token; it begins with xoxb-",
        ),
        ("SOURCE_DISPLAY", "some", "SOURCE_DISPLAY: “some” is not one of excerpts, full"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: “xml” is not one of console, json"),
    ],
)
def test_each_mistake_has_its_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.read({name: text}, NO_FILE)
    assert raised.value.problems == (sentence,)


def test_no_secret_is_shown() -> None:
    secrets = {
        "DATABASE_URL": "postgresql://bot:hidden@db/bot",
        "ENCRYPTION_KEY": "hidden".ljust(43, "A") + "=",
        "DISCORD_TOKEN": "hidden",
        "SLACK_BOT_TOKEN": "xoxb-hidden",
        "SLACK_APP_TOKEN": "xapp-hidden",
        "SLACK_SIGNING_SECRET": "hidden",
        "SLACK_CLIENT_SECRET": "hidden",
    }
    assert "hidden" not in repr(Settings.read(secrets, NO_FILE))


@pytest.mark.parametrize(
    "server", ["db", "db:5432", "[::1]:5432", "", "u:p%40w@db", "u:p@w:1/x@db:1", "/bot?host=/var/run"]
)
def test_a_database_can_be_on_any_host_and_port(server: str) -> None:
    assert Settings.read({"DATABASE_URL": f"postgresql://{server}/bot"}, NO_FILE).database_url.endswith(
        "/bot"
    )
