"""The application: python-telegram-bot put together with our transport, throttle and routes."""

from typing import Any

from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot.acts import Acts
from bot.wire.throttle import Throttle
from bot.wire.transport import AiohttpRequest
from handlers import routes
from handlers.context import Context
from handlers.courier import Courier

App = Application[Any, Any, Any, Any, Any, Any]


def build(
    token: str, api_url: str, acts: Acts, throttle: Throttle, requests: tuple[AiohttpRequest, AiohttpRequest]
) -> App:
    """Return the application with every route; `requests` are the one for polling and the one for all else.

    It has no updater: the inbox hands updates to `process_update`.
    """
    polling, other = requests
    bot = Courier(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=other,
        get_updates_request=polling,
        rate_limiter=throttle,
    )
    types = ContextTypes(context=Context)
    app: App = ApplicationBuilder().bot(bot).updater(None).job_queue(None).context_types(types).build()
    app.bot_data = acts
    routes.add_to(app)
    return app
