"""The Bolt app: which listener takes which of Slack's requests, and what is said where one fails."""

import re
from collections.abc import Awaitable, Callable
from functools import partial

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.answers.refusal import FAILED
from bot.platforms.slack import (
    actions,
    conversations,
    dashboard,
    home,
    links,
    quotation,
    reporting,
    schedule_form,
    settings_form,
    shortcuts,
    slash_commands,
    suggesting,
    uninstalls,
)
from bot.platforms.slack.api import QUIET, Tokens
from bot.platforms.slack.context import SlackContext
from bot.platforms.slack.installations import Installations
from bot.platforms.slack.requests import Body
from bot.platforms.slack.responder import after_acknowledgement, in_acknowledgement
from bot.platforms.slack.views import KEEP, LOOK_UP, REPORT

log = structlog.get_logger()

CHECK_QUOTES = "check_quotes"


class Authorize(AsyncAuthorize):
    """Gives each request its workspace's token; the listeners refuse a request that has none."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: object
    ) -> AuthorizeResult:
        """The ids of a request with the bot's token, which is None where the bot is not installed."""
        token = await self._tokens.token_of(team_id or "", enterprise_id or "")
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, user_id=user_id, bot_token=token)


def make_app(
    context: SlackContext,
    oauth: AsyncOAuthFlow | None = None,
    installations: Installations | None = None,
) -> AsyncApp:
    """The Bolt app with every listener; with an ``oauth`` flow any workspace can install and remove it."""
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
        attaching_conversation_kwargs_enabled=False,
    )
    app.error(_error_handler(context))
    _listen(app, context)
    if installations:
        uninstalls.listen(app, installations)
    return app


def _listen(app: AsyncApp, context: SlackContext) -> None:
    later, at_once = partial(after_acknowledgement, context), partial(in_acknowledgement, context)
    app.command(re.compile("/"))(at_once(slash_commands.on_command))
    app.action(re.compile(r"ask:"))(later(actions.on_button))
    app.action("context")(later(quotation.on_chosen))
    app.view(quotation.SHARE_QUOTATION)(at_once(quotation.on_submit))
    app.action("find_case")(later(actions.on_case))
    app.action(KEEP)(later(home.on_keep))
    app.action(re.compile(r"forget:"))(later(home.on_forget))
    app.action(re.compile(r"digest:"))(later(home.on_digest))
    app.action(dashboard.SCHEDULE)(later(schedule_form.on_open))
    app.view(schedule_form.SCHEDULE_FORM)(at_once(schedule_form.on_submit))
    app.action(dashboard.SETTINGS)(later(settings_form.on_open))
    app.view(settings_form.SETTINGS_FORM)(at_once(settings_form.on_submit))
    app.action(LOOK_UP)(later(shortcuts.on_look_up))
    app.shortcut(LOOK_UP)(later(shortcuts.on_look_up))
    app.shortcut(CHECK_QUOTES)(later(shortcuts.on_check_quotes))
    app.shortcut(suggesting.SUGGEST_ARTICLE)(later(suggesting.on_suggest_article))
    app.options(re.compile(""))(at_once(shortcuts.on_options))
    app.action(REPORT)(later(reporting.on_report))
    app.view(REPORT)(at_once(reporting.on_submit))
    app.view(LOOK_UP)(at_once(shortcuts.on_submit))
    app.event("app_home_opened")(later(home.on_opened))
    app.event("link_shared")(later(links.on_link_shared))
    app.event("app_mention")(later(conversations.on_mention))
    app.event("message")(later(conversations.on_message))
    app.event("assistant_thread_started")(later(conversations.on_thread_started))


def _error_handler(context: SlackContext) -> Callable[..., Awaitable[BoltResponse]]:
    async def apologise(error: Exception, body: Body, request: AsyncBoltRequest) -> BoltResponse:  # noqa: ARG001  -- Bolt's name
        log.error("an answer failed", command=str(body.get("command") or body.get("type")), exc_info=error)
        if body.get("type") == "event_callback":
            # Nobody waits for it, and Slack repeats it.
            return BoltResponse(status=500)
        return context.acknowledgement(body, FAILED)

    return apologise
