"""Renders a page as an HTML fragment, escaped by its template and readable without a style sheet."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.answers.grammar import write
from bot.rendering.sections import Page, permalink


def render_html(page: Page) -> str:
    """A page as an ``article`` element with its quotations as figures."""
    title = next((item.text for section in page.sections for item in section.items), "")
    return _template().render(page=page, title=title, permalink=permalink, write=write)


@cache
def _template() -> Template:
    loader = PackageLoader("bot.rendering")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("answer.html")
