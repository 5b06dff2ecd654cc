"""The API over real sockets: what is answered, what is refused and named, and what is not kept."""

from __future__ import annotations

import asyncio
import io
import json
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from aiohttp import ClientResponse
from structlog.testing import capture_logs

from bot.api.lookups import COMMANDS
from bot.api.models import LONGEST_TEXT, VerifyRequest
from bot.api.rate_limit import RateLimit
from bot.checking.judging import WORST_FIRST
from bot.corpus.content import ContentRepository
from bot.corpus.corpus import Corpus
from tests.api.conftest import Client, Opens

APPEALING = "WE ARE STRONGLY APPEALING THIS TRAVESTY OF JUSTICE!!!"
CASE = "/api/v1/cases/carroll-v-trump"


async def verified(client: Client, text: str, **more: Any) -> Any:
    response = await client.post("/api/v1/verify", json={"text": text, **more})
    assert response.status == 200, await response.text()
    return await response.json()


async def problem_of(response: ClientResponse, status: int) -> Any:
    body = await response.json(content_type="application/problem+json")
    assert (response.status, body["status"]) == (status, status)
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["detail"]
    return body


async def test_a_true_quotation_is_safe_to_quote_with_what_proves_it(client: Client, content: Path) -> None:
    text = f'He wrote: Trump said "{APPEALING}"'
    report = await verified(client, text)
    [claim] = report["claims"]
    assert (report["verdict"], claim["verdict"], claim["safe_to_quote"]) == ("verbatim", "verbatim", True)
    assert text[claim["start"] : claim["end"]] == claim["text"] == APPEALING
    [match] = claim["matches"]
    article = (content / "carroll-v-trump/sources/2023-07-12.txt").read_bytes().decode()
    assert article[match["start"] : match["end"]] == match["exact"] == APPEALING
    assert (match["speaker"], match["asserted_by"]) == ("Donald Trump", "speaker")
    assert (await client.get(match["href"])).status == 200
    assert "1 case and 1 source" in report["coverage"]["sentence"]


async def test_a_changed_number_is_named_and_the_true_words_are_beside_it(client: Client) -> None:
    [claim] = (await verified(client, "Carroll was awarded $50 million in damages"))["claims"]
    assert (claim["verdict"], claim["safe_to_quote"], claim["changes"]) == ("altered", False, ["number"])
    assert claim["differences"] == [{"op": "replace", "claimed": "$50", "source": "$5"}]
    assert "$5 million" in claim["matches"][0]["exact"]


async def test_a_wrong_speaker_is_not_safe_to_quote(client: Client) -> None:
    [claim] = (await verified(client, APPEALING, speaker="Joe Biden"))["claims"]
    assert (claim["verdict"], claim["safe_to_quote"], claim["speaker_ok"]) == ("misattributed", False, False)


async def test_what_nothing_here_is_about_is_outside_coverage_and_not_false(client: Client) -> None:
    [claim] = (await verified(client, 'Zebulon Quark said "the moon base opens on Friday at nine"'))["claims"]
    assert (claim["verdict"], claim["outside_coverage"]) == ("not_found", True)
    assert "neither that it is true nor that it is false" in claim["explanation"]
    [claim] = (await verified(client, 'Trump said "the moon base opens on Friday at nine"'))["claims"]
    assert (claim["verdict"], claim["outside_coverage"]) == ("not_found", False)


async def test_a_text_without_a_quotation_says_so(client: Client) -> None:
    report = await verified(client, "lol")
    assert (report["verdict"], report["claims"]) == ("no_quotation", [])


async def test_of_eleven_quotations_the_invented_one_is_found(client: Client) -> None:
    report = await verified(
        client, " ".join([f'"{APPEALING}"'] * 10 + ['"The jury was bought by the Danes"'])
    )
    assert (report["verdict"], report["found"], report["checked"]) == ("not_found", 11, 11)


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({}, 422, "/text"),
        ({"text": ""}, 422, "/text"),
        ({"text": 7}, 422, "/text"),
        ({"text": None}, 422, "/text"),
        ({"text": ["a"]}, 422, "/text"),
        ({"text": "x" * (LONGEST_TEXT + 1)}, 422, "/text"),
        ({"text": "a", "speaker": 7}, 422, "/speaker"),
        ({"text": "a", "speakr": "Trump"}, 422, "/speakr"),
        ({"text": "a", "a/b~c": 1}, 422, "/a~1b~0c"),
        ({"text": "a \ud800 b"}, 422, "/text"),
        ({"text": "a", "speaker": "\udfff"}, 422, "/speaker"),
        (["text"], 422, ""),
        ("text", 422, ""),
        (None, 422, ""),
    ],
)
async def test_a_wrong_field_is_refused_and_named(
    client: Client, body: Any, status: int, pointer: str
) -> None:
    raw = json.dumps(body).encode()
    response = await client.post("/api/v1/verify", data=raw, headers={"Content-Type": "application/json"})
    found = await problem_of(response, status)
    assert [one["pointer"] for one in found["errors"]] == [pointer]
    assert "xxxx" not in json.dumps(found)


async def test_a_misspelt_field_is_told_its_right_name(client: Client) -> None:
    response = await client.post("/api/v1/verify", json={"text": "a", "speakr": "Trump"})
    [error] = (await problem_of(response, 422))["errors"]
    assert error["detail"] == "There is no such field. Did you mean “speaker”?"


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b'{"text": NaN}', 400),
        (b'{"text": "a", "text": "b"}', 400),
        (b'{"text": "\xff"}', 400),
        (b"[" * 100_000, 400),
        (b'{"text": ' + b"9" * 5_000 + b"}", 400),
        (b'{"text": "' + b"x" * 2_000_000 + b'"}', 413),
    ],
)
async def test_a_body_that_is_no_json_or_too_much_is_refused(client: Client, raw: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post("/api/v1/verify", data=io.BytesIO(raw), headers=headers)
    await problem_of(response, status)


async def test_a_form_is_no_json(client: Client) -> None:
    await problem_of(await client.post("/api/v1/verify", data={"text": "a"}), 415)


async def test_the_longest_text_is_checked_in_any_script_and_escape(client: Client) -> None:
    raw = json.dumps({"text": "🖋" * LONGEST_TEXT}).encode()
    response = await client.post("/api/v1/verify", data=raw, headers={"Content-Type": "application/json"})
    assert (await response.json())["verdict"] == "no_quotation"
    report = await verified(client, '"' * 5_000)
    assert report["verdict"] == "no_quotation"


async def test_quotations_are_paged_to_the_last_one(client: Client) -> None:
    address, seen, total = "/api/v1/quotations?limit=7", list[str](), 0
    while address:
        response = await client.get(address)
        page = await response.json()
        seen += [one["id"] for one in page["items"]]
        assert bool(page["next"]) is ("Link" in response.headers)
        address, total = page["next"], page["total"]
    assert len(seen) == len(set(seen)) == total > 30
    await problem_of(await client.get("/api/v1/quotations?limit=7&page=99"), 404)


async def test_words_find_a_quotation_and_a_speaker_narrows_it(client: Client) -> None:
    found = await (await client.get("/api/v1/quotations", params={"words": "travesty of justice"})).json()
    assert found["items"][0]["exact"] == APPEALING
    theirs = {"words": "travesty of justice", "speaker": "Carroll"}
    assert (await (await client.get("/api/v1/quotations", params=theirs)).json())["items"] == []


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("wrds=a", "wrds"),
        ("limit=0", "limit"),
        ("limit=21", "limit"),
        ("limit=x", "limit"),
        ("page=-1", "page"),
        ("page=1&page=2", "page"),
        ("words=", "words"),
        ("words=" + "x" * 501, "words"),
    ],
)
async def test_a_wrong_parameter_is_refused_and_named(client: Client, query: str, pointer: str) -> None:
    found = await problem_of(await client.get(f"/api/v1/quotations?{query}"), 400)
    assert [one["pointer"] for one in found["errors"]] == [pointer]


async def test_a_quotation_is_a_web_annotation_for_whoever_prefers_it(client: Client, content: Path) -> None:
    found = await (await client.get("/api/v1/quotations", params={"words": "travesty of justice"})).json()
    address = found["items"][0]["href"]
    response = await client.get(address, headers={"Accept": "application/ld+json, application/json;q=0.5"})
    assert response.content_type == "application/ld+json"
    assert response.headers["Vary"] == "Accept"
    made = await response.json(content_type="application/ld+json")
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "Annotation"
    quote, position = made["target"]["selector"]
    article = (content / "carroll-v-trump/sources/2023-07-12.txt").read_bytes().decode()
    assert article[position["start"] : position["end"]] == quote["exact"]
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in article
    plain = await client.get(address, headers={"Accept": "*/*"})
    assert plain.content_type == "application/json"
    assert plain.headers["ETag"] != response.headers["ETag"]


async def test_every_command_of_a_case_answers_with_quotations_of_its_text(client: Client) -> None:
    [case] = (await (await client.get("/api/v1/cases")).json())["items"]
    assert tuple(case["commands"]) == COMMANDS
    for name, address in case["commands"].items():
        answer = await (await client.get(address)).json()
        assert answer["command"] == name
        assert answer["quotations"] or name == "changes"
    asked = await client.get(f"{CASE}/statements", params={"speaker": "Trump"})
    assert "Donald Trump" in {one["speaker"] for one in (await asked.json())["quotations"]}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{CASE}/status?speaker=Trump", 400),
        (f"{CASE}/status?as_of=yesterday", 400),
        (f"{CASE}/status?as_of=2023-02-30", 400),
        (f"{CASE}/status?as_of=1999-01-01", 404),
        (f"{CASE}/gossip", 404),
        ("/api/v1/cases/nobody/status", 404),
        ("/api/v1/quotations/zzzzzz", 404),
        ("/api/v1/quotations?case=nobody", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/coverage?a=1", 400),
        ("/api/v1/quotations?words=" + "x" * 40_000, 414),
    ],
)
async def test_what_is_not_there_is_told_as_a_problem(client: Client, path: str, status: int) -> None:
    await problem_of(await client.get(path), status)


async def test_a_withdrawn_case_is_gone_and_only_its_day_is_listed(
    opened: Opens, content: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(content, tmp_path / "content")
    with (copy / "carroll-v-trump/case.yaml").open("a", encoding="utf-8") as file:
        file.write("\nwithdrawn: {date: 2025-03-01, why: a retraction}\n")
    corpus = Corpus(ContentRepository(copy))
    corpus.read()
    client = await opened(corpus)
    for path in (f"{CASE}/status", "/api/v1/quotations?case=carroll-v-trump"):
        assert "a retraction" in (await problem_of(await client.get(path), 410))["detail"]
    [case] = (await (await client.get("/api/v1/cases")).json())["items"]
    assert (case["withdrawn"], case["commands"], case["quotations"]) == ("2025-03-01", {}, 0)
    assert (await verified(client, f'"{APPEALING}"'))["verdict"] == "not_found"
    assert (await (await client.get("/api/v1/coverage")).json())["cases"] == 0


async def test_an_answer_that_the_client_has_is_304(client: Client) -> None:
    first = await client.get(f"{CASE}/damages")
    again = await client.get(f"{CASE}/damages", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")
    # A page that was compressed has a weak one (RFC 9110, section 8.8.3).
    assert again.headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")
    assert (await client.get(f"{CASE}/damages", headers={"If-None-Match": '"other"'})).status == 200
    assert (await client.head(f"{CASE}/damages")).status == 200


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/verify", "POST"),
        ("DELETE", "/verify", "POST"),
        ("POST", "/cases", "GET,HEAD"),
        ("PUT", "/coverage", "GET,HEAD"),
        ("PATCH", "/quotations/abc", "GET,HEAD"),
    ],
)
async def test_another_method_is_405_with_those_that_are_allowed(
    client: Client, method: str, path: str, allowed: str
) -> None:
    response = await client.request(method, f"/api/v1{path}")
    await problem_of(response, 405)
    assert response.headers["Allow"] == allowed


async def test_a_preflight_says_what_a_page_may_send(client: Client) -> None:
    asked = {"Origin": "http://localhost:3000", "Access-Control-Request-Method": "POST"}
    response = await client.options("/api/v1/verify", headers=asked)
    assert response.status == 204
    assert response.headers["Access-Control-Allow-Methods"] == "OPTIONS, POST"
    assert "Content-Type" in response.headers["Access-Control-Allow-Headers"]
    wrong = await client.post("/api/v1/verify", json={}, headers={"Origin": "http://localhost:3000"})
    assert wrong.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "", "[::1"]
)
async def test_a_host_that_is_not_ours_is_refused(client: Client, host: str) -> None:
    await problem_of(await client.get("/api/v1/coverage", headers={"Host": host}), 421)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "file://localhost", "http://localhost.evil.example"]
)
async def test_a_page_elsewhere_may_not_ask_a_bot_that_is_not_public(
    opened: Opens, corpus: Corpus, client: Client, origin: str
) -> None:
    response = await client.get("/api/v1/coverage", headers={"Origin": origin})
    await problem_of(response, 403)
    assert "Access-Control-Allow-Origin" not in response.headers
    public = await opened(corpus, "https://cases.example.org")
    sent = {"Origin": origin, "Host": "cases.example.org"}
    assert (await public.get("/api/v1/coverage", headers=sent)).headers["Access-Control-Allow-Origin"] == "*"


async def test_a_flood_of_one_client_is_told_when_to_come_again(opened: Opens, corpus: Corpus) -> None:
    client = await opened(corpus, per_minute=60)
    answers = [await client.get("/api/v1/coverage") for _ in range(70)]
    refused = [one for one in answers if one.status == 429]
    assert len(refused) >= 5
    await problem_of(refused[0], 429)
    assert refused[0].headers["Retry-After"] == "1"
    other = await client.get("/api/v1/coverage", headers={"X-Forwarded-For": "203.0.113.7"})
    assert other.status == 200


def test_the_bucket_of_a_client_fills_again() -> None:
    now = [0.0]
    limit = RateLimit(60, lambda: now[0])
    assert [limit.seconds_to_wait("a") for _ in range(60)] == [0.0] * 60
    assert limit.seconds_to_wait("a") == pytest.approx(1.0)
    assert limit.seconds_to_wait("b") == 0.0
    now[0] = 1.5
    assert limit.seconds_to_wait("a") == 0.0
    assert limit.seconds_to_wait("a") == pytest.approx(0.5)


async def test_a_hundred_checks_at_once_are_all_answered(client: Client) -> None:
    reports = await asyncio.gather(*(verified(client, f'"{APPEALING}" {number}') for number in range(100)))
    assert {one["verdict"] for one in reports} == {"verbatim"}


async def test_nothing_that_is_sent_is_logged_even_where_an_answer_fails(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_archive: object, asked: VerifyRequest, _shown: object) -> None:
        raise ValueError(asked.text)

    monkeypatch.setattr("bot.api.endpoints.check_record", fails)
    with capture_logs() as logged:
        response = await client.post("/api/v1/verify", json={"text": "SECRET words"})
    await problem_of(response, 500)
    assert len(logged) == 1
    assert "SECRET" not in repr(logged) + await response.text()


async def test_every_answer_is_as_the_document_says(client: Client) -> None:
    response = await client.get("/api/v1/openapi.json")
    document = await response.json()
    assert document["openapi"] == "3.1.1"
    schemas = document["components"]["schemas"]

    def checks(name: str, value: object) -> None:
        jsonschema_rs.validate(
            {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}, value
        )

    checks("CheckRecord", await verified(client, f'"{APPEALING}" and "Carroll was awarded $50 million"'))
    for path, name in (
        ("/quotations", "QuotationPage"),
        ("/cases", "CasePage"),
        ("/cases/carroll-v-trump/status", "CaseAnswer"),
        ("/coverage", "CoverageRecord"),
    ):
        checks(name, await (await client.get(f"/api/v1{path}")).json())
    checks("ProblemDetails", await (await client.get("/api/v1/nothing")).json(content_type=None))
    with pytest.raises(jsonschema_rs.ValidationError):
        checks("VerifyRequest", {"text": "a", "speakr": "b"})


async def test_the_document_has_every_address_of_the_api(client: Client) -> None:
    document = await (await client.get("/api/v1/openapi.json")).json()
    described = {(method.upper(), path) for path, one in document["paths"].items() for method in one}
    assert described == {
        ("POST", "/verify"),
        ("GET", "/quotations"),
        ("GET", "/quotations/{id}"),
        ("GET", "/cases"),
        *(("GET", f"/cases/{{id}}/{command}") for command in COMMANDS),
        ("GET", "/coverage"),
    }


async def test_the_page_explains_every_address_and_verdict(client: Client) -> None:
    page = await (await client.get("/api")).text()
    document = await (await client.get("/api/v1/openapi.json")).json()
    shown = {re.sub(r"(/cases/\{id\}/).*", r"\1{command}", path) for path in document["paths"]}
    assert all(f"/api/v1{path}" in page for path in shown)
    assert all(command in page for command in COMMANDS)
    assert all(f"<code>{verdict}</code>" in page for verdict in (*WORST_FIRST, "no_quotation"))
