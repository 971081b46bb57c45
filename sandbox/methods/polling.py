"""How updates reach the bot by long polling, and how it fetches files."""

from sandbox.calls import Call
from sandbox.errors import Refused, bad_request
from sandbox.journal import Json
from sandbox.limits import DOWNLOAD

_WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)


async def get_updates(call: Call) -> list[Json]:
    """Confirm updates before `offset` and return those that wait, or the first to come within `timeout`.

    Raises Refused (409) while a webhook is set.
    """
    if call.bot.poster.hook is not None:
        raise Refused(409, _WEBHOOK_SET)
    wanted = call.params.get("allowed_updates")
    if isinstance(wanted, list):
        call.bot.updates.allowed = [str(kind) for kind in wanted]
    limit = call.number("limit", 100)
    return await call.bot.updates.poll(call.number("offset"), limit, call.number("timeout"))


def get_file(call: Call) -> Json:
    """Return the download path of a file; raises Refused where it is unknown or over 20 MiB."""
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    stored = call.world.files.find(call.text("file_id"))
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.upload.data) > DOWNLOAD:
        raise bad_request("file is too big")
    return {**stored.told(), "file_path": stored.path}
