"""The Home tab's digests and settings: what comes where and when, with buttons to pause and look at it."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from bot.answers.answer import Answer
from bot.answers.asker import Asker
from bot.answers.phrases import counted, phrase
from bot.answers.query import Query
from bot.cases.library import Library
from bot.db.database import UNAVAILABLE
from bot.db.subscriptions import Subscription
from bot.digests.content import PAUSE
from bot.digests.descriptions import described
from bot.digests.digest_commands import NO_DATABASE, TOPIC
from bot.digests.subscription_repository import SubscriptionRepository
from bot.digests.targets import asker_at
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.reply import to_shared, words_only
from bot.platforms.slack.requests import action_value
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER, Block, actions, button, header, sentence
from bot.rendering.render import Presentation, to_slack
from bot.service.preferences import may_manage_digests

MOST_SHOWN, MOST_PLACES = 10, 50
"""Digests that the Home tab shows, and other places than direct messages in which it looks for them."""
SCHEDULE, SETTINGS = "schedule", "settings"
DIGESTS = phrase("Your digests")
NONE_YET = phrase("No digest comes to you, or to a channel whose digests you may manage.")
VERBS = ("pause", "resume", "preview")


async def digests(context: SlackContext, asker: Asker) -> list[Block]:
    """The digests of a person and of the channels where they may manage them, with buttons for each."""
    words = context.words(asker.locale)
    new = button(SCHEDULE, words.say(phrase("Schedule a digest")), SCHEDULE)
    begin = [header(words.say(DIGESTS)), actions(new)]
    try:
        found = await _managed(context, asker)
    except UNAVAILABLE:
        return [*begin, sentence(words.say(NO_DATABASE))]
    if not found:
        return [*begin, sentence(words.say(NONE_YET))]
    service = context.service
    presentation, library = service.presentation(asker.locale), service.archive_of(asker).library
    shown = [block for one in found[:MOST_SHOWN] for block in _blocks(one, library, presentation)]
    more = len(found) - MOST_SHOWN
    if more > 0:
        rest = counted("{count} more: /digest list shows it.", "{count} more: /digest list shows them.", more)
        shown.append(sentence(words.say(rest)))
    return [*begin, *shown]


async def settings(context: SlackContext, asker: Asker) -> list[Block]:
    """What holds in the workspace, and for its admins a button to change that."""
    words = context.words(asker.locale)
    reply = await context.service.reply(Query("settings show"), asker, to_shared)
    label = words.say(phrase("Change settings"))
    change = [actions(button(SETTINGS, label, SETTINGS))] if asker.manages else []
    return [header(words.say(phrase("Settings"))), *_entries(words_only(reply.pages[0])), *change]


async def on_digest(responder: Responder) -> bool:
    """Pause, resume or preview the digest of a pressed button; gives whether it may be another one now."""
    verb, _, number = action_value(responder.body).partition(":")
    query = Query(f"digest {verb if verb in VERBS else 'preview'}", (("id", number),))
    service, asker = responder.context.service, await responder.asker()
    reply = await service.reply(query, asker, to_shared)
    if verb in {"pause", "resume"} and not reply.refused:
        return True
    await responder.open_view(ANSWER, reply.page(1))
    return False


async def _managed(context: SlackContext, asker: Asker) -> list[Subscription]:
    """The digests that a person may change. Raises ``UNAVAILABLE``."""
    found = await SubscriptionRepository(context.engine).of_workspace(asker)
    allowed = {place: await _may_manage(context, asker, one) for place, one in _places(found)}
    return [one for one in found if one.kind == "dm" or allowed.get(one.channel)]


def _places(found: Iterable[Subscription]) -> Iterator[tuple[str, Subscription]]:
    """A digest of each of the first channels that have some."""
    places = {one.channel: one for one in found if one.kind != "dm"}
    return islice(iter(places.items()), MOST_PLACES)


async def _may_manage(context: SlackContext, asker: Asker, one: Subscription) -> bool:
    place = replace(asker_at(asker, one), is_direct=False)
    return place.manages or may_manage_digests(place, await context.service.preferences.of(place))


def _blocks(one: Subscription, library: Library, presentation: Presentation) -> Iterator[Block]:
    parts = (described(one, library, is_here=one.kind == "dm"),)
    answer = Answer(Query("digest list"), TOPIC, TOPIC, parts=parts)
    yield from _entries(to_slack(answer, presentation)[0]["blocks"])
    say = presentation.words.say
    pauses = one.state == "active"
    change = ("pause", PAUSE) if pauses else ("resume", phrase("Resume"))
    yield actions(
        *(
            button(f"digest:{verb}", say(label), f"{verb}:{one.id}")
            for verb, label in (change, ("preview", phrase("Preview")))
        )
    )


def _entries(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of an answer's parts, without its title and lead."""
    return [block for block in blocks if block["type"] == "rich_text"][1:]
