"""Voices, music, films and animations from the bot, one at a time and in albums."""

import pytest
from telegram import InputMediaAudio, InputMediaDocument, InputMediaPhoto, InputMediaVideo
from telegram.error import BadRequest

from sandbox.kinds import KINDS, example
from sandbox.state import Person
from tests.sandbox.cast import AMINA, BAO, heard

OGG, MP3 = b"OggS\0\2 a made-up recording", b"ID3 a made-up song"
MP4, GIF = b"\0\0\0\x18ftypmp42 a made-up film", b"GIF89a\x20\0\x10\0 a made-up wave"


@pytest.fixture
def picture(box):
    """The bytes of a photo."""
    [size] = example("photo", box.world.files, Person({}, started=True))["photo"]
    return box.world.files.find(size["file_id"]).upload.data


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


async def test_music_has_its_title_and_its_performer(bot):
    sent = await bot.send_audio(AMINA, MP3, duration=61, title="Rain", performer="Ai", filename="rain.mp3")

    audio = sent.audio
    assert (audio.title, audio.performer, audio.duration.seconds) == ("Rain", "Ai", 61)
    assert (audio.file_name, audio.mime_type) == ("rain.mp3", "audio/mpeg")


async def test_an_animation_is_a_document_as_well(bot):
    sent = await bot.send_animation(AMINA, GIF, caption="A wave")

    assert (sent.animation.width, sent.animation.height, sent.caption) == (32, 16, "A wave")
    assert sent.document.file_id == sent.animation.file_id


async def test_a_film_has_the_size_it_was_sent_with(bot):
    video = (await bot.send_video(AMINA, MP4, width=320, height=240, duration=4)).video

    assert (video.width, video.height, video.duration.seconds, video.mime_type) == (320, 240, 4, "video/mp4")


async def test_a_round_video_goes_out_again_by_its_identifier(bot):
    first = await bot.send_video_note(AMINA, MP4, length=240, duration=4)
    second = await bot.send_video_note(BAO, first.video_note.file_id, length=240)

    assert (first.video_note.length, first.video_note.duration.seconds) == (240, 4)
    assert second.video_note.file_id == first.video_note.file_id


@pytest.mark.parametrize("kind", ["voice", "audio", "video", "animation"])
async def test_what_is_of_another_kind_is_refused(bot, kind):
    with pytest.raises(BadRequest, match="Wrong file type"):
        await getattr(bot, f"send_{kind}")(AMINA, b"RIFF, something else")


async def test_an_album_is_one_message_each_with_one_number_for_all(bot, box, picture):
    film = InputMediaVideo(MP4, caption="<b>Two</b>", parse_mode="HTML")
    sent = await bot.send_media_group(AMINA, [InputMediaPhoto(picture, caption="One"), film])

    assert [message.caption for message in sent] == ["One", "Two"]
    assert sent[1].caption_entities[0].type == "bold"
    assert (bool(sent[0].photo), bool(sent[1].video)) == (True, True)
    assert [message.message_id for message in sent] == [1, 2]
    assert {message.media_group_id for message in sent} == {sent[0].media_group_id}
    assert [shown["media_group_id"] for shown in box.chat(AMINA)] == [sent[0].media_group_id] * 2


async def test_two_albums_are_told_apart_and_may_name_files_that_were_sent(bot, picture):
    photo = (await bot.send_photo(AMINA, picture)).photo[-1].file_id
    albums = [await bot.send_media_group(AMINA, [InputMediaPhoto(photo)] * 2) for _ in range(2)]

    assert len({album[0].media_group_id for album in albums}) == 2


@pytest.mark.parametrize(
    "media",
    [
        pytest.param([InputMediaDocument(b"a")], id="one alone"),
        pytest.param([InputMediaDocument(b"a")] * 11, id="eleven"),
        pytest.param([InputMediaDocument(b"a"), InputMediaAudio(MP3)], id="documents with music"),
        pytest.param([InputMediaDocument(b"a"), InputMediaDocument("unknown")], id="one unknown"),
        pytest.param(
            [InputMediaDocument(b"a"), InputMediaDocument(b"b", caption="x" * 1025)], id="long words"
        ),
    ],
)
async def test_an_album_that_telegram_would_not_take_is_refused_whole(bot, box, media):
    with pytest.raises(BadRequest):
        await bot.send_media_group(AMINA, media)

    assert box.chat(AMINA) == []


async def test_a_person_sends_an_album_with_a_caption_on_the_first(bot, order):
    await order("album", person=AMINA, kinds=["photo", "video"], caption="The garden")

    first, second = [update.message for update in await heard(bot)]
    assert (first.caption, second.caption) == ("The garden", None)
    assert first.media_group_id == second.media_group_id is not None


@pytest.mark.parametrize("kinds", [["photo"], ["photo", "audio"], ["smell", "smell"], ["photo"] * 11])
async def test_a_persons_album_is_such_as_a_client_would_send(order, kinds):
    assert (await order("album", person=AMINA, kinds=kinds))[0] == 400


def test_every_kind_has_an_example(box):
    for kind in KINDS:
        assert example(kind, box.world.files, box.world.person(AMINA))
