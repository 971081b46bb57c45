"""Reactions of the bot to messages."""

from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.reactions import known


def set_message_reaction(call: Call) -> bool:
    """Put the bot's one reaction on a message, instead of the one there, or take it away."""
    chat = call.open_chat()
    number = call.number("message_id")
    if number not in chat.messages:
        raise bad_request("message to react not found")
    reactions = call.records("reaction")
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    for reaction in reactions:
        if reaction.get("type") != "emoji" or not known(reaction.get("emoji")):
            raise bad_request("REACTION_INVALID")
    chat.react(number, call.bot.id, reactions)
    return True
