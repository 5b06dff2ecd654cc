from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

NO_FILE = Path("no-such-file")


def test_nothing_given_means_the_defaults() -> None:
    assert Settings.read({}, NO_FILE) == Settings()


def test_every_setting_can_be_given() -> None:
    environ = {
        "CONTENT_DIR": "somewhere",
        "HOST": "0.0.0.0",  # noqa: S104  -- an operator's choice
        "PORT": "80",
        "PUBLIC_URL": "https://cases.example.org/bot/",
        "SOURCE_DISPLAY": "Full",
        "COMMAND_PREFIX": "law-",
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "json",
    }
    assert Settings.read(environ, NO_FILE) == Settings(
        content_dir=Path("somewhere"),
        host="0.0.0.0",  # noqa: S104  -- as above
        port=80,
        public_url="https://cases.example.org/bot",
        source_display="full",
        command_prefix="law-",
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
        ("PORT", "65536", "PORT: “65536” is not a port; use a number from 1 to 65535, such as 8080"),
        ("PORT", "²", "PORT: “²” is not a port; use a number from 1 to 65535, such as 8080"),
        (
            "PUBLIC_URL",
            "cases.example.org",
            "PUBLIC_URL: “cases.example.org” is not a web address; use one such as https://bot.example.org",
        ),
        (
            "COMMAND_PREFIX",
            "La w",
            "COMMAND_PREFIX: “La w” cannot begin a command; use up to 20 small letters, digits, - or _",
        ),
        ("SOURCE_DISPLAY", "some", "SOURCE_DISPLAY: “some” is not one of excerpts, full"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT: “xml” is not one of console, json"),
    ],
)
def test_each_mistake_has_its_sentence(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.read({name: text}, NO_FILE)
    assert raised.value.problems == (sentence,)
