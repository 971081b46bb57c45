"""The table of contents: every method there is, and which of them count against the rates."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.calls import Call
from sandbox.methods import (
    chats,
    copying,
    editing,
    media,
    members,
    polling,
    polls,
    profile,
    queries,
    reacting,
    sending,
    webhook,
)

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
    "setWebhook": webhook.set_webhook,
    "deleteWebhook": webhook.delete_webhook,
    "getWebhookInfo": webhook.get_webhook_info,
    "getFile": polling.get_file,
    "sendMessage": sending.send_message,
    "sendPhoto": media.send_photo,
    "sendDocument": media.send_document,
    "sendAudio": media.send_audio,
    "sendVoice": media.send_voice,
    "sendVideo": media.send_video,
    "sendVideoNote": media.send_video_note,
    "sendAnimation": media.send_animation,
    "sendMediaGroup": media.send_media_group,
    "sendPoll": polls.send_poll,
    "stopPoll": polls.stop_poll,
    "setMessageReaction": reacting.set_message_reaction,
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
    "getChatMember": members.get_chat_member,
    "getChatMemberCount": members.get_chat_member_count,
    "getChatAdministrators": members.get_chat_administrators,
    "pinChatMessage": chats.pin_chat_message,
    "unpinChatMessage": chats.unpin_chat_message,
    "unpinAllChatMessages": chats.unpin_all_chat_messages,
}
RATED = frozenset(name for name in METHODS if name.startswith(("send", "copy", "forward", "edit"))) - {
    "sendChatAction"
}
BY_LOWER_CASE = {name.lower(): name for name in METHODS}
