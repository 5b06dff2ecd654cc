"""MCP over HTTP, in both revisions: tools, resources, what is refused, and that nothing is a page of HTML."""

from __future__ import annotations

import asyncio
import base64
import io
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from structlog.testing import capture_logs

from bot.corpus.corpus import Corpus
from tests.api.conftest import Client, Opens
from tests.corpora import Corpora
from tests.mcp.mcp_client import ACCEPT, LEGACY, META, MODERN, called, headers_of, posted, request, result_of

APPEALING = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
BOTH = pytest.mark.parametrize("revision", [MODERN, LEGACY])


async def error_of(client: Client, message: dict[str, Any], status: int, revision: str = MODERN) -> Any:
    response = await posted(client, message, revision)
    body = await response.json()
    assert response.status == status, body
    return body["error"]


@BOTH
async def test_a_true_quotation_is_safe_and_a_changed_one_is_not(client: Client, revision: str) -> None:
    made = await called(client, "verify_quotations", revision, text=f'Trump said "{APPEALING}"')
    [claim] = made["structuredContent"]["claims"]
    assert (claim["verdict"], claim["safe_to_quote"], made["isError"]) == ("verbatim", True, False)
    assert claim["matches"][0]["exact"] == APPEALING
    made = await called(
        client, "verify_quotations", revision, text="Carroll was awarded $50 million in damages"
    )
    [claim] = made["structuredContent"]["claims"]
    assert (claim["verdict"], claim["safe_to_quote"]) == ("altered", False)
    assert "$5 million" in claim["matches"][0]["exact"]


@BOTH
async def test_every_result_says_what_is_covered(client: Client, revision: str) -> None:
    for name, arguments in (
        ("verify_quotations", {"text": "lol"}),
        ("find_quotation", {"words": "travesty"}),
        ("case_answer", {"case": "carroll-v-trump", "command": "damages"}),
        ("coverage", {}),
    ):
        made = (await called(client, name, revision, **arguments))["structuredContent"]
        assert "Searched: 1 case and 1 source" in made["coverage"]["sentence"], name


@BOTH
async def test_the_tools_only_read_and_their_answers_are_as_they_say(client: Client, revision: str) -> None:
    tools = (await result_of(client, "tools/list", revision))["tools"]
    calls: dict[str, dict[str, Any]] = {
        "verify_quotations": {"text": f'"{APPEALING}" "the moon is a cheese of $5 million"'},
        "find_quotation": {"words": "travesty of justice", "limit": 3},
        "case_answer": {"case": "carroll-v-trump", "command": "status"},
        "coverage": {},
    }
    assert [tool["name"] for tool in tools] == list(calls)
    for tool in tools:
        hints = tool["annotations"]
        assert (hints["readOnlyHint"], hints["idempotentHint"], hints["openWorldHint"]) == (True, True, False)
        assert tool["inputSchema"]["additionalProperties"] is False
        jsonschema_rs.validate(tool["inputSchema"], calls[tool["name"]])
        made = await called(client, tool["name"], revision, **calls[tool["name"]])
        jsonschema_rs.validate(tool["outputSchema"], made["structuredContent"])
        [shown] = made["content"]
        assert "\n" not in shown["text"]
        assert json.loads(shown["text"]).keys() <= made["structuredContent"].keys()


@pytest.mark.parametrize(
    ("name", "arguments", "named"),
    [
        (
            "verify_quotations",
            {"text": "a", "speakr": "Trump"},
            "speakr: There is no such field. Did you mean “speaker”?",
        ),
        ("verify_quotations", {}, "text: It is missing."),
        ("verify_quotations", {"text": 5}, "text: "),
        ("verify_quotations", {"text": "x" * 20_001}, "text: "),
        ("verify_quotations", {"text": "a\ud800"}, "text: "),
        ("find_quotation", {"words": "a", "limit": 21}, "limit: "),
        ("find_quotation", {"words": "a", "limit": "5"}, "limit: "),
        ("find_quotation", {"words": "a", "limit": True}, "limit: "),
        ("find_quotation", {"words": "x" * 501}, "words: "),
        ("case_answer", {"case": "carroll-v-trump", "command": "gossip"}, "command: "),
        ("case_answer", {"case": "nobody", "command": "status"}, "There is no such case."),
        ("coverage", {"case": "a"}, "case: There is no such field."),
        ("coverage", [], "It has to be a JSON object."),
        ("coverage", None, "It has to be a JSON object."),
    ],
)
@BOTH
async def test_a_wrong_or_misspelt_argument_is_refused_by_name(
    client: Client, name: str, arguments: Any, named: str, revision: str
) -> None:
    made = await result_of(client, "tools/call", revision, name=name, arguments=arguments)
    assert made["isError"]
    assert named in made["content"][0]["text"].splitlines()[-1]
    assert not made["content"][0]["text"].splitlines()[-1].startswith(":")
    assert "structuredContent" not in made
    assert "xxxx" not in made["content"][0]["text"]


@BOTH
async def test_an_unknown_tool_is_an_error_of_the_protocol(client: Client, revision: str) -> None:
    error = await error_of(
        client, request("tools/call", revision, name="verify", arguments={}), 200, revision
    )
    assert error["code"] == -32602
    assert "verify_quotations" in error["message"]


@BOTH
async def test_sources_and_quotations_are_resources(client: Client, content: Path, revision: str) -> None:
    [source] = (await result_of(client, "resources/list", revision))["resources"]
    assert source["uri"] == "verbatim://cases/carroll-v-trump/sources/article"
    [read] = (await result_of(client, "resources/read", revision, uri=source["uri"]))["contents"]
    article = (content / "carroll-v-trump/sources/2023-07-12.txt").read_bytes().decode()
    held = json.loads(read["text"])
    assert len(held["quotations"]) > 30
    assert all(article[one["start"] : one["end"]] == one["exact"] for one in held["quotations"])
    assert "text" not in held, "articles are shown in excerpts unless the operator may publish them"
    address = f"verbatim://cases/carroll-v-trump/quotations/{held['quotations'][0]['id']}"
    [read] = (await result_of(client, "resources/read", revision, uri=address))["contents"]
    assert json.loads(read["text"])["exact"] == held["quotations"][0]["exact"]
    templates = (await result_of(client, "resources/templates/list", revision))["resourceTemplates"]
    assert [one["name"] for one in templates] == ["source", "quotation"]


@pytest.mark.parametrize(("revision", "code"), [(MODERN, -32602), (LEGACY, -32002)])
@pytest.mark.parametrize(
    "address",
    ["verbatim://cases/nobody/sources/article", "verbatim://cases/carroll-v-trump/quotations/zzzzzz"],
)
async def test_a_resource_that_is_not_there_is_an_error(
    client: Client, address: str, revision: str, code: int
) -> None:
    error = await error_of(client, request("resources/read", revision, uri=address), 200, revision)
    assert (error["code"], error["data"]) == (code, {"uri": address})


async def test_without_a_handshake_the_server_is_discovered(client: Client) -> None:
    found = await result_of(client, "server/discover")
    assert found["supportedVersions"] == [MODERN, LEGACY]
    assert (found["resultType"], found["cacheScope"]) == ("complete", "public")
    assert found["_meta"]["io.modelcontextprotocol/serverInfo"]["name"] == "verbatim"
    listed = await result_of(client, "tools/list")
    assert listed["ttlMs"] > 0
    assert (await called(client, "coverage"))["resultType"] == "complete"


async def test_with_a_handshake_the_server_answers_and_takes_notifications(client: Client) -> None:
    asked = {"protocolVersion": LEGACY, "capabilities": {}, "clientInfo": {"name": "ours", "version": "1"}}
    found = await result_of(client, "initialize", LEGACY, **asked)
    assert (found["protocolVersion"], found["capabilities"]) == (LEGACY, {"tools": {}, "resources": {}})
    note = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    response = await client.post("/mcp", json=note, headers={"Accept": ACCEPT})
    assert (response.status, await response.read()) == (202, b"")
    assert await result_of(client, "ping", LEGACY) == {}
    newer = await result_of(client, "initialize", LEGACY, **{**asked, "protocolVersion": "2099-01-01"})
    assert newer["protocolVersion"] == LEGACY
    assert "resultType" not in newer


async def test_a_version_that_is_not_known_is_answered_with_those_that_are(client: Client) -> None:
    message = request("tools/list")
    message["params"]["_meta"] = {**META, "io.modelcontextprotocol/protocolVersion": "1900-01-01"}
    error = await error_of(client, message, 400, MODERN)
    assert error["code"] == -32020
    headers = {**headers_of(message), "MCP-Protocol-Version": "1900-01-01"}
    body = await (await client.post("/mcp", json=message, headers=headers)).json()
    assert body["error"]["code"] == -32022
    assert body["error"]["data"] == {"supported": [MODERN, LEGACY], "requested": "1900-01-01"}
    error = await error_of(client, request("tools/list", LEGACY), 400, "1900-01-01")
    assert error["code"] == -32022


@pytest.mark.parametrize(
    "change",
    [
        {"Mcp-Method": "tools/list"},
        {"Mcp-Method": None},
        {"Mcp-Name": "find_quotation"},
        {"Mcp-Name": None},
        {"Mcp-Name": "=?base64?!?="},
        {"MCP-Protocol-Version": None},
        {"MCP-Protocol-Version": LEGACY},
    ],
)
async def test_headers_that_differ_from_the_message_are_refused(
    client: Client, change: dict[str, str | None]
) -> None:
    message = request("tools/call", name="coverage", arguments={})
    headers = {name: value for name, value in {**headers_of(message), **change}.items() if value is not None}
    response = await client.post("/mcp", json=message, headers=headers)
    assert response.status == 400
    assert (await response.json())["error"]["code"] == -32020


async def test_a_name_in_base64_is_decoded_before_it_is_compared(client: Client) -> None:
    message = request("tools/call", name="coverage", arguments={})
    headers = {**headers_of(message), "Mcp-Name": f"=?base64?{base64.b64encode(b'coverage').decode()}?="}
    assert (await client.post("/mcp", json=message, headers=headers)).status == 200


@pytest.mark.parametrize("missing", ["protocolVersion", "clientCapabilities"])
async def test_a_request_that_does_not_say_what_it_must_is_refused(client: Client, missing: str) -> None:
    message = request("server/discover")
    name = f"io.modelcontextprotocol/{missing}"
    message["params"]["_meta"] = {key: value for key, value in META.items() if key != name}
    assert (await error_of(client, message, 400))["code"] == -32602
    bare = {**request("tools/list", LEGACY), "params": {}}
    assert (await error_of(client, bare, 400))["code"] == -32602


@pytest.mark.parametrize(("revision", "status"), [(MODERN, 404), (LEGACY, 200)])
@pytest.mark.parametrize("method", ["prompts/list", "tools/delete", ""])
async def test_a_method_that_is_not_there_is_an_error(
    client: Client, method: str, revision: str, status: int
) -> None:
    assert (await error_of(client, request(method, revision), status, revision))["code"] == -32601


@pytest.mark.parametrize(
    ("raw", "code", "status"),
    [
        (b"", -32700, 400),
        (b"{", -32700, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "id": 2, "method": "ping"}', -32700, 400),
        (b"\xff", -32700, 400),
        (b"[]", -32600, 400),
        (b"7", -32600, 400),
        (b'{"id": 1, "method": "ping"}', -32600, 400),
        (b'{"jsonrpc": "2.0", "id": null, "method": "ping"}', -32600, 400),
        (b'{"jsonrpc": "2.0", "id": true, "method": "ping"}', -32600, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": 7}', -32600, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": []}', -32602, 400),
        (b'{"jsonrpc": "2.0", "id": 1, "method": "' + b"x" * 2_000_000 + b'"}', -32600, 413),
    ],
)
async def test_what_is_no_message_is_a_json_rpc_error_and_no_page(
    client: Client, raw: bytes, code: int, status: int
) -> None:
    headers = {"Content-Type": "application/json", "Accept": ACCEPT}
    response = await client.post("/mcp", data=io.BytesIO(raw), headers=headers)
    assert (response.status, response.content_type) == (status, "application/json")
    assert (await response.json())["error"]["code"] == code


async def test_an_id_with_half_a_surrogate_pair_comes_back(client: Client) -> None:
    message = json.dumps(request("ping", LEGACY, "\ud800")).encode()
    headers = {"Content-Type": "application/json", "Accept": ACCEPT}
    response = await client.post("/mcp", data=message, headers=headers)
    assert json.loads(await response.read())["id"] == "\ud800"


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
async def test_another_method_is_405_and_no_page(client: Client, method: str) -> None:
    response = await client.request(method, "/mcp", headers={"Accept": ACCEPT})
    assert (response.status, response.headers["Allow"]) == (405, "POST")
    assert response.content_type == "application/json"


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "localhost.evil.example", "Origin": "http://localhost.evil.example"},
    ],
)
async def test_a_site_elsewhere_may_not_ask(
    opened: Opens, corpus: Corpus, client: Client, headers: dict[str, str]
) -> None:
    message = request("tools/list")
    sent = {**headers_of(message), **headers}
    assert (await client.post("/mcp", json=message, headers=sent)).status == 403
    public = await opened(corpus, "https://cases.example.org")
    assert (await public.post("/mcp", json=message, headers=sent)).status == 403
    theirs = {**headers_of(message), "Origin": "https://cases.example.org", "Host": "cases.example.org"}
    assert (await public.post("/mcp", json=message, headers=theirs)).status == 200


async def test_other_types_are_refused(client: Client) -> None:
    message = request("tools/list")
    headers = headers_of(message)
    assert (await client.post("/mcp", data=json.dumps(message), headers=headers)).status == 415
    headers["Accept"] = "text/html"
    assert (await client.post("/mcp", json=message, headers=headers)).status == 406


async def test_a_flood_is_told_when_to_come_again(opened: Opens, corpus: Corpus) -> None:
    client = await opened(corpus, per_minute=5)
    answers = [await posted(client, request("server/discover")) for _ in range(7)]
    assert [one.status for one in answers] == [200] * 5 + [429] * 2
    assert int(answers[-1].headers["Retry-After"]) > 1


async def test_two_hundred_calls_at_once_are_all_answered(client: Client) -> None:
    calls = (called(client, "verify_quotations", text=f'"{APPEALING}" {one}') for one in range(200))
    made = await asyncio.gather(*calls)
    assert {one["structuredContent"]["verdict"] for one in made} == {"verbatim"}


async def test_a_failure_is_an_error_and_nothing_that_was_sent_is_logged(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_self: object, _archive: object, arguments: dict[str, str], _shown: object) -> None:
        raise ValueError(arguments["text"])

    monkeypatch.setattr("bot.mcp.tools.Tool.called", fails)
    message = request("tools/call", name="verify_quotations", arguments={"text": "SECRET words"})
    with capture_logs() as logged:
        error = await error_of(client, message, 200)
    assert error["code"] == -32603
    assert len(logged) == 1
    assert "SECRET" not in repr((logged, error))


@pytest.mark.parametrize(
    ("folder", "claim", "reversed_by", "current"),
    [
        ("cases_over_time", "to pay a florist £480,000", None, "£408,000"),
        ("cases_over_time", "to pay a florist £408,000", None, None),
        ("cases_invented", "he took a bribe", "nobody had shown that", None),
    ],
)
async def test_both_doors_have_what_reverses_or_replaces_a_claim_in_fields(  # noqa: PLR0913, PLR0917  -- a table
    opened: Opens,
    corpora: Corpora,
    folder: str,
    claim: str,
    reversed_by: str | None,
    current: str | None,
) -> None:
    client = await opened(corpora(Path(__file__).parent.parent / folder))
    text = f"“{claim}”"
    by_api = await (await client.post("/api/v1/verify", json={"text": text})).json()
    by_mcp = (await called(client, "verify_quotations", text=text))["structuredContent"]
    assert by_api == by_mcp
    [one] = by_api["claims"]
    assert one["reversed_by"] == reversed_by
    assert bool(one["superseded_by"]) == bool(current) == (one["verdict"] == "superseded")
    assert all(str(current) in newer["exact"] for newer in one["superseded_by"])
    assert (one["safe_to_quote"]) == (not reversed_by and not current)
