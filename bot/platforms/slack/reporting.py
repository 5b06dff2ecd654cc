"""Reports: somebody says what is wrong in an answer, and the editors find it in their inbox."""

from slack_bolt.response import BoltResponse

from bot.platforms.slack.context import acknowledged
from bot.platforms.slack.requests import action_value, input_texts
from bot.platforms.slack.responder import Responder
from bot.platforms.slack.views import ANSWER, REASON, modal, report_form
from bot.service.reports import after_report


async def on_report(responder: Responder) -> None:
    """Open the form in which somebody says what is wrong in an answer."""
    view = report_form(action_value(responder.body), await responder.words())
    await responder.show(view)


async def on_submit(responder: Responder) -> BoltResponse:
    """Acknowledge a report that was sent with what became of it, in the form's place."""
    context, asker = responder.context, await responder.asker()
    command = str((responder.body.get("view") or {}).get("private_metadata") or "")
    reason = input_texts(responder.body).get(REASON, "")
    said = await context.service.conduct.inbox.add(command, reason, asker)
    view = modal(ANSWER, context.message(after_report(said), asker.locale), context.words(asker.locale))
    return acknowledged({"response_action": "update", "view": view})
