"""Rates that hold nothing back."""

from bot.wire.pacer import Rate, Rates

_ANY = Rate(count=1e9, per=1, burst=1_000_000)
UNLIMITED = Rates(bot=_ANY, bulk=_ANY, private=_ANY, group=_ANY)
