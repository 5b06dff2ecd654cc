"""Whether Slack takes the tokens that are set, and gives the permissions that are needed."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.api import UNREACHABLE, OneToken, SlackApi, refusal
from bot.platforms.slack.bot import settings_problem
from bot.platforms.slack.scopes import NEEDED, OPTIONAL, granted, missing
from bot.service.finding import Finding, ill, well
from bot.settings import Settings

SET_IT = "Change it in .env or in the environment; docs/guides/slack-admins.md leads through it."
COPY_IT = "Copy the bot token from “OAuth & Permissions” of the app, and set SLACK_BOT_TOKEN."
MAKE_ANEW = (
    "Make one with the scope connections:write under “App-Level Tokens” of the app's basic information, "
    "and set SLACK_APP_TOKEN."
)
PASTE = (
    "Paste what “python -m bot manifest slack” prints under “App Manifest” of the app, and install it again."
)
TRY_AGAIN = "Look at the network and at SLACK_API_URL, and try again."


async def check_installation(settings: Settings) -> list[Finding]:
    """Everything about Slack that can be seen from here."""
    if problem := settings_problem(settings):
        return [ill(problem, SET_IT)]
    api = SlackApi(settings.slack_api_url, OneToken(settings.slack_bot_token or ""))
    await api.open()
    try:
        found = []
        if settings.slack_bot_token and not settings.slack_client_id:
            found += await _bot_token(api, settings.slack_bot_token)
        if settings.slack_app_token:
            found.append(await _app_token(api, settings.slack_app_token))
        return found
    finally:
        await api.close()


async def _bot_token(api: SlackApi, token: str) -> list[Finding]:
    try:
        told = await api.client(token).auth_test()
    except SlackApiError as error:
        what = f"Slack refuses SLACK_BOT_TOKEN ({refusal(error).error})."
        return [ill(what, COPY_IT)]
    except UNREACHABLE as error:
        return [_unreachable(error)]
    scopes = granted(told.headers.get("x-oauth-scopes", ""))
    return [
        well(f"Slack takes SLACK_BOT_TOKEN, of the workspace {told['team']}."),
        *_permissions(missing(scopes, NEEDED), missing(scopes, OPTIONAL)),
    ]


def _permissions(needed: Mapping[str, str], optional: Mapping[str, str]) -> list[Finding]:
    lacking = [
        ill(f"Slack does not give the permission {scope} ({use}).", PASTE) for scope, use in needed.items()
    ]
    left_out = [
        well(f"Slack does not give the permission {scope}, which may be left out.", cure)
        for scope, use in optional.items()
        if (cure := f"It is for {use}.")
    ]
    return [*lacking, *left_out]


async def _app_token(api: SlackApi, token: str) -> Finding:
    try:
        await api.client(None).apps_connections_open(app_token=token)
    except SlackApiError as error:
        what = f"Slack refuses SLACK_APP_TOKEN ({refusal(error).error})."
        return ill(what, MAKE_ANEW)
    except UNREACHABLE as error:
        return _unreachable(error)
    return well("Slack takes SLACK_APP_TOKEN.")


def _unreachable(error: BaseException) -> Finding:
    what = f"Slack cannot be reached ({type(error).__name__})."
    return ill(what, TRY_AGAIN)
