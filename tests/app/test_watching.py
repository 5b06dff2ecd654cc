"""The alert rules and the dashboard, and that they rest on metrics which the processes really have."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry

from bot.digests.delivery.metrics import DeliveryMetrics
from bot.service.bounded_pool import BoundedPool
from bot.service.metrics import ANSWER_BUCKETS, DatabaseState, Metrics, PlatformConnection
from tests.docs.documents import ROOT, code, table_rows, text_of

DEPLOY = ROOT / "deploy"
ALERTS, ALERTS_TEST, DASHBOARD = (
    DEPLOY / name for name in ("alerts.yml", "alerts_test.yml", "dashboard.json")
)
METRIC = re.compile(r"\b((?:bot|process)_[a-z_]+)\b(\{[^}]*\})?")
BY_PROMETHEUS = frozenset({"job", "instance"})
"""Labels that Prometheus itself adds to what it reads."""


def promtool() -> str:
    """Prometheus' own judge of rules: PROMTOOL, or the one on PATH; without it a test fails in CI."""
    found = os.environ.get("PROMTOOL") or shutil.which("promtool")
    if found:
        return found
    reason = "promtool is not there: Debian's package prometheus has it, and PROMTOOL may name another one"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def judged(*arguments: str | Path) -> str:
    done = subprocess.run(  # noqa: S603  -- Prometheus' tool on files of ours
        [promtool(), *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def alerts() -> list[dict[str, Any]]:
    [group] = yaml.safe_load(ALERTS.read_text("utf-8"))["groups"]
    return list(group["rules"])


def panels() -> list[dict[str, Any]]:
    return [one for one in json.loads(DASHBOARD.read_text("utf-8"))["panels"] if one["type"] != "row"]


def expressions() -> Iterator[str]:
    """All that the rules and the dashboard ask Prometheus, with the dashboard's variables filled in."""
    yield from (rule["expr"] for rule in alerts())
    for panel in panels():
        for target in panel["targets"]:
            yield target["expr"].replace("$job", "bot").replace("$instance", ".*")


def exposed(registry: CollectorRegistry) -> Mapping[str, frozenset[str]]:
    """The names of the samples that a process shows, with the names of their labels."""
    return {
        sample.name: frozenset(sample.labels) for family in registry.collect() for sample in family.samples
    }


@pytest.fixture(scope="module")
def names() -> Mapping[str, frozenset[str]]:
    """The samples of a process that has done everything once."""
    metrics = Metrics(CollectorRegistry())
    DeliveryMetrics(metrics.registry)
    metrics.count("discord", "case damages", "answered")
    metrics.seconds.labels("discord", "case damages").observe(1.0)
    shard = PlatformConnection("shard 0", is_open=True, latency=0.1)
    metrics.watch_connections("discord", lambda: [shard], "gateway")
    metrics.database.found = DatabaseState(up=True, took=0.1, clock_offset=0.0, opened=1, in_use=1)
    pool = BoundedPool("page", 1, 1)
    try:
        return exposed(metrics.registry)
    finally:
        pool.close()


def test_the_rules_are_rules_to_prometheus_and_their_unit_tests_pass() -> None:
    assert f"{len(alerts())} rules found" in judged("check", "rules", ALERTS)
    judged("test", "rules", ALERTS_TEST)


def test_each_rule_is_tested_to_fire_and_to_stay_quiet_and_says_what_is_wrong() -> None:
    tested = [
        case
        for one in yaml.safe_load(ALERTS_TEST.read_text("utf-8"))["tests"]
        for case in one["alert_rule_test"]
    ]
    for rule in alerts():
        fires = [bool(case["exp_alerts"]) for case in tested if case["alertname"] == rule["alert"]]
        assert sorted(fires) == [False, True], rule["alert"]
        assert rule["labels"]["severity"] in {"critical", "warning"}
        assert rule["annotations"]["summary"].endswith(".")


def test_operations_says_of_every_alert_what_to_do_and_of_no_other() -> None:
    rows = table_rows(text_of(ROOT / "docs/operations.md"), "alert")
    assert [code(name) for name, _ in rows] == [rule["alert"] for rule in alerts()]


def test_what_the_dashboard_asks_is_understood_by_prometheus(tmp_path: Path) -> None:
    rules = [{"record": f"panel:{number}", "expr": one} for number, one in enumerate(expressions())]
    file = tmp_path / "panels.yml"
    file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}), "utf-8")
    judged("check", "rules", file)


def test_rules_and_dashboard_name_metrics_and_labels_that_there_are(
    names: Mapping[str, frozenset[str]],
) -> None:
    asked = [found for one in expressions() for found in METRIC.finditer(one)]
    assert len(asked) > 30
    for found in asked:
        assert found[1] in names, found[1]
        labels = set(re.findall(r"([a-z_]+)\s*(?:=~|!~|!=|=)", found[2] or ""))
        assert labels <= names[found[1]] | BY_PROMETHEUS, found[0]
    for one in expressions():
        grouped = {label.strip() for by in re.findall(r"by \(([^)]*)\)", one) for label in by.split(",")}
        known = {label for found in METRIC.finditer(one) for label in names[found[1]]}
        assert grouped <= known | BY_PROMETHEUS, one


def test_all_that_a_process_shows_of_the_bot_is_on_the_dashboard_or_in_a_rule(
    names: Mapping[str, frozenset[str]],
) -> None:
    asked = " ".join(expressions())
    shown = {re.sub("_(bucket|count|sum|created)$", "", name) for name in names if name.startswith("bot_")}
    assert {name for name in shown if name not in asked} == set()


def test_the_panels_have_ids_of_their_own_and_do_not_overlap() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells
    assert len({panel["id"] for panel in panels()}) == len(panels())


def test_a_quantile_of_answers_can_tell_what_platforms_wait_for() -> None:
    """Discord and Slack wait for three seconds; an answer is deferred after two, or 2.3."""
    assert {2.0, 3.0} <= set(ANSWER_BUCKETS)
    assert all(later / earlier <= 3 for earlier, later in pairwise(ANSWER_BUCKETS))
