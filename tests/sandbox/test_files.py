"""Documents and photos: up, down, and again by identifier."""

import io

import aiohttp
import pytest
from telegram.error import BadRequest

from sandbox.files import Files, Upload, dimensions
from sandbox.kinds import photo
from tests.sandbox.cast import AMINA, BAO

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (1600).to_bytes(4, "big") + (900).to_bytes(4, "big")
GIF = b"GIF89a" + (12).to_bytes(2, "little") + (34).to_bytes(2, "little")
JPEG = b"\xff\xd8\xff\xe0\x00\x04ab\xff\xc0\x00\x11\x08\x00\x20\x00\x40"


async def test_a_document_is_uploaded_and_downloads_byte_for_byte(bot):
    sent = await bot.send_document(AMINA, b"%PDF-1.7 \x00\xff", filename="周报.pdf", caption="Week 1")

    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("周报.pdf", 11, "Week 1")
    file = await bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == b"%PDF-1.7 \x00\xff"


async def test_a_document_goes_out_again_by_its_identifier(bot, box):
    first = await bot.send_document(AMINA, b"%PDF", filename="a.pdf")

    second = await bot.send_document(BAO, first.document.file_id)

    assert second.document == first.document
    assert box.calls[-1]["files"] == {}


async def test_a_photo_comes_in_sizes_from_small_to_its_own(bot):
    sent = await bot.send_photo(AMINA, PNG)

    assert [(size.width, size.height) for size in sent.photo] == [
        (90, 50),
        (320, 180),
        (800, 450),
        (1600, 900),
    ]
    assert (await bot.send_photo(BAO, sent.photo[0].file_id)).photo[-1].width == 1600


@pytest.mark.parametrize(
    ("data", "size"),
    [(PNG, (1600, 900)), (GIF, (12, 34)), (JPEG, (64, 32)), (b"%PDF", None), (JPEG[:9], None)],
)
def test_the_size_of_a_picture_is_read_from_its_head(data, size):
    assert dimensions(data) == size


async def test_what_is_no_picture_is_no_photo(bot):
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(AMINA, b"%PDF")


async def test_an_empty_file_is_refused(bot):
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(AMINA, b"")


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("sendDocument", {}, "there is no document in the request"),
        ("sendDocument", {"document": "made-up"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {"photo": "https://x.org/a.png"}, "failed to get HTTP URL content"),
        ("getFile", {"file_id": "made-up"}, "invalid file_id"),
        ("getFile", {}, "file_id not specified"),
    ],
)
async def test_a_file_that_is_not_there_is_refused(post, method, params, refusal):
    assert (await post(method, chat_id=AMINA, **params))[2]["description"] == f"Bad Request: {refusal}"


async def test_a_photo_cannot_go_out_as_a_document(bot):
    sent = await bot.send_photo(AMINA, PNG)

    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(AMINA, sent.photo[-1].file_id)


async def test_a_caption_has_1024_characters_at_most(bot):
    await bot.send_document(AMINA, b"x", caption="好" * 1024)

    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(AMINA, b"x", caption="好" * 1025)


async def test_a_photo_over_ten_mebibytes_is_refused(bot):
    with pytest.raises(BadRequest, match="too big for a photo"):
        await bot.send_photo(AMINA, PNG + bytes(10 * 1024 * 1024))


async def test_a_file_over_twenty_mebibytes_goes_up_but_not_down(bot):
    sent = await bot.send_document(AMINA, bytes(20 * 1024 * 1024 + 1))

    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(sent.document.file_id)


async def test_more_than_fifty_megabytes_are_too_large(http):
    form = aiohttp.FormData({"chat_id": str(AMINA)})
    form.add_field("document", io.BytesIO(bytes(51_000_001)), filename="film.mp4")

    async with http.post("/bot1:TEST/sendDocument", data=form) as answer:
        assert (answer.status, (await answer.json())["description"]) == (413, "Request Entity Too Large")


async def test_a_wrong_path_or_token_downloads_nothing(http):
    statuses = []
    for path in ("/file/bot1:TEST/documents/file_9.pdf", "/file/bot2:OTHER/documents/file_0.pdf"):
        async with http.get(path) as answer:
            statuses.append(answer.status)
    assert statuses == [404, 401]


async def test_what_a_person_sends_can_be_downloaded(box, bot):
    await box.send_kind(AMINA, "photo")
    [update] = await bot.get_updates()

    file = await bot.get_file(update.message.photo[-1].file_id)

    assert dimensions(bytes(await file.download_as_bytearray())) == (120, 80)


def test_the_same_uploads_get_the_same_identifiers():
    first, second = (photo(Files(), None) for _ in range(2))

    assert first == second
    assert Files().keep("document", Upload("x", "text/plain", b"x")).file_id != first["photo"][0]["file_id"]
