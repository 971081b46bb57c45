"""Voice messages from the bot."""

import pytest
from telegram.error import BadRequest

from tests.sandbox.cast import AMINA, BAO

OGG = b"OggS\0\2 a made-up recording"


async def test_a_voice_is_uploaded_and_goes_out_again_by_its_identifier(bot, box):
    first = await bot.send_voice(AMINA, OGG, duration=3)
    second = await bot.send_voice(BAO, first.voice.file_id)

    assert (first.voice.duration.seconds, first.voice.mime_type, first.voice.file_size) == (
        3,
        "audio/ogg",
        len(OGG),
    )
    assert second.voice.file_id == first.voice.file_id
    file = await bot.get_file(second.voice.file_id)
    assert bytes(await file.download_as_bytearray()) == OGG


async def test_what_is_no_recording_is_refused(bot):
    with pytest.raises(BadRequest, match="Wrong file type"):
        await bot.send_voice(AMINA, b"RIFF, some other sound")
