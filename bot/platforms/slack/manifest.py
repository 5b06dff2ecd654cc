"""The Slack app's manifest, which an admin pastes to make the app; made from the table of commands."""

from typing import Any
from urllib.parse import urlsplit

from bot.answers.commands import COMMANDS, meant_by
from bot.platforms.slack.bolt import CHECK_QUOTES
from bot.platforms.slack.http import EVENTS
from bot.platforms.slack.oauth import REDIRECT
from bot.platforms.slack.scopes import ASSISTANT, NEEDED, OPTIONAL
from bot.platforms.slack.slash_commands import takes_ids
from bot.platforms.slack.suggesting import SUGGEST_ARTICLE
from bot.platforms.slack.views import LOOK_UP

SlackManifest = dict[str, Any]
NAME = "Verbatim"
DESCRIPTION = "Answers about lawsuits in the news, only in the words of the source"
LONG_DESCRIPTION = (
    "Every answer consists of passages of stored articles, letter for letter, with who said them, where and "
    "when. What a source leaves open stays open: nothing is added from elsewhere. A claimed quotation is "
    "checked against the sources, and digests tell of what is new in a case."
)
BOT_EVENTS = (
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "link_shared",
    "message.im",
    "tokens_revoked",
)
ASSISTANT_EVENTS = ("assistant_thread_started",)
GRID_EVENTS = ("team_access_granted", "team_access_revoked")
"""Events of an enterprise that takes a workspace into its installation, or out of it."""
LONGEST_HINT = 1_000


def manifest(  # noqa: PLR0913  -- what the app is to be able to do
    prefix: str = "",
    public_url: str | None = None,
    *,
    over_http: bool = False,
    assistant: bool = False,
    many: bool = False,
    rotation: bool = False,
) -> SlackManifest:
    """The manifest for Socket Mode, or with ``over_http`` for requests to ``public_url``.

    With ``assistant`` the bot is in Slack's assistant as well, where the workspace's plan has that. With
    ``many`` workspaces install it themselves, and enterprises for all of theirs; with ``rotation`` their
    tokens expire, which Slack does not let one undo.
    """
    address = f"{public_url}{EVENTS}" if over_http and public_url else ""
    url = {"request_url": address} if address else {}
    options = {"message_menu_options_url": address} if address else {}
    features: SlackManifest = {
        "app_home": {
            "home_tab_enabled": True,
            # Without this tab, nobody can be sent a digest alone, or write to the bot.
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": NAME, "always_online": True},
        "shortcuts": _shortcuts(),
        # One for each first word of the table: the second is its text.
        "slash_commands": [
            _command(group, prefix, address) for group in dict.fromkeys(name.split()[0] for name in COMMANDS)
        ],
    }
    if host := urlsplit(public_url or "").hostname:
        features["unfurl_domains"] = [host]
    if assistant:
        features["assistant_view"] = {"assistant_description": DESCRIPTION}
    events = (*BOT_EVENTS, *(ASSISTANT_EVENTS if assistant else ()), *(GRID_EVENTS if many else ()))
    optional = [*OPTIONAL, *(ASSISTANT if assistant else ())]
    redirects = {"redirect_urls": [f"{public_url}{REDIRECT}"]} if public_url else {}
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {"name": NAME, "description": DESCRIPTION, **_long(public_url)},
        "features": features,
        "oauth_config": {**redirects, "scopes": {"bot": [*NEEDED], "bot_optional": optional}},
        "settings": {
            "event_subscriptions": {**url, "bot_events": list(events)},
            "interactivity": {"is_enabled": True, **url, **options},
            "org_deploy_enabled": many,
            "socket_mode_enabled": not address,
            "token_rotation_enabled": many and rotation,
        },
    }


def _long(public_url: str | None) -> SlackManifest:
    """The app's long description, which takes 175 to 4,000 characters; none without a page on privacy."""
    if not public_url:
        return {}
    pages = f"What it stores: {public_url}/privacy. Terms: {public_url}/terms."
    return {"long_description": f"{LONG_DESCRIPTION}\n\n{pages}"}


def _shortcuts() -> list[SlackManifest]:
    return [
        {
            "name": "Check quotes",
            "type": "message",
            "callback_id": CHECK_QUOTES,
            "description": "Are the quotations in this message real, word for word?",
        },
        {
            "name": "Suggest article",
            "type": "message",
            "callback_id": SUGGEST_ARTICLE,
            "description": "Put the article that this message links to into the editors' inbox",
        },
        {
            "name": "Look up a quotation",
            "type": "global",
            "callback_id": LOOK_UP,
            "description": "Find a quotation by its words, with who said it and where",
        },
    ]


def _command(group: str, prefix: str, address: str) -> SlackManifest:
    hint = " | ".join(command.name.removeprefix(f"{group} ") for command in meant_by(group))
    if single := COMMANDS.get(group):
        hint = single.usage.removeprefix(f"/{group}").strip()
    return {
        "command": f"/{prefix}{group}",
        **({"url": address} if address else {}),
        "description": single.description if single else DESCRIPTIONS[group],
        **({"usage_hint": hint[:LONGEST_HINT]} if hint else {}),
        # Slack then says which channel or person is meant, and not only its name.
        "should_escape": takes_ids(group),
    }


DESCRIPTIONS = {
    "case": "A lawsuit in the news: status, damages, statements, timeline and more, quoted",
    "digest": "What is new in a case, posted to a channel on a schedule",
    "settings": "What holds in this channel or workspace",
}
"""What a group of commands is about."""
