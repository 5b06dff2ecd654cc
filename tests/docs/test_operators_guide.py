"""Settings, routes, metrics and sentences for operators are all documented, and nothing else is."""

from __future__ import annotations

import ast
import re
import socket
from dataclasses import fields
from pathlib import Path

import pytest
from aiohttp import web
from prometheus_client import CollectorRegistry

from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from bot.digests.delivery.metrics import DeliveryMetrics
from bot.platforms.discord.interactions_endpoint import PATH as DISCORD_PATH
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.service.metrics import Metrics
from bot.settings import Settings, SettingsError
from bot.web.errors import LONGEST_ADDRESS
from bot.web.health_site import LONGEST_BODY
from bot.web.site import make_site
from tests.docs.documents import OPERATORS, ROOT, code, printed, table_rows, text_of

ENV_EXAMPLE = ROOT / ".env.example"
NO_FILE = Path("no-such-file")


def defaults() -> dict[str, str]:
    return {
        # What lists nothing is empty, as what is not set.
        field.name.upper(): "" if field.default in (None, (), frozenset()) else str(field.default)
        for field in fields(Settings)
    }


def test_the_env_example_has_every_setting_with_its_default_and_no_other() -> None:
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", text_of(ENV_EXAMPLE), flags=re.MULTILINE))
    assert shown == defaults()


def test_the_env_example_describes_every_setting() -> None:
    for block in text_of(ENV_EXAMPLE).strip().split("\n\n"):
        assert block.startswith("# "), block


def test_the_operators_guide_has_every_setting_with_its_default_and_no_other() -> None:
    rows = table_rows(text_of(OPERATORS), "setting")
    assert {code(row[0]): code(row[1]).replace("none", "") for row in rows} == defaults()


def test_the_operators_guide_has_every_route_and_no_other(tmp_path: Path) -> None:
    site = make_site(CommandService(Corpus(ContentRepository(tmp_path)), Presentation()))
    served = {
        resource.canonical for resource in site.router.resources() if isinstance(resource, web.Resource)
    }
    served |= {
        resource.canonical for resource in site.router.resources() if isinstance(resource, web.StaticResource)
    }
    assert {code(row[0]) for row in table_rows(text_of(OPERATORS), "address")} == served | {DISCORD_PATH}


def test_the_operators_guide_says_how_long_an_address_and_a_body_may_be() -> None:
    limits = (
        f"Addresses over {LONGEST_ADDRESS // 1024} KiB and bodies over {LONGEST_BODY // 1024} KiB are refused"
    )
    assert limits in text_of(OPERATORS)


def test_the_operators_guide_has_every_metric_and_no_other() -> None:
    registry = CollectorRegistry()
    Metrics(registry)
    counted = {
        f"{family.name}_total" if family.type == "counter" else family.name: family.type
        for family in registry.collect()
    }
    rows = table_rows(text_of(OPERATORS), "metric")
    assert {code(row[0]): row[1] for row in rows} == counted


def test_operations_has_every_metric_of_the_delivery_and_no_other() -> None:
    registry = CollectorRegistry()
    DeliveryMetrics(registry)
    counted = {
        f"{family.name}_total" if family.type == "counter" else family.name: family.type
        for family in registry.collect()
    }
    rows = table_rows(text_of(ROOT / "docs/operations.md"), "gauge or counter")
    assert {code(row[0]): row[1] for row in rows} == counted


def test_the_operators_guide_has_every_event_of_the_log_at_its_level_and_no_other() -> None:
    logged = {
        (node.args[0].value, {"exception": "error"}.get(node.func.attr, node.func.attr))
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(text_of(path)))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
        and isinstance(node.args[0], ast.Constant)
    }
    assert {(code(row[0]), row[1]) for row in table_rows(text_of(OPERATORS), "event")} == logged


def listed_sentences() -> list[str]:
    return [code(row[0]) for row in table_rows(text_of(OPERATORS), "sentence")]


@pytest.mark.parametrize("sentence", listed_sentences()[:4])
def test_the_settings_really_say(sentence: str) -> None:
    name, _, value = sentence.partition("”")[0].partition(": “")
    with pytest.raises(SettingsError) as raised:
        Settings.read({name: value}, NO_FILE)
    assert raised.value.problems == (sentence,)


def test_the_start_really_says(tmp_path: Path) -> None:
    no_folder, taken, of_another = listed_sentences()[4:]
    assert printed("CONTENT_DIR=nowhere python -m bot run", tmp_path) == no_folder
    (tmp_path / "content").mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        *_, last = printed(f"PORT={port} python -m bot run", tmp_path).splitlines()
    assert last == taken.replace("8080", str(port))
    assert printed("HOST=192.0.2.1 python -m bot run", tmp_path) == of_another
