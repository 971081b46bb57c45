"""Examples that talk with one person: texts, buttons, links, timers, conversations."""

from tests.examples.stage import TOKEN

AMINA = 7


async def test_the_echo_bot_echoes_and_stops_cleanly(stage):
    await stage.play("echobot")

    assert await stage.says("/start", person=AMINA) == "Hi Amina!"
    assert await stage.says("/help", person=AMINA) == "Help!"
    assert await stage.says("好 <b>&", person=AMINA) == "好 <b>&"
    assert await stage.end() == 0


async def test_the_bare_api_echoes_too(stage):
    await stage.order("text", person=AMINA, text="Are you there?")
    await stage.play_bare("rawapibot")

    assert (await stage.hears(person=AMINA))["text"] == "Are you there?"
    assert await stage.says("Good", person=AMINA) == "Good"


async def test_a_tapped_option_is_shown(stage):
    await stage.play("inlinekeyboard")

    assert await stage.says("/start", person=AMINA) == "Please choose:"
    assert await stage.taps("3", "Selected option: 3", person=AMINA) == []
    assert await stage.end() == 0


async def test_routes_of_buttons_lead_round_and_out(stage):
    await stage.play("inlinekeyboard2")
    await stage.says("/start", person=AMINA)

    for data, shown in (
        ("0", "First CallbackQueryHandler"),
        ("3", "Fourth CallbackQueryHandler"),
        ("2", "Third CallbackQueryHandler"),
        ("0", "Start handler"),
        ("1", "Second CallbackQueryHandler"),
        ("2", "Third CallbackQueryHandler"),
    ):
        await stage.taps(data, shown, person=AMINA)
    assert await stage.taps("1", "See you next time!", person=AMINA) == []


async def test_a_conversation_takes_a_photo_and_a_place(stage, tmp_path):
    await stage.play("conversationbot")

    assert "Are you a boy or a girl?" in await stage.says("/start", person=AMINA)
    assert "send me a photo" in await stage.says("Girl", person=AMINA)
    await stage.order("send", person=AMINA, kind="photo")
    assert "send me your location" in (await stage.hears(person=AMINA))["text"]
    assert (tmp_path / "user_photo.jpg").read_bytes().startswith(b"\x89PNG")
    await stage.order("send", person=AMINA, kind="location")
    assert "tell me something about yourself" in (await stage.hears(person=AMINA))["text"]
    assert await stage.says("I like rain", person=AMINA) == "Thank you! I hope we can talk again some day."


async def test_a_conversation_can_be_cancelled(stage):
    await stage.play("conversationbot")
    await stage.says("/start", person=AMINA)

    assert (await stage.says("/cancel", person=AMINA)).startswith("Bye!")


async def test_a_conversation_is_remembered_over_a_restart(stage):
    await stage.play("persistentconversationbot")
    await stage.says("/start", person=AMINA)
    assert await stage.says("Age", person=AMINA) == "Your age? Yes, I would love to hear about that!"
    assert await stage.end() == 0

    await stage.play("persistentconversationbot")
    assert "age - 38" in await stage.says("38", person=AMINA)
    assert "age - 38" in await stage.says("/show_data", person=AMINA)
    assert (await stage.says("Done", person=AMINA)).endswith("Until next time!")


async def test_a_timer_beeps_and_can_be_unset(stage):
    await stage.play("timerbot")

    assert await stage.says("/set", person=AMINA) == "Usage: /set <seconds>"
    assert await stage.says("/set 0.2", person=AMINA) == "Timer successfully set!"
    assert (await stage.hears(person=AMINA))["text"] == "Beep! 0.2 seconds are over!"
    assert await stage.says("/set 600", person=AMINA) == "Timer successfully set!"
    assert await stage.says("/set 700", person=AMINA) == "Timer successfully set! Old one was removed."
    assert await stage.says("/unset", person=AMINA) == "Timer successfully cancelled!"


async def test_deep_links_lead_from_one_to_the_next(stage):
    await stage.play("deeplinking")
    assert "?startgroup=check-this-out" in await stage.says("/start", person=AMINA)

    await stage.order("link", person=AMINA, payload="check-this-out")
    first = await stage.hears(person=AMINA)
    [[button]] = first["reply_markup"]["inline_keyboard"]
    assert button["url"].endswith("/example_bot?start=so-cool")
    await stage.order("link", person=AMINA, payload="so-cool")
    masked = await stage.hears(person=AMINA)
    assert [one["url"][-19:] for one in masked["entities"]] == ["using-entities-here"]
    await stage.order("link", person=AMINA, payload="using-entities-here")
    await stage.hears(person=AMINA)
    await stage.order("tap", person=AMINA, data="keyboard-callback-data")
    url = await stage.toast(person=AMINA)
    assert url.endswith("?start=using-keyboard-here")
    await stage.order("link", person=AMINA, payload="using-keyboard-here")
    assert "as deep as it gets" in (await stage.hears(person=AMINA))["text"]


async def test_clicks_are_counted_per_message(stage):
    await stage.play("contexttypesbot")
    await stage.says("/start", person=AMINA)

    await stage.taps("button", "clicked 1 times", person=AMINA)
    await stage.taps("button", "clicked 2 times", person=AMINA)
    assert await stage.says("/print_users", person=AMINA) == "The following user IDs have used this bot: 7"


async def test_a_family_is_described_through_nested_conversations(stage):
    await stage.play("nestedconversationbot")
    await stage.says("/start", person=AMINA)
    buttons = named(await stage.shows("You may choose", person=AMINA))

    for text, shown in (
        ("Add family member", "You may add a parent or a child"),
        ("Add parent", "Please choose, whom to add."),
        ("Add Mother", "Please select a feature"),
        ("Name", "Okay, tell me."),
    ):
        buttons = named(await stage.taps(buttons[text], shown, person=AMINA))
    await stage.order("text", person=AMINA, text="Mei")
    buttons = named(await stage.shows("Got it! Please select a feature", person=AMINA))
    buttons = named(await stage.taps(buttons["Done"], "You may add a parent", person=AMINA))
    await stage.taps(buttons["Show data"], "Mother: Name: Mei, Age: -", person=AMINA)


def named(buttons):
    """The data of buttons by what they say."""
    return {button["text"]: button["callback_data"] for button in buttons}


async def test_an_error_is_told_to_the_developer(stage):
    await stage.order("person", id=123456789, first_name="Dev")
    await stage.play("errorhandlerbot")
    await stage.order("text", person=AMINA, text="/bad_command")

    told = (await stage.hears(person=123456789))["text"]
    assert told.startswith("An exception was raised while handling an update")
    assert "wrong_method_name" in told
    assert TOKEN not in told
