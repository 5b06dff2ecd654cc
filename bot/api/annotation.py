"""A quotation as a W3C Web Annotation in JSON-LD (https://www.w3.org/TR/annotation-model/)."""

from typing import Any

from bot.api.models import QuotationRecord
from bot.rendering.sections import DOT

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_TYPE = f'application/ld+json; profile="{CONTEXT}"'


def annotation(quotation: QuotationRecord, origin: str) -> dict[str, Any]:
    """The annotation of a quotation; ``origin`` is the address of this bot, without a slash at its end.

    Both selectors say where the words stand: either is enough to find them.
    """
    reading = f"{origin}/cases/{quotation.case}/sources/{quotation.source}"
    whose = quotation.speaker if quotation.asserted_by == "speaker" else quotation.publisher
    return {
        "@context": CONTEXT,
        "id": f"{origin}{quotation.href}",
        "type": "Annotation",
        "motivation": "describing",
        "body": {
            "type": "TextualBody",
            "value": DOT.join(filter(None, (whose, quotation.headline, quotation.date))),
            "format": "text/plain",
        },
        "target": {
            "source": quotation.url or reading,
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": quotation.exact,
                    "prefix": quotation.prefix,
                    "suffix": quotation.suffix,
                },
                {"type": "TextPositionSelector", "start": quotation.start, "end": quotation.end},
            ],
        },
    }
