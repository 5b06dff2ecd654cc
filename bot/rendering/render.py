"""Renders answers and proves the payloads: the only way from an answer to what may be sent."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from bot.answers.answer import Answer, CommandPart, Quotation
from bot.answers.phrases import phrase
from bot.answers.respond import ANSWERS, LOOK_UPS
from bot.rendering import proof
from bot.rendering.buttons import turns_pages
from bot.rendering.discord import discord_budget, for_one_person, render_discord
from bot.rendering.gate import prove, prove_menu
from bot.rendering.limits import DISCORD, SLACK
from bot.rendering.links import permalink
from bot.rendering.outline import actions, controls, outline, turns
from bot.rendering.paging import Budget, paginate
from bot.rendering.sections import Action, Page
from bot.rendering.slack import render_slack, slack_budget
from bot.rendering.text import render_text
from bot.rendering.wording import Wording

Payload = dict[str, Any]
SHARE, SHARE_THERE = phrase("Share"), phrase("Share to channel")
SHAREABLE = frozenset({*ANSWERS, *LOOK_UPS} - {"help"})
"""The commands whose answers can be shown to the whole channel."""


@dataclass(frozen=True)
class Presentation:
    """What rendering depends on besides the answer: the reader's wording, public address and prefix."""

    words: Wording = field(default_factory=Wording)
    public_url: str | None = None
    prefix: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", replace(self.words, prefix=self.prefix))

    def link(self, quotation: Quotation) -> str | None:
        """The permalink of a quotation; None where the bot has no public address."""
        return self.public_url.rstrip("/") + permalink(quotation) if self.public_url else None


def to_text(answer: Answer, presentation: Presentation, width: int | None = None) -> str:
    """The answer as proven plain text, wrapped at ``width`` columns. Raises NotProvenOnPayload."""
    page = single_page(answer, presentation)
    if answer.query.get("case") is None:
        # Whoever did not name the case need not name it next time either.
        typed = tuple(replace(action, query=action.query.changed(case=None)) for action in page.actions)
        page = replace(page, actions=typed)
    text = render_text(page, width, presentation.prefix)
    prove(answer, proof.text_quotations(text), presentation.words)
    return text


def to_discord(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as proven Discord messages, one a page. Raises NotProvenOnPayload."""
    return _to_discord(answer, presentation, _discord_pages(answer, presentation))


def to_discord_private(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as Discord messages for the asker alone, with a button to share each page."""
    pages = _with_share(answer, _discord_pages(answer, presentation), presentation.words.say(SHARE))
    return tuple(map(for_one_person, _to_discord(answer, presentation, pages)))


def _discord_pages(answer: Answer, presentation: Presentation) -> tuple[Page, ...]:
    return _pages(answer, presentation, discord_budget(presentation.link), DISCORD.custom_id)


def _to_discord(answer: Answer, presentation: Presentation, pages: tuple[Page, ...]) -> tuple[Payload, ...]:
    payloads = tuple(render_discord(page, presentation.link) for page in pages)
    prove(answer, chain.from_iterable(map(proof.discord_quotations, payloads)), presentation.words)
    prove_menu(answer, chain.from_iterable(map(proof.discord_menu, payloads)))
    return payloads


def to_slack(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as proven Slack messages, one a page. Raises NotProvenOnPayload."""
    return _to_slack(answer, presentation, _slack_pages(answer, presentation))


def to_slack_private(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as Slack messages for the asker alone, with a button to share each page."""
    share = presentation.words.say(SHARE_THERE)
    return _to_slack(answer, presentation, _with_share(answer, _slack_pages(answer, presentation), share))


def _slack_pages(answer: Answer, presentation: Presentation) -> tuple[Page, ...]:
    return _pages(answer, presentation, slack_budget(), SLACK.button_value)


def _to_slack(answer: Answer, presentation: Presentation, pages: tuple[Page, ...]) -> tuple[Payload, ...]:
    payloads = tuple(render_slack(page, presentation.link) for page in pages)
    prove(answer, chain.from_iterable(map(proof.slack_quotations, payloads)), presentation.words)
    prove_menu(answer, chain.from_iterable(map(proof.slack_menu, payloads)))
    return payloads


def to_html(answer: Answer, presentation: Presentation) -> str:
    """The answer as a proven fragment of HTML. Raises NotProvenOnPayload."""
    # Imported here: only the web pages need a template engine.
    from bot.rendering.html import render_html  # noqa: PLC0415

    fragment = render_html(single_page(answer, presentation))
    prove(answer, proof.html_quotations(fragment), presentation.words)
    return fragment


def single_page(answer: Answer, presentation: Presentation) -> Page:
    """The whole answer as one page, for media without limits."""
    words = presentation.words
    return Page(
        outline(_prefixed(answer, presentation.prefix), words),
        controls(words),
        actions=actions(answer, words),
    )


def _pages(answer: Answer, presentation: Presentation, budget: Budget, identifier: int) -> tuple[Page, ...]:
    """The pages within a budget; buttons turn them if the query fits ``identifier`` UTF-16 units."""
    words = presentation.words
    pages = paginate(outline(_prefixed(answer, presentation.prefix), words), budget)
    follow_ons = actions(answer, words)
    turned = turns_pages(answer.query, identifier)
    return tuple(
        Page(
            sections, controls(words), turns(answer, words, number, len(pages)) if turned else (), follow_ons
        )
        for number, sections in enumerate(pages, start=1)
    )


def _prefixed(answer: Answer, prefix: str) -> Answer:
    """The answer with the prefix in the usage and examples of its commands."""
    if not prefix:
        return answer
    parts = (_as_typed(part, prefix) if isinstance(part, CommandPart) else part for part in answer.parts)
    return replace(answer, parts=tuple(parts))


def _as_typed(part: CommandPart, prefix: str) -> CommandPart:
    example = f"/{prefix}{part.example[1:]}" if part.example else ""
    return replace(part, usage=f"/{prefix}{part.usage[1:]}", example=example)


def _with_share(answer: Answer, pages: tuple[Page, ...], label: str) -> tuple[Page, ...]:
    """Pages with a button that shares them, where the answer can be shared."""
    if not is_shareable(answer):
        return pages
    shares = (Action(label, answer.query, number, "share") for number in range(1, len(pages) + 1))
    return tuple(replace(page, shares=(share,)) for page, share in zip(pages, shares, strict=True))


def is_shareable(answer: Answer) -> bool:
    """Whether the answer is about cases; refusals and changes concern the asker alone."""
    return answer.query.command in SHAREABLE
