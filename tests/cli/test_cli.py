"""The command line as a person or a program runs it: a real process, its output, its exit status."""

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
import termios
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ARTICLE = ROOT / "content/carroll-v-trump/sources/2023-07-12.txt"
KEYS = ["command", "case", "title", "as_of", "abstained", "quotations", "caveats", "text"]
QUOTATION_KEYS = ["id", "text", "source", "source_file", "start", "end", "asserted_by", "speaker", "medium"]


def bot(
    *arguments: str | bytes, cwd: Path = ROOT, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **(env or {})}
    return subprocess.run(  # noqa: S603  -- our own program
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def said(*arguments: str) -> dict[str, object]:
    done = bot("say", "--json", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    assert isinstance(answer, dict)
    return answer


def test_an_answer_reads_like_this_in_the_terminal() -> None:
    done = bot("say", "/case damages")
    assert done.returncode == 0
    first, reported, rest = done.stdout.split("\n", 2)
    assert first == "Carroll v. Trump · damages"
    assert re.fullmatch(
        r"As reported on 12 July 2023, \d+ years ago · what came after is not in this source", reported
    )
    assert rest.startswith(
        "Awarded: $5 million to E. Jean Carroll. Sought: $10 million by E. Jean Carroll.\n"
        "\n"
        "Awarded · $5,000,000\n"
        "  damages · to E. Jean Carroll · The 2019 lawsuit, read from the context\n"
        "  │ Carroll was awarded $5 million in damages in the defamation case.\n"
    )


def test_the_terminal_shows_everything_unless_less_is_asked_for() -> None:
    full, short = said("/case damages"), said("/case damages detail:short")
    assert said("/case damages detail:full")["quotations"] == full["quotations"]
    printed = bot("say", "--platform", "text", "/case damages detail:short").stdout
    assert printed == f"{short['text']}\n"
    assert "points are left open" in str(short["text"])
    assert "What the source leaves open" in str(full["text"])
    assert short["caveats"] == full["caveats"]
    quotations = short["quotations"]
    assert isinstance(quotations, list)
    assert all(one["text"] in str(short["text"]).replace("\n  │ ", " ") for one in quotations)
    assert len(quotations) < len(full["quotations"])  # type: ignore[arg-type]  # a list, as above


def test_an_answer_is_in_the_language_of_the_terminal_and_json_in_english() -> None:
    german = {"LANG": "de_AT.UTF-8"}
    title, reported, languages, _ = bot("say", "/case damages", env=german).stdout.split("\n", 3)
    assert title == "Carroll gegen Trump · Schadensersatz"
    assert re.match(r"Berichtsstand: 12\. Juli 2023, vor \d+ Jahren · was danach kam", reported)
    assert languages == (
        "Zitate stehen in der Sprache der Quelle (Englisch), Angaben der Redaktion in deren eigenen Worten."
    )
    assert bot("say", "/foo", env=german).stderr.startswith("Es gibt keinen Befehl „/foo“.")
    for command in ("/case damages", "/foo"):
        runs = (bot("say", "--json", command, env=env) for env in (german, {}))
        assert len({(done.stdout, done.stderr) for done in runs}) == 1


def test_the_words_of_a_command_may_be_given_apart() -> None:
    assert (
        bot("say", "/quote", "travesty", "of", "justice").stdout
        == bot("say", "/quote travesty of justice").stdout
    )


def test_json_is_one_object_with_exactly_the_promised_keys() -> None:
    answer = said("/case damages")
    assert list(answer) == KEYS
    quotations = answer["quotations"]
    assert isinstance(quotations, list)
    assert all(list(quotation) == QUOTATION_KEYS for quotation in quotations)
    assert answer["command"] == "/case damages"
    assert (answer["case"], answer["title"], answer["as_of"]) == (
        "carroll-v-trump",
        "Carroll v. Trump · damages",
        "2023-07-12",
    )
    assert answer["abstained"] is False


@pytest.mark.parametrize(
    "command",
    ["status", "damages", "statements", "timeline", "people", "sources", "changes"],
)
def test_every_quotation_in_json_is_the_span_of_the_file_it_names(command: str) -> None:
    quotations = said(f"/case {command}")["quotations"]
    assert isinstance(quotations, list)
    for quotation in quotations:
        text = (ROOT / quotation["source_file"]).read_bytes().decode()
        assert text[quotation["start"] : quotation["end"]] == quotation["text"]
        assert quotation["asserted_by"] in {"publisher", "speaker"}
        assert quotation["speaker"] or quotation["asserted_by"] == "publisher"


def test_what_the_source_does_not_say_is_an_abstention_and_no_error() -> None:
    answer = said("/quote", "zebra")
    assert answer["abstained"] is True
    assert answer["quotations"] == []
    assert "The source does not say" in str(answer["text"])


def test_platform_prints_exactly_the_payloads() -> None:
    discord = json.loads(bot("say", "--platform", "discord", "/case statements").stdout)
    assert len(discord) > 1
    assert all(payload["flags"] == 1 << 15 for payload in discord)
    slack = json.loads(bot("say", "--platform", "slack", "/case statements").stdout)
    assert all(payload["blocks"] and payload["text"] for payload in slack)
    assert bot("say", "--platform", "text", "/help").stdout == bot("say", "/help").stdout


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("", "Nothing was typed. Try /help."),
        ("/foo", "There is no command “/foo”. /help lists them all."),
        (
            "/case",
            (
                "/case needs one more word: "
                "status, damages, statements, timeline, people, sources, caveats, changes, suggest."
            ),
        ),
        ("/case statsu", "There is no command “/case statsu”. Did you mean /case status?"),
        (
            "/case status now",
            "“now” is not understood: /case status takes case:…, lawsuit:…, as-of:…, detail:….",
        ),
        ("/case status case:nobody-v-nobody", "There is no case “nobody-v-nobody”. Known: carroll-v-trump."),
        ("/quote " + "x" * 10_000, "That is too long: 10,007 characters; a command has 6,000 at most."),
        (
            "/quote \x07",
            "The command holds a character that is not text (U+0007). Type the words again, without it.",
        ),
    ],
)
def test_a_command_that_does_not_parse_gets_a_sentence_and_the_forms(command: str, sentence: str) -> None:
    done = bot("say", command)
    assert (done.returncode, done.stdout) == (2, "")
    first, *forms = done.stderr.splitlines()
    assert first == sentence
    assert forms
    assert all(form.startswith("  /") for form in forms)


def test_bytes_that_are_no_text_get_a_sentence() -> None:
    done = bot("say", b"/quote \xff\xfe")
    assert done.returncode == 2
    assert done.stderr.startswith("The command holds a character that is not text (U+DCFF).")


def test_a_prefix_from_the_settings_goes_before_each_command() -> None:
    done = bot("say", "--json", "/law-case damages", env={"COMMAND_PREFIX": "law-"})
    assert json.loads(done.stdout)["command"] == "/law-case damages"
    refused = bot("say", "/law-case nonsense", env={"COMMAND_PREFIX": "law-"})
    assert "  /law-case status [case:…] [lawsuit:…] [as-of:…] [detail:…]" in refused.stderr.splitlines()
    unknown = bot("say", "/law-nonsense", env={"COMMAND_PREFIX": "law-"})
    assert "/law-help lists them all." in unknown.stderr


def test_links_are_given_where_there_is_a_public_address() -> None:
    done = bot(
        "say", "--platform", "discord", "/case damages", env={"PUBLIC_URL": "https://cases.example.org/"}
    )
    assert "(https://cases.example.org/cases/carroll-v-trump/sources/article?q=" in done.stdout


def test_check_counts_what_is_proven() -> None:
    for folder in ([], ["content"], ["content/carroll-v-trump"]):
        done = bot("check", *folder)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == "All good: 1 case, 94 quotations proven verbatim.\n"


def test_check_takes_a_case_file_too() -> None:
    done = bot("check", "content/carroll-v-trump/case.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("All good: 1 case, ")


def test_check_names_file_line_and_column_of_every_mistake(tmp_path: Path) -> None:
    folder = tmp_path / "some-case"
    (folder / "sources").mkdir(parents=True)
    (folder / "sources/a.txt").write_text("The court awarded $5.", encoding="utf-8")
    (folder / "case.yaml").write_text(
        "title: Some case\nrevised: 2024-01-01\nsources:\n- id: a\n  file: sources/a.txt\n"
        "  sha256: nonsense\n  date_published: 2024-01-01\n  quote: The court awarded $6.\ncolour: red\n",
        encoding="utf-8",
    )
    done = bot("check", str(tmp_path))
    assert done.returncode == 1
    assert done.stderr == "3 mistakes to mend.\n"
    lines = done.stdout.splitlines()
    assert [line.removeprefix(f"{folder}/case.yaml:").split(":")[0] for line in lines] == ["6", "8", "9"]
    assert "nearest passage at 1:1: The court awarded $[-6-]{+5+}." in lines[1]


def test_a_broken_case_is_told_of_and_the_others_answer(tmp_path: Path) -> None:
    content = tmp_path / "content"
    good = content / "carroll-v-trump"
    (good / "sources").mkdir(parents=True)
    (good / "sources/2023-07-12.txt").write_bytes(ARTICLE.read_bytes())
    (good / "case.yaml").write_bytes((ROOT / "content/carroll-v-trump/case.yaml").read_bytes())
    (content / "broken").mkdir()
    (content / "broken/case.yaml").write_text("title: [", encoding="utf-8")
    done = bot("say", "/case sources", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stderr == "1 mistake in the case files: python -m bot check lists them.\n"
    assert done.stdout.startswith("Carroll v. Trump · sources\n")


def test_without_any_case_there_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    done = bot("say", "/case status", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("There is no case to answer from yet.\n")


def test_a_second_answer_comes_from_the_cache_and_is_the_same(tmp_path: Path) -> None:
    env = {"CONTENT_DIR": str(ROOT / "content")}
    first = bot("say", "--json", "/case status", cwd=tmp_path, env=env)
    assert list((tmp_path / "var/cache/cases").iterdir())
    second = bot("say", "--json", "/case status", cwd=tmp_path, env=env)
    assert first.stdout == second.stdout
    loaded = bot("say", "/help", cwd=tmp_path, env={**env, "PYTHONVERBOSE": "1"}).stderr
    assert "import 'pydantic'" not in loaded
    assert "import 'yaml'" not in loaded
    assert "import 'aiohttp'" not in loaded


def test_schema_is_a_json_schema_of_a_case_file() -> None:
    schema = json.loads(bot("schema").stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert {"title", "sources", "lawsuits", "statements"} <= set(schema["properties"])


def test_doctor_finds_all_well() -> None:
    done = bot("doctor")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:2] == [
        "ok   The settings can be used.",
        "ok   1 case can be answered from.",
    ]


@pytest.mark.parametrize(
    ("env", "what", "cure"),
    [
        (
            {"PORT": "eighty"},
            "PORT: “eighty” is not a port; use a number from 1 to 65535, such as 8080",
            "Change it in .env or in the environment; .env.example describes it.",
        ),
        (
            {"CONTENT_DIR": "nowhere"},
            "nowhere:1:1: the content folder cannot be read: No such file or directory; set CONTENT_DIR",
            "Mend the file; a bot that runs answers from the last good version until then.",
        ),
        (
            {"CONTENT_DIR": "."},
            "There is no case in ..",
            "Write one (docs/guides/editors.md), or set CONTENT_DIR.",
        ),
    ],
)
def test_doctor_names_each_problem_and_its_cure(
    env: dict[str, str], what: str, cure: str, tmp_path: Path
) -> None:
    done = bot("doctor", cwd=tmp_path, env=env)
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    assert lines[lines.index(f"BAD  {what}") + 1] == f"     {cure}"


def test_settings_that_cannot_be_used_stop_with_all_their_sentences() -> None:
    done = bot("say", "/help", env={"PORT": "0", "LOG_LEVEL": "loud"})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "PORT: “0” is not a port; use a number from 1 to 65535, such as 8080",
        "LOG_LEVEL: “loud” is not one of debug, info, warning, error",
    ]


def test_help_teaches() -> None:
    done = bot("--help")
    assert done.returncode == 0
    for command in ("run", "web", "say", "check", "schema", "doctor"):
        assert f"    {command} " in done.stdout
        assert bot(command, "--help").returncode == 0
    assert 'python -m bot say "/case damages"' in done.stdout


def test_an_unknown_subcommand_is_refused_with_the_usage() -> None:
    done = bot("dance")
    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m bot")


def test_the_version_is_told() -> None:
    assert bot("--version").stdout == "0.1.0\n"


def test_a_reader_who_stops_reading_causes_no_traceback() -> None:
    script = f"'{sys.executable}' -m bot say /case statements | head -n 1"
    done = subprocess.run(  # noqa: S602  -- a pipe of our own program
        script, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout == "Carroll v. Trump · statements\n"
    assert "Traceback" not in done.stderr


def test_a_disk_without_space_under_the_output_is_told_of_without_a_traceback() -> None:
    command = f"{sys.executable} -m bot say '/case damages' > /dev/full"
    done = in_shell(command, ROOT)
    assert (done.returncode, done.stderr) == (1, "The output cannot be written: there is no space left.\n")


def test_where_no_file_can_grow_there_is_an_answer_and_nothing_is_left_behind(tmp_path: Path) -> None:
    limited = f"ulimit -f 0; CONTENT_DIR='{ROOT / 'content'}' {sys.executable} -m bot"
    done = in_shell(f"{limited} say '/case damages'", tmp_path)
    assert done.returncode == 0
    assert "Awarded · $5,000,000" in done.stdout
    assert list((tmp_path / "var/cache/cases").iterdir()) == []
    done = in_shell(f"{limited} doctor", tmp_path)
    assert done.returncode == 1
    assert "var/cache/cases cannot be written: File too large." in done.stdout


def in_shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S602  -- our own command
        command, shell=True, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_terminal_is_as_wide_as_it_says_or_as_the_environment_says() -> None:
    assert widest_line_in_a_terminal(columns=40) <= 40
    assert 40 < widest_line_in_a_terminal(columns=0) <= 80
    assert widest_line_in_a_terminal(columns=0, COLUMNS="50") <= 50


def widest_line_in_a_terminal(columns: int, **env: str) -> int:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "say", "/help"], cwd=ROOT, env=environment, stdout=theirs
    ) as process:
        os.close(theirs)
        output = b""
        # The end of a terminal is an error and no empty reading.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 4096):
                output += piece
        os.close(ours)
        assert process.wait() == 0
    return max(map(len, output.decode().splitlines()))
