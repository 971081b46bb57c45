"""A whole python-telegram-bot application, polling the sandbox as it would poll Telegram."""

import pytest
from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler

from tests.sandbox.cast import AMINA, TOKEN, keyboard, until


async def on_start(update, context):
    await update.message.reply_html(f"<b>{context.args[0]}</b>", reply_markup=keyboard("yes"))


async def on_tap(update, context):
    await update.callback_query.answer("Noted")
    await update.callback_query.edit_message_text("Thank you")


@pytest.fixture
async def application(box):
    builder = (
        Application.builder().token(TOKEN).base_url(f"{box.url}/bot").base_file_url(f"{box.url}/file/bot")
    )
    application = builder.build()
    application.add_handlers([CommandHandler("start", on_start), CallbackQueryHandler(on_tap)])
    async with application:
        await application.start()
        await application.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield application
        await application.updater.stop()
        await application.stop()


@pytest.mark.usefixtures("application")
async def test_a_person_and_a_bot_talk(box):
    await box.open_link(AMINA, "invite-1")
    await until(lambda: len(box.chat(AMINA)) == 2)
    await box.tap(AMINA, "yes")
    await until(lambda: box.chat(AMINA)[1]["text"] == "Thank you")

    await until(lambda: box.unconfirmed() == 0)
    assert [message["text"] for message in box.chat(AMINA)] == ["/start invite-1", "Thank you"]


@pytest.mark.usefixtures("application")
async def test_polling_survives_a_bad_minute(box):
    for kind in ("5xx", "cut_json", "drop"):
        box.faults.add(method="getUpdates", kind=kind)

    await box.open_link(AMINA, "invite-1")

    await until(lambda: len(box.chat(AMINA)) == 2)
