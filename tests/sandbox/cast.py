"""Who is in the sandbox's tests, when they play, and how they are shown buttons, heard and waited for."""

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

AMINA, BAO, NOBODY = 7, 8, 404
TOKEN = "1:TEST"
MONDAY = 1_772_409_600.25


def keyboard(*data):
    """One button a row, each labelled with its data."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one)] for one in data])


async def heard(bot):
    """Fetch and confirm what waits."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def until(true):
    """Wait until something is so, which fails after ten seconds."""
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it did not happen within ten seconds")
