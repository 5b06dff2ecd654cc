"""Installing the bot in any workspace by OAuth: to Slack's consent page and back, with a checked state."""

from html import escape

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse

from bot.platforms.slack.api import QUIET, UNREACHABLE, SlackApi, failure_of
from bot.platforms.slack.installations import Installations, NotOffered, OAuthStates
from bot.platforms.slack.scopes import NEEDED, OPTIONAL
from bot.settings import Settings

log = structlog.get_logger()

INSTALL, REDIRECT = "/slack/install", "/slack/oauth_redirect"
PAGE = """\
<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><link rel="stylesheet" href="/static/style.css">
<main><h1>{title}</h1><p>{words}</p></main></html>
"""
AGAIN = f'<a href="{INSTALL}">Begin again</a>.'


def make_flow(settings: Settings, api: SlackApi, installations: Installations) -> AsyncOAuthFlow:
    """Slack's OAuth flow with the installations in the database; redirects to PUBLIC_URL."""
    address = settings.public_url
    flow = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        scopes=[*NEEDED, *OPTIONAL],
        user_scopes=[],
        redirect_uri=f"{address}{REDIRECT}" if address else None,
        install_path=INSTALL,
        redirect_uri_path=REDIRECT,
        install_page_rendering_enabled=False,
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=OAuthStates(settings.encryption_key or ""),
        callback_options=AsyncCallbackOptions(_installed, _not_installed),
        logger=QUIET,
    )
    return AsyncOAuthFlow(settings=flow, client=api.client(None), logger=QUIET)


def install_routes(flow: AsyncOAuthFlow) -> list[web.RouteDef]:
    """The routes where an install begins and to which Slack redirects afterwards."""

    async def begin(request: web.Request) -> web.Response:
        """Redirect to the page where Slack asks for consent."""
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def finish(request: web.Request) -> web.Response:
        """Exchange the code that Slack's redirect brings for a token, and show how that ended."""
        try:
            done = await flow.handle_callback(await to_bolt_request(request))
        except UNREACHABLE as error:
            log.warning("slack not reached", reason=failure_of(error).error)
            done = _page(502, "Not installed", f"Slack did not answer. {AGAIN}")
        return await to_aiohttp_response(done)

    return [web.get(INSTALL, begin), web.get(REDIRECT, finish)]


async def _installed(arguments: AsyncSuccessArgs) -> BoltResponse:
    installed = arguments.installation
    name = installed.team_name or installed.enterprise_name or "the workspace"
    return _page(200, "Installed", f"The bot is in {escape(name)}. Type /help there.")


async def _not_installed(arguments: AsyncFailureArgs) -> BoltResponse:
    if isinstance(arguments.error, NotOffered):
        log.warning("slack install failed", reason="not among ALLOWED_WORKSPACES")
        return _page(
            403,
            "Not installed",
            "This bot is not offered to this workspace. Whoever runs it can change that.",
        )
    log.warning("slack install failed", reason=arguments.reason)
    said = f"Nothing was installed ({escape(arguments.reason)}). {AGAIN}"
    return _page(arguments.suggested_status_code, "Not installed", said)


def _page(status: int, title: str, words: str) -> BoltResponse:
    body = PAGE.format(title=title, words=words)
    return BoltResponse(status=status, body=body, headers={"Content-Type": "text/html; charset=utf-8"})
