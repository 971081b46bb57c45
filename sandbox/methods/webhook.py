"""Where updates go: setting, taking away and describing the webhook."""

import re
from urllib.parse import urlsplit

from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.webhooks import Webhook

REPLACED = "Conflict: terminated by setWebhook request"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_MOST, _USUAL = 100, 40


def set_webhook(call: Call) -> bool:
    """Have updates brought to an address, plain HTTP and any port included; an empty one takes it away."""
    if call.flag("drop_pending_updates"):
        call.bot.updates.drop()
    wanted = call.params.get("allowed_updates")
    if isinstance(wanted, list):
        call.bot.updates.allowed = [str(kind) for kind in wanted]
    hook = _webhook(call)
    if hook is not None:
        call.bot.updates.interrupt(REPLACED)
    call.bot.poster.set(hook)
    return True


def delete_webhook(call: Call) -> bool:
    """Have updates wait for getUpdates again, without those that wait now where the call asks for it."""
    if call.flag("drop_pending_updates"):
        call.bot.updates.drop()
    call.bot.poster.set(None)
    return True


def get_webhook_info(call: Call) -> Json:
    """Return where updates go, how many wait, and what went wrong last."""
    hook = call.bot.poster.hook
    told: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": bool(hook and hook.certificate),
        "pending_update_count": call.bot.updates.unconfirmed(),
    }
    if hook is not None:
        told |= {"max_connections": hook.most, **hook.error}
    if call.bot.updates.allowed:
        told["allowed_updates"] = call.bot.updates.allowed
    return told


def _webhook(call: Call) -> Webhook | None:
    url, secret = call.text("url").strip(), call.text("secret_token")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known:
        raise bad_request("bad webhook: Failed to resolve host: an HTTP or HTTPS URL must be provided")
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    most = min(max(call.number("max_connections", _USUAL), 1), _MOST)
    return Webhook(url, secret, most, "certificate" in call.files)
