"""Whatever comes that no button expects."""

from telegram import Message, Update

from flows import listening
from flows.casework.passing import CARRIED, Sent
from handlers.context import Context

KINDS = ("voice", "photo", "sticker", "video", "video_note", "audio", "document", "location", "contact")
SAID_AS = {"voice": "voice", "audio": "voice", "video_note": "voice", "photo": "picture", "video": "picture"}
LONGEST, LONGEST_CAPTION = 4096, 1024


async def on_message(update: Update, context: Context) -> None:
    """Answer text, voice, pictures and everything else: a private chat is never silent."""
    message = update.effective_message
    assert message is not None, "routed by MessageHandler"
    text = message.text[:LONGEST] if message.text else None
    await context.act(
        update, listening.hear, kind=_kind(message), text=text, sent=_sent(message), marked=_marked(message)
    )


async def on_edit(update: Update, context: Context) -> None:
    """Say that a corrected message changes nothing."""
    await context.act(update, listening.hear_edit)


async def on_help(update: Update, context: Context) -> None:
    """Say what the bot does for this person."""
    await context.act(update, listening.help_)


async def on_unknown_command(update: Update, context: Context) -> None:
    """Answer a command that is not ours."""
    await context.act(update, listening.unknown_command)


async def on_unknown_tap(update: Update, context: Context) -> None:
    """Explain a button that no longer exists."""
    await context.act(update, listening.old_button)


async def on_outside(update: Update, context: Context) -> None:
    """Say once in a group or channel that we work in private chats."""
    await context.act(update, listening.outside)


def _sent(message: Message) -> Sent | None:
    """Return what can be passed on of a voice, a picture or a file: its name at Telegram, and its caption."""
    kind = next((kind for kind in sorted(CARRIED) if getattr(message, kind)), None)
    if kind is None:
        return None
    carried = getattr(message, kind)
    found = carried[-1] if kind == "photo" else carried  # of a photo the largest size is the last
    return Sent(kind, (message.caption or "")[:LONGEST_CAPTION] or None, found.file_id)


def _marked(message: Message) -> str:
    """Return what was written with its formatting, as HTML; "" for what has no words."""
    return (message.text_html if message.text else message.caption_html if message.caption else "") or ""


def _kind(message: Message) -> str:
    if message.text:
        return "text"
    found = next((kind for kind in KINDS if getattr(message, kind)), "other")
    return SAID_AS.get(found, "other")
