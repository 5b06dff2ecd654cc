"""pySHACL reads the annotations of quotations as RDF, and finds in each what the W3C's model asks for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.api.annotation import CONTEXT, MEDIA_TYPE
from tests.api.conftest import Client
from tests.judges import judge, printed

SHAPES = Path(__file__).parent / "annotation.shacl.ttl"
OA, XSD = "http://www.w3.org/ns/oa#", "http://www.w3.org/2001/XMLSchema#"
# The terms of the model that we use, as its vocabulary defines them: the context itself lies on the web.
TERMS: dict[str, Any] = {
    "id": "@id",
    "type": "@type",
    "@vocab": OA,
    "body": {"@type": "@id", "@id": f"{OA}hasBody"},
    "target": {"@type": "@id", "@id": f"{OA}hasTarget"},
    "source": {"@type": "@id", "@id": f"{OA}hasSource"},
    "selector": {"@type": "@id", "@id": f"{OA}hasSelector"},
    "motivation": {"@type": "@vocab", "@id": f"{OA}motivatedBy"},
    "start": {"@type": f"{XSD}nonNegativeInteger", "@id": f"{OA}start"},
    "end": {"@type": f"{XSD}nonNegativeInteger", "@id": f"{OA}end"},
    "value": "http://www.w3.org/1999/02/22-rdf-syntax-ns#value",
    "format": "http://purl.org/dc/elements/1.1/format",
}
QUOTATIONS = 5


async def some_annotations(client: Client) -> list[dict[str, Any]]:
    """Some quotations as annotations, with the terms in the place of the address that defines them."""
    found = (await (await client.get("/api/v1/quotations?limit=9")).json())["items"][:QUOTATIONS]
    made = []
    for one in found:
        answered = await client.get(one["href"], headers={"Accept": MEDIA_TYPE})
        data = json.loads(await answered.text())
        assert data["@context"] == CONTEXT
        made.append({**data, "@context": TERMS})
    return made


async def validated(data: list[dict[str, Any]], folder: Path, status: int) -> str:
    path = folder / "annotations.jsonld"
    path.write_text(json.dumps(data), encoding="utf-8")
    return await printed(
        judge("bin/pyshacl"), "-s", str(SHAPES), "-e", str(SHAPES), "-df", "json-ld", str(path), status=status
    )


async def test_annotations_have_what_the_model_asks_for(client: Client, tmp_path: Path) -> None:
    judge("bin/pyshacl")
    made = await some_annotations(client)
    assert len(made) == QUOTATIONS
    assert "Conforms: True" in await validated(made, tmp_path, 0)


@pytest.mark.parametrize("field", ["target", "exact", "start", "source"])
async def test_an_annotation_that_lacks_something_is_found_out(
    client: Client, tmp_path: Path, field: str
) -> None:
    judge("bin/pyshacl")
    [one, *_] = await some_annotations(client)
    target = one["target"]
    for part in (one, target, *target["selector"]):
        part.pop(field, None)
    assert "Conforms: False" in await validated([one], tmp_path, 1)
