"""The resources: each article and each quotation by an address of its own."""

import re
from typing import NamedTuple

from bot.api.lookups import one_quotation, source_record
from bot.api.models import AnswerModel, JsonObject
from bot.mcp.messages import INVALID_PARAMS, RpcError
from bot.rendering.render import Presentation
from bot.search.archive import Archive

SCHEME = "verbatim://cases/"
ADDRESS = re.compile(
    rf"{SCHEME}(?P<case>[a-z0-9-]{{1,99}})/(?P<kind>sources|quotations)/(?P<id>[a-z0-9-]{{1,99}})"
)
CURSOR = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)
CASES_A_PAGE = 50
"""Cases whose sources stand on one page of the list of resources."""
TEMPLATES: list[JsonObject] = [
    {
        "uriTemplate": f"{SCHEME}{{case}}/sources/{{source}}",
        "name": "source",
        "title": "An article, with what is quoted of it",
        "mimeType": "application/json",
    },
    {
        "uriTemplate": f"{SCHEME}{{case}}/quotations/{{id}}",
        "name": "quotation",
        "title": "A quotation, with whose words it is and where it stands",
        "mimeType": "application/json",
    },
]


class ResourceView(NamedTuple):
    """What resources depend on: the cases, how they are presented, and whether whole articles are shown."""

    archive: Archive
    presentation: Presentation
    show_full: bool


def listed_resources(view: ResourceView, cursor: object) -> JsonObject:
    """A page of the sources of all cases that stand. Raises RpcError for a cursor that is none of ours."""
    standing = [one.id for one in view.archive.library.newest_first if not one.withdrawn]
    if cursor is not None and not (
        isinstance(cursor, str) and re.fullmatch(r"[1-9][0-9]{0,8}", cursor, re.ASCII)
    ):
        raise RpcError(INVALID_PARAMS, "There is no such cursor.")
    first = int(str(cursor or 0))
    if first and first >= len(standing):
        raise RpcError(INVALID_PARAMS, "There is no such cursor.")
    following = first + CASES_A_PAGE
    found: JsonObject = {
        "resources": [
            {
                "uri": f"{SCHEME}{case}/sources/{source.id}",
                "name": f"{case}/{source.id}",
                "title": f"{source.headline or source.id}, {source.day}",
                "mimeType": "application/json",
            }
            for case in standing[first:following]
            for source in view.archive.library.cases[case].sources
            if not source.withdrawn
        ]
    }
    return {**found, "nextCursor": str(following)} if following < len(standing) else found


def read_resource(view: ResourceView, address: object) -> JsonObject:
    """A resource's contents. Raises RequestRefused for one that is not there, and RpcError for no address."""
    found = ADDRESS.fullmatch(address) if isinstance(address, str) else None
    if found is None:
        sentence = "There is no such resource: resources/templates/list has their forms."
        raise RpcError(INVALID_PARAMS, sentence, {"uri": address})
    archive, presentation, show_full = view
    made: AnswerModel
    if found["kind"] == "sources":
        made = source_record(archive, found["case"], found["id"], presentation, show_full=show_full)
    else:
        made = one_quotation(archive, found["id"], found["case"], presentation)
    text = made.model_dump_json(exclude_none=True)
    return {"contents": [{"uri": found.string, "mimeType": "application/json", "text": text}]}
