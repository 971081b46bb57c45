"""The faults: what Telegram and the network do to one life of the bot, from the sandbox's whole list."""

from collections.abc import Mapping
from random import Random  # noqa: TID251 - every draw comes from a seed that the report names

from sandbox.server import Sandbox

# How often each fault is drawn, against the others.
USUAL: Mapping[str, int] = {
    "400": 1, "403": 1, "413": 1, "429": 5, "5xx": 3, "500": 1, "502": 1, "503": 1, "504": 1, "html": 2,
    "drop": 3, "hang": 2, "drop_after_accept": 4, "hang_after_accept": 3, "cut_json": 3,
}  # fmt: skip
POLLING: Mapping[str, int] = {**USUAL, "400": 0, "403": 0, "413": 0, "409": 3}
STARTING: Mapping[str, int] = {
    "429": 1,
    "5xx": 1,
    "html": 1,
    "drop": 1,
    "drop_after_accept": 1,
    "cut_json": 1,
}
METHODS: Mapping[str, int] = {
    "sendMessage": 8, "editMessageText": 5, "getUpdates": 3, "answerCallbackQuery": 2, "sendDocument": 1,
    "getMe": 1, "setMyCommands": 1,
}  # fmt: skip
BY_METHOD = {"getUpdates": POLLING, "getMe": STARTING, "setMyCommands": STARTING}
# The way to Telegram and back: without it next to nothing would be in the air when a kill comes.
WAY_BACK = (0.02, 0.25)
DELAYED = ("sendMessage", "editMessageText", "sendDocument")
# These end the bot on purpose (a token that Telegram took back), so they have a life of their own.
REVOKED = ("401", "404")
KINDS = frozenset(USUAL) | frozenset(POLLING) | frozenset(REVOKED) | {"slow"}


def brew(box: Sandbox, dice: Random) -> None:
    """Forget the faults that did not come, and prepare those of one life: none to four, and slow answers."""
    box.faults.clear()
    for _ in range(dice.choice((0, 1, 2, 2, 3, 4))):
        _spoil_calls(box, dice)
    _spoil_updates(box, dice)
    for method in DELAYED:
        box.faults.add(method, "slow", times=1_000_000, seconds=dice.uniform(*WAY_BACK))


def revoke(box: Sandbox, dice: Random) -> None:
    """Let Telegram take the token back, at the next poll, for one poll."""
    box.faults.clear()
    box.faults.add("getUpdates", dice.choice(REVOKED))


def _spoil_calls(box: Sandbox, dice: Random) -> None:
    method = _drawn(METHODS, dice)
    kind = _drawn(BY_METHOD.get(method, USUAL), dice)
    many = 1 if kind in {"400", "403", "413"} else dice.choice((1, 1, 2, 3))
    after = 0 if method in {"getMe", "setMyCommands"} else dice.randrange(12)
    box.faults.add(
        method, kind, times=many, retry_after=dice.randint(1, 2), seconds=dice.uniform(1, 7), after=after
    )


def _spoil_updates(box: Sandbox, dice: Random) -> None:
    if dice.random() < 0.25:
        box.faults.duplicate_updates(dice.randint(1, 3))
    if dice.random() < 0.25:
        box.faults.duplicate_updates(dice.randint(1, 3), confirmed=True)
    if dice.random() < 0.25:
        box.faults.out_of_order(dice.randint(1, 3))


def _drawn(weights: Mapping[str, int], dice: Random) -> str:
    return dice.choices(list(weights), list(weights.values()))[0]
