"""Renders answers and proves the payloads: the only way from an answer to what may be sent."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice, starmap
from typing import Any, NamedTuple

from bot.answers.answer import Answer, CommandPart, Quotation
from bot.answers.checked_message import message_of
from bot.answers.phrases import Mention, Phrase, phrase
from bot.answers.respond import ANSWERS, LOOK_UPS
from bot.rendering import proof
from bot.rendering.accent import accent
from bot.rendering.buttons import turns_pages
from bot.rendering.command_mentions import CommandIds
from bot.rendering.discord import discord_budget, for_one_person, render_discord
from bot.rendering.discord_proof import Expected, prove_message
from bot.rendering.gate import Instant, prove, prove_instants, prove_mentions, prove_menu
from bot.rendering.limits import DISCORD, SCREEN, SLACK, length
from bot.rendering.outline import actions, controls, outline, turns
from bot.rendering.paging import Budget, paginate
from bot.rendering.sections import (
    Action,
    Item,
    Link,
    LinkButton,
    Page,
    Quote,
    Section,
    article_path,
    permalink,
)
from bot.rendering.slack import render_slack, slack_budget
from bot.rendering.slack_proof import slack_instants
from bot.rendering.text import render_text
from bot.rendering.wording import Wording

Payload = dict[str, Any]
"""A message in a platform's own form, rendered and proven."""
OPEN_MESSAGE = phrase("Open the message")
SHARE, SHARE_THERE = phrase("Share"), phrase("Share to channel")
THE_ARTICLE, THE_ARTICLE_OF = phrase("The article"), phrase("The article of {day}")
LEFT_FREE = 8
"""Characters left on each screen for the signs before open points, which Slack shows and nobody counts."""
MOST_ARTICLES = 2
"""Buttons below an answer that open an article: more would leave no room for what else can be pressed."""
SHAREABLE = frozenset({*ANSWERS, *LOOK_UPS} - {"help"})
"""The commands whose answers can be shown to the whole channel."""


def no_instants(_: Payload) -> Iterator[Instant]:
    """The instants of a message whose platform shows none."""
    return iter(())


class MessageFormat(NamedTuple):
    """How a platform's messages are made and read back, and the UTF-16 units of an identifier at most.

    ``instants`` are those that the platform itself writes; ``prove_rest`` proves what else a message shows,
    where a platform shows more than quotations and names.
    """

    budget: Callable[[Link], Budget]
    longest_identifier: int
    render: Callable[[Page, Link], Payload]
    quotations: Callable[[Payload], tuple[proof.Visible, ...]]
    menu: Callable[[Payload], Iterator[proof.Offered]]
    mentions: Callable[[Payload], Iterator[Mention]]
    prove_rest: Callable[[Answer, Payload, Expected], None] | None = None
    instants: Callable[[Payload], Iterator[Instant]] = no_instants


DISCORD_FORMAT = MessageFormat(
    discord_budget,
    DISCORD.custom_id,
    render_discord,
    proof.discord_quotations,
    proof.discord_menu,
    proof.discord_mentions,
    prove_message,
)
SLACK_FORMAT = MessageFormat(
    slack_budget,
    SLACK.button_value,
    render_slack,
    proof.slack_quotations,
    proof.slack_menu,
    proof.slack_mentions,
    instants=slack_instants,
)


@dataclass(frozen=True)
class Presentation:
    """What rendering depends on besides the answer: the reader's wording, public address and prefix."""

    words: Wording = field(default_factory=Wording)
    public_url: str | None = None
    prefix: str = ""
    today: date | None = None
    """The day of the reader, by which answers say how old their sources are; None to leave that out."""
    commands: CommandIds = field(default_factory=CommandIds)
    """The ids by which a platform links commands."""
    unlinked: frozenset[str] = frozenset()
    """The ids of cases that no page of the public address shows."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", replace(self.words, prefix=self.prefix))

    def link(self, quotation: Quotation) -> str | None:
        """The permalink of a quotation; None where no page at a public address shows it."""
        if not self.public_url or quotation.case in self.unlinked:
            return None
        return self.public_url.rstrip("/") + permalink(quotation)

    def articles(self, quotations: Iterable[Quotation]) -> tuple[LinkButton, ...]:
        """The pages of the articles in which quotations stand, ``MOST_ARTICLES`` at most.

        None where the bot has no public address.
        """
        if not self.public_url:
            return ()
        first = {(one.case, one.source.id): one for one in quotations if one.case not in self.unlinked}
        names = (
            THE_ARTICLE if len(first) == 1 else THE_ARTICLE_OF.filled(day=self.words.day(one.source.day))
            for one in first.values()
        )
        addresses = (self.public_url.rstrip("/") + article_path(one) for one in first.values())
        links = zip(map(self.words.say, names), addresses, strict=True)
        return tuple(starmap(LinkButton, islice(links, MOST_ARTICLES)))


def to_text(answer: Answer, presentation: Presentation, width: int | None = None) -> str:
    """The answer as proven plain text, wrapped at ``width`` columns. Raises NotProvenOnPayload."""
    answer = in_detail(answer, "full")
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
    return _messages(answer, presentation, DISCORD_FORMAT)


def to_discord_private(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as Discord messages for the asker alone, with a button to share each page."""
    return tuple(map(for_one_person, _messages(answer, presentation, DISCORD_FORMAT, SHARE)))


def to_slack(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as proven Slack messages, one a page. Raises NotProvenOnPayload."""
    return _messages(answer, presentation, SLACK_FORMAT)


def to_slack_private(answer: Answer, presentation: Presentation) -> tuple[Payload, ...]:
    """The answer as Slack messages for the asker alone, with a button to share each page."""
    return _messages(answer, presentation, SLACK_FORMAT, SHARE_THERE)


def _messages(
    answer: Answer, presentation: Presentation, form: MessageFormat, share: Phrase | None = None
) -> tuple[Payload, ...]:
    """Proven messages; a button labelled ``share`` shares a page, where the answer can be shared.

    An answer whose query is too long for the buttons below a short form is shown in full at once.
    """
    full_query = answer.query.changed(detail="full") if answer.short else answer.query
    turned = turns_pages(full_query, form.longest_identifier)
    # What the bot stores for a channel is for whoever manages it, who reads it whole.
    is_record = answer.query.command.startswith("digest ") and answer.short is None
    answer = in_detail(answer, "short" if turned else "full")
    words, link = replace(presentation.words, shows_ids=False), presentation.link
    follow_ons = actions(answer, words)
    sections = outline(_prefixed(answer, presentation.prefix), words, presentation.today)
    expected = Expected((), CommandIds())
    colour = None
    if form.prove_rest:
        sections = presentation.commands.linked(sections)
        expected = Expected(presentation.articles(answer.quotations()), presentation.commands)
        colour = accent(answer)
    is_whole = not turned or is_record or answer.query.get("detail") == "full"
    pages = paginate(sections, form.budget(link)) if is_whole else _screens(sections, form.budget(link))
    message = message_of(answer.query)
    origin = (words.say(OPEN_MESSAGE), message.link) if message and message.link else None
    payloads = []
    for number, sections in enumerate(pages, start=1):
        turning = turns(answer, number, len(pages)) if turned else ()
        shares: tuple[Action, ...] = ()
        if share and is_shareable(answer):
            shares = (Action(words.say(share), answer.query, number, "share"),)
        page = Page(
            sections,
            controls(words),
            turning,
            follow_ons,
            shares,
            answer.verdict,
            origin,
            expected.links,
            colour,
        )
        payloads.append(form.render(page, link))
    prove(answer, chain.from_iterable(map(form.quotations, payloads)), words)
    prove_menu(answer, chain.from_iterable(map(form.menu, payloads)), words)
    prove_mentions(answer, chain.from_iterable(map(form.mentions, payloads)))
    prove_instants(answer, chain.from_iterable(map(form.instants, payloads)))
    if form.prove_rest:
        to_origin = (LinkButton(*origin),) if origin else ()
        allowed = expected._replace(links=(*expected.links, *to_origin))
        for payload in payloads:
            form.prove_rest(answer, payload, allowed)
    return tuple(payloads)


def _screens(sections: tuple[Section, ...], budget: Budget) -> tuple[tuple[Section, ...], ...]:
    """Pages of one phone screen each; as long as the platform takes where a credit alone is longer."""
    try:
        return paginate(sections, one_screen(budget))
    except ValueError:
        return paginate(sections, budget)


def in_detail(answer: Answer, default: str) -> Answer:
    """The answer in the form that its query asks for with ``detail:``, or else in the default one."""
    wanted = answer.query.get("detail") or default
    return answer.short() if wanted == "short" and answer.short else answer


def one_screen(budget: Budget) -> Budget:
    """A budget of one phone screen within that of a platform, less what is left free."""
    most = SCREEN.text - LEFT_FREE
    share = -(-budget.weight // most)
    return replace(
        budget,
        weight=most,
        weigh=lambda item: max(visible_length(item), -(-budget.weigh(item) // share)),
        lines=SCREEN.lines,
        parts_sections=True,
    )


def visible_length(item: Item) -> int:
    """The characters that a reader sees of an item, its line break included."""
    credit = f"\n{item.credit_line}" if isinstance(item, Quote) else ""
    return length(f"{item.text}{credit}\n")


def to_html(answer: Answer, presentation: Presentation) -> str:
    """The answer as a proven fragment of HTML. Raises NotProvenOnPayload."""
    # Imported here: only the web pages need a template engine.
    from bot.rendering.html import render_html  # noqa: PLC0415

    answer = in_detail(answer, "full")
    fragment = render_html(single_page(answer, presentation))
    prove(answer, proof.html_quotations(fragment), presentation.words)
    return fragment


def single_page(answer: Answer, presentation: Presentation) -> Page:
    """The whole answer as one page, for media without limits."""
    words = presentation.words
    sections = outline(_prefixed(answer, presentation.prefix), words, presentation.today)
    return Page(sections, controls(words), actions=actions(answer, words))


def _prefixed(answer: Answer, prefix: str) -> Answer:
    """The answer with the prefix in the usage and examples of its commands."""
    if not prefix:
        return answer
    parts = (_as_typed(part, prefix) if isinstance(part, CommandPart) else part for part in answer.parts)
    return replace(answer, parts=tuple(parts))


def _as_typed(part: CommandPart, prefix: str) -> CommandPart:
    example = f"/{prefix}{part.example[1:]}" if part.example else ""
    return replace(part, usage=f"/{prefix}{part.usage[1:]}", example=example)


def is_shareable(answer: Answer) -> bool:
    """Whether the answer is about cases and shows a source; refusals and changes concern the asker alone."""
    return answer.query.command in SHAREABLE and next(answer.quotations(), None) is not None
