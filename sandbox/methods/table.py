"""The table of contents: every method there is, and which of them count against the rates."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.calls import Call
from sandbox.methods import chats, copying, editing, polling, profile, queries, sending, voices

Method = Callable[[Call], Any | Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": profile.get_me,
    "setMyCommands": profile.set_my_commands,
    "getMyCommands": profile.get_my_commands,
    "deleteMyCommands": profile.delete_my_commands,
    "setMyName": profile.set_my_name,
    "getMyName": profile.get_my_name,
    "setMyDescription": profile.set_my_description,
    "getMyDescription": profile.get_my_description,
    "setMyShortDescription": profile.set_my_short_description,
    "getMyShortDescription": profile.get_my_short_description,
    "getUpdates": polling.get_updates,
    "deleteWebhook": polling.delete_webhook,
    "getWebhookInfo": polling.get_webhook_info,
    "getFile": polling.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendVoice": voices.send_voice,
    "forwardMessage": copying.forward_message,
    "copyMessage": copying.copy_message,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "answerCallbackQuery": queries.answer_callback_query,
    "sendChatAction": chats.send_chat_action,
    "getChat": chats.get_chat,
    "leaveChat": chats.leave_chat,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "unpinAllChatMessages": chats.unpin_all_chat_messages,
}
RATED = frozenset(name for name in METHODS if name.startswith(("send", "copy", "forward", "edit"))) - {
    "sendChatAction"
}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}
