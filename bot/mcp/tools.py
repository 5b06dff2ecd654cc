"""The four tools: what each takes and gives, as the API's models, and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from bot.answers.query import CommandError
from bot.api.lookups import case_answer, covered, found_quotations
from bot.api.models import AnswerModel, CaseAnswer, CheckRecord, CoverageAnswer, JsonObject, QuotationPage
from bot.api.records import check_record
from bot.api.refusals import RequestRefused
from bot.api.requests import CaseRequest, FindRequest, NoArguments, VerifyRequest
from bot.api.validation import validated
from bot.rendering.render import Presentation
from bot.search.archive import Archive

Does = Callable[[Archive, Any, Presentation], AnswerModel]
"""Makes a tool's answer of its checked arguments."""


@dataclass(frozen=True)
class Tool:
    """A tool: its texts for people and models, the models of what it takes and gives, and what it does."""

    name: str
    title: str
    description: str
    takes: type[BaseModel]
    gives: type[AnswerModel]
    does: Does

    def described(self) -> JsonObject:
        """The tool as ``tools/list`` has it; all of them only read what is held here."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": self.takes.model_json_schema(),
            "outputSchema": self.gives.model_json_schema(mode="serialization"),
            "annotations": {
                "title": self.title,
                "readOnlyHint": True,
                "destructiveHint": False,
                "idempotentHint": True,
                "openWorldHint": False,
            },
        }

    def called(self, archive: Archive, arguments: object, presentation: Presentation) -> JsonObject:
        """The result of a call; arguments that are wrong or unknown are named in one that is an error."""
        try:
            made = self.does(archive, validated(self.takes, arguments), presentation)
        except RequestRefused as error:
            named = [": ".join(filter(None, (one.pointer.lstrip("/"), one.detail))) for one in error.errors]
            return _failed("\n".join((error.detail, *named)))
        except CommandError as error:
            return _failed(str(error.sentence))
        # Models that show the text to an assistant need no empty values in it.
        compact = made.model_dump_json(exclude_none=True)
        return {
            "content": [{"type": "text", "text": compact}],
            "structuredContent": made.model_dump(mode="json"),
            "isError": False,
        }


def _failed(sentence: str) -> JsonObject:
    return {"content": [{"type": "text", "text": sentence}], "isError": True}


TOOLS: Mapping[str, Tool] = {
    tool.name: tool
    for tool in (
        Tool(
            "verify_quotations",
            "Check quotations",
            "Checks every quotation in a text, word for word and speaker by speaker, against the sources "
            "held here. Call it before you publish a quotation. Quote a claim only where safe_to_quote is "
            "true; else copy matches[].exact to the letter, or leave it out. outside_coverage says that "
            "nothing held here is about it.",
            VerifyRequest,
            CheckRecord,
            check_record,
        ),
        Tool(
            "find_quotation",
            "Find a quotation",
            "Finds quotations by words that you remember of them, and by who said them. Quote exact to the "
            "letter, with its speaker or publisher and its date; one that is_disclaimed only as not said.",
            FindRequest,
            QuotationPage,
            found_quotations,
        ),
        Tool(
            "case_answer",
            "Ask about a case",
            "What the sources say of a lawsuit: its status, damages, statements, timeline, people, sources, "
            "caveats or changes, in quotations alone. Ids of cases are in coverage.",
            CaseRequest,
            CaseAnswer,
            lambda archive, asked, presentation: case_answer(
                archive, asked.case, asked.command, presentation
            ),
        ),
        Tool(
            "coverage",
            "What is covered",
            "Which cases are held here and up to which day: outside of them nothing is known.",
            NoArguments,
            CoverageAnswer,
            lambda archive, _, presentation: covered(archive, presentation),
        ),
    )
}
