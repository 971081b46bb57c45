"""Reply markup: inline keyboards checked as Telegram checks them, other keyboards kept for the person."""

from sandbox.calls import Call
from sandbox.chat import Chat
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.limits import BUTTONS, CALLBACK_BYTES

_ACTIONS = frozenset(
    {
        "callback_data",
        "callback_game",
        "copy_text",
        "login_url",
        "pay",
        "switch_inline_query",
        "switch_inline_query_chosen_chat",
        "switch_inline_query_current_chat",
        "url",
        "web_app",
    }
)
_OTHERS = frozenset({"keyboard", "remove_keyboard", "force_reply"})


def inline(call: Call) -> Json:
    """Return `reply_markup` for a message that shows inline buttons, else nothing.

    Raises Refused for a keyboard that Telegram would not take.
    """
    markup = _markup(call)
    if "inline_keyboard" not in markup:
        return {}
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('can\'t parse inline keyboard: field "inline_keyboard" must be an Array of Arrays')
    rows = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, rows)) > BUTTONS:
        raise bad_request("reply markup is too long")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def show_other(call: Call, chat: Chat) -> None:
    """Show or take away the keyboard below the person's text field, where the call asks for it."""
    markup = _markup(call)
    if "keyboard" in markup or "force_reply" in markup:
        chat.keyboard = markup
    elif "remove_keyboard" in markup:
        chat.keyboard = None


def _markup(call: Call) -> Json:
    markup = call.record("reply_markup")
    if markup and "inline_keyboard" not in markup and not _OTHERS.intersection(markup):
        raise bad_request("unsupported reply markup type")
    return markup


def _button(button: object) -> Json:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    if not button["text"].strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    if not _ACTIONS.intersection(button):
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data = button.get("callback_data")
    if data is not None and not (isinstance(data, str) and 1 <= len(data.encode()) <= CALLBACK_BYTES):
        raise bad_request("BUTTON_DATA_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("http://", "https://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return button
