"""Checks whether Slack takes the tokens in the settings, and grants the scopes that the bot needs."""

from slack_sdk.errors import SlackApiError

from bot.platforms.slack.api import FAILURES, OneToken, SlackApi, failure_of
from bot.platforms.slack.bot import settings_problem
from bot.platforms.slack.scopes import NEEDED, OPTIONAL, granted
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
    """What Slack says about the tokens in the settings, each problem with its cure."""
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
        bot = await api.client(token).auth_test()
    except FAILURES as error:
        return [_failed(error, "SLACK_BOT_TOKEN", COPY_IT)]
    scopes = granted(bot.headers.get("x-oauth-scopes", ""))
    return [
        well(f"Slack takes SLACK_BOT_TOKEN, of the workspace {bot['team']}."),
        *(
            ill(f"Slack does not give the permission {scope} ({use}).", PASTE)
            for scope, use in NEEDED.items()
            if scope not in scopes
        ),
        *(
            well(f"Slack does not give the permission {scope}, which may be left out.", f"It is for {use}.")
            for scope, use in OPTIONAL.items()
            if scope not in scopes
        ),
    ]


async def _app_token(api: SlackApi, token: str) -> Finding:
    try:
        await api.client(None).apps_connections_open(app_token=token)
    except FAILURES as error:
        return _failed(error, "SLACK_APP_TOKEN", MAKE_ANEW)
    return well("Slack takes SLACK_APP_TOKEN.")


def _failed(error: BaseException, setting: str, cure: str) -> Finding:
    if isinstance(error, SlackApiError):
        return ill(f"Slack refuses {setting} ({failure_of(error).error}).", cure)
    return ill(f"Slack cannot be reached ({type(error).__name__}).", TRY_AGAIN)
