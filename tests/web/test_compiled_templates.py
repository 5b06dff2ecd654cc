"""Compiled templates are shared by the sites of a process, and are never older than their text."""

from __future__ import annotations

from aiohttp.web import Application
from aiohttp_jinja2 import get_env, setup
from jinja2 import DictLoader
from jinja2.bccache import Bucket

from bot.corpus.corpus import Corpus
from bot.rendering.render import Presentation
from bot.service.command_service import CommandService
from bot.web.compiled_templates import CompiledTemplates
from bot.web.site import make_site


class Counted(CompiledTemplates):
    """Counts how often something was compiled."""

    compiled = 0

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled += 1
        super().dump_bytecode(bucket)


def said(text: str, cache: CompiledTemplates) -> str:
    """What the page of a new site says."""
    site = Application()
    setup(site, loader=DictLoader({"page.html": text}), bytecode_cache=cache)
    return get_env(site).get_template("page.html").render()


def test_a_template_is_compiled_once_for_all_sites_and_anew_when_its_text_is_another() -> None:
    cache = Counted()
    assert [said("one {{ 1 + 1 }}", cache) for _ in range(3)] == ["one 2"] * 3
    assert cache.compiled == 1
    assert said("two {{ 1 + 1 }}", cache) == "two 2"
    assert said("one {{ 1 + 1 }}", cache) == "one 2"
    assert cache.compiled == 3


def test_sites_share_what_is_compiled_and_no_environment(corpus: Corpus) -> None:
    first, second = (get_env(make_site(CommandService(corpus, Presentation()))) for _ in range(2))
    assert first.bytecode_cache is second.bytecode_cache is not None
    assert first.get_template("base.html") is not second.get_template("base.html")
