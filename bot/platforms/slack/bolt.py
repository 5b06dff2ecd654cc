"""Bolt with our listeners: which of Slack's requests goes to whom."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.answers.phrases import Phrase, phrase
from bot.answers.refusal import FAILED
from bot.platforms.slack.actions import Actions
from bot.platforms.slack.api import QUIET, Tokens
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.home import Home
from bot.platforms.slack.links import Links
from bot.platforms.slack.reply import NOBODY_ELSE
from bot.platforms.slack.requests import Body
from bot.platforms.slack.shortcuts import Shortcuts
from bot.platforms.slack.slash_commands import SlashCommands, acknowledged
from bot.platforms.slack.views import ANSWER, modal

log = structlog.get_logger()

CHECK_QUOTES, LOOK_UP = "check_quotes", "look_up"
UNINSTALLING = frozenset({"app_uninstalled", "tokens_revoked"})


class Authorize(AsyncAuthorize):
    """Gives each workspace its token; one that has none is refused later, in a sentence."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: object
    ) -> AuthorizeResult:
        """Whether or not it is installed."""
        token = await self._tokens.token_of(team_id or "", enterprise_id or "")
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=token)


def make_app(context: SlackContext, oauth: AsyncOAuthFlow | None = None) -> AsyncApp:
    """The application; ``oauth`` where any workspace can install it."""
    app = AsyncApp(
        name="verbatim",
        logger=QUIET,
        client=context.api.client(None),
        authorize=Authorize(context.api.tokens),
        oauth_flow=oauth,
        # The answer of a listener is the acknowledgement: it is looked for once and not every 10 ms, and an
        # exception becomes an answer too.
        process_before_response=True,
        # What comes by HTTP is verified before Bolt sees it.
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.error(_sorry(context))
    app.use(RequireInstallation(context))
    _listen(app, context)
    if oauth:
        app.enable_token_revocation_listeners()
    return app


def _listen(app: AsyncApp, context: SlackContext) -> None:
    actions, shortcuts, home = Actions(context), Shortcuts(context), Home(context)
    app.command(re.compile("/"))(SlashCommands(context).on_command)
    app.action(re.compile(r"ask:"))(actions.on_button)
    app.action("context")(actions.on_context)
    app.action("find_case")(actions.on_case)
    app.action("keep")(home.on_keep)
    app.action(re.compile(r"forget:"))(home.on_forget)
    app.action(LOOK_UP)(shortcuts.on_look_up)
    app.shortcut(LOOK_UP)(shortcuts.on_look_up)
    app.shortcut(CHECK_QUOTES)(shortcuts.on_check_quotes)
    app.options(re.compile(""))(shortcuts.on_options)
    app.view(LOOK_UP)(shortcuts.on_submit)
    app.event("app_home_opened")(home.on_opened)
    app.event("link_shared")(Links(context).on_shared)


class RequireInstallation(AsyncMiddleware):
    """Lets go on only what comes from where the bot is installed, or tells that it is not any more.

    A class, since Bolt finds out anew at each request which arguments a function takes.
    """

    def __init__(self, context: SlackContext) -> None:
        self._context = context

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  -- Bolt gives it
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  -- Bolt's name
    ) -> BoltResponse | None:
        """Go on, or answer in a sentence."""
        event = req.body.get("event") or {}
        if req.context.bot_token or event.get("type") in UNINSTALLING:
            return await next()
        return _told(req.body, self._context, _not_installed(self._context.service.public_url))


def _not_installed(public_url: str | None) -> Phrase:
    if public_url:
        return phrase(
            "This workspace is not known to the bot any more. An admin can install it again at {address}.",
            address=f"{public_url}/slack/install",
        )
    return phrase(
        "This workspace is not known to the bot any more. Ask whoever runs it how to install it again."
    )


def _sorry(context: SlackContext) -> Callable[..., Awaitable[BoltResponse]]:
    async def sorry(error: Exception, body: Body, request: AsyncBoltRequest) -> BoltResponse:  # noqa: ARG001  -- Bolt's name
        """A sentence in the place of an answer that failed."""
        log.error("an answer failed", command=str(body.get("command") or body.get("type")), exc_info=error)
        if body.get("type") == "event_callback":
            # Nobody waits for it, and Slack tells of it again.
            return BoltResponse(status=500)
        return _told(body, context, FAILED)

    return sorry


def _told(body: Body, context: SlackContext, said: Phrase) -> BoltResponse:
    """A sentence to whoever did something, in the form in which Slack shows it there."""
    message = context.sentence(said)
    match body.get("type"):
        case "view_submission":
            view = modal(ANSWER, message, context.words("en"))
            return acknowledged({"response_action": "update", "view": view})
        case "block_suggestion":
            return acknowledged({"options": []})
        case None if "command" in body:
            return acknowledged({**message, **NOBODY_ELSE})
        case _:
            return BoltResponse(status=200)
