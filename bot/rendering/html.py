"""Renders a page as an HTML fragment, escaped by its template and readable without a style sheet."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.answers.grammar import write
from bot.rendering.sections import Page, Quote, permalink


def render_html(page: Page) -> str:
    """A page as an ``article`` element with its quotations as figures."""
    seen: set[str] = set()

    def anchor(quote: Quote) -> str:
        """A unique id for each figure: a quotation can stand on a page twice."""
        name = f"quotation-{quote.quotation.id}"
        while name in seen:
            name += "-again"
        seen.add(name)
        return name

    return _template().render(page=page, anchor=anchor, permalink=permalink, write=write)


@cache
def _template() -> Template:
    loader = PackageLoader("bot.rendering")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("answer.html")
