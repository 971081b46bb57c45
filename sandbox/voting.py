"""Votes of people in the polls that a bot has sent."""

from sandbox.chat import Chat
from sandbox.errors import NoSuchPoll
from sandbox.journal import Json
from sandbox.meeting import meet
from sandbox.polls import Poll
from sandbox.state import World


def vote(
    world: World,
    user_id: int,
    options: list[int],
    message_id: int | None = None,
    *,
    group: int | None = None,
    bot: str | None = None,
) -> Json:
    """Let a person vote, counting options from 0, and return the poll; no options take the vote back.

    Without `message_id` it is the newest poll of the bot in the chat. The bot hears
    of the new counts, and of who voted where the poll is not anonymous.
    """
    its_bot, chat, person = meet(world, user_id, bot, group)
    poll = _poll(world, chat, message_id)
    poll.close_by(world.clock.time())
    poll.vote(user_id, options)
    if not poll.told["is_anonymous"]:
        answer = {
            "poll_id": poll.told["id"],
            "user": person.user,
            "option_ids": poll.votes[user_id],
            "option_persistent_ids": [
                poll.told["options"][one]["persistent_id"] for one in poll.votes[user_id]
            ],
        }
        its_bot.updates.add({"poll_answer": answer})
    its_bot.updates.add({"poll": poll.told})
    return poll.told


def _poll(world: World, chat: Chat, message_id: int | None) -> Poll:
    numbers = sorted(chat.messages, reverse=True) if message_id is None else [message_id]
    for number in numbers:
        shown = chat.messages.get(number, {}).get("poll", {}).get("id")
        if shown in world.polls:
            return world.polls[shown]
    raise NoSuchPoll("the chat shows no poll of the bot's that a vote could go to")
