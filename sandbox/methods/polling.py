"""How updates reach the bot: long polling, and what there is to say about webhooks."""

from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.limits import DOWNLOAD


async def get_updates(call: Call) -> list[Json]:
    """Confirm updates before `offset` and return those that wait, or the first to come within `timeout`."""
    wanted = call.params.get("allowed_updates")
    if isinstance(wanted, list):
        call.bot.updates.allowed = [str(kind) for kind in wanted]
    limit = call.number("limit", 100)
    return await call.bot.updates.poll(call.number("offset"), limit, call.number("timeout"))


def delete_webhook(call: Call) -> bool:
    """Do nothing, for there is no webhook, but drop what waits where the call asks for it."""
    if call.flag("drop_pending_updates"):
        call.bot.updates.drop()
    return True


def get_webhook_info(call: Call) -> Json:
    """Say that there is no webhook, and how many updates wait."""
    waiting = call.bot.updates.unconfirmed()
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}


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
