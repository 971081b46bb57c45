"""One example bot at work, and the people who talk with it over the control interface."""

import asyncio
import signal
import sys
from pathlib import Path

RUNNER = Path(__file__).with_name("unchanged.py")
TOKEN = "42:EXAMPLE"
LONGEST = 20


class Stage:
    """A sandbox at `http`, an example in `folder` run from `examples`, and what the people see."""

    def __init__(self, http, address, examples, folder):
        self._http, self._address, self._examples, self._folder = http, address, examples, folder
        self._process = None
        self._since = 0
        self._seen = {}

    async def play(self, name):
        """Start an example and wait until it is about to poll."""
        await self.play_bare(name)
        await self._until(self._polls)

    async def play_bare(self, name):
        """Start an example that waits for nothing before it polls."""
        self._since = (await self.view("journal"))["next"]
        command = [sys.executable, RUNNER, self._examples / f"{name}.py", self._address, TOKEN]
        with (self._folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *command, cwd=self._folder, stdout=log, stderr=log
            )

    async def end(self):
        """Press Ctrl-C, as the examples ask for, and return the exit status."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGINT)
        async with asyncio.timeout(LONGEST):
            return await self._process.wait()

    async def kill(self):
        """Leave no process behind."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def order(self, name, **body):
        """Give an order and return its result."""
        async with self._http.post(f"/control/{name}", json=body) as response:
            answer = await response.json()
        assert answer["ok"], answer
        return answer["result"]

    async def view(self, name, **params):
        """Look at something and return it."""
        async with self._http.get(f"/control/{name}", params=params) as response:
            return (await response.json())["result"]

    async def hears(self, **chat):
        """Return the next message of the bot in a chat, once it is there."""
        key = tuple(chat.items())
        return await self._until(lambda: self._next(key, chat))

    async def says(self, text, **chat):
        """Let somebody write, and return what the bot answers."""
        await self.order("text", text=text, **chat)
        return (await self.hears(**_where(chat)))["text"]

    async def taps(self, data, shown, **chat):
        """Tap a button, and return the buttons there are once the bot's newest message says `shown`."""
        await self.order("tap", data=data, **chat)
        return await self.shows(shown, **chat)

    async def shows(self, text, **chat):
        """Wait until the bot's newest message says `text`, and return its buttons."""
        await self._until(lambda: self._showing(text, _where(chat)))
        return await self.buttons(**chat)

    async def buttons(self, **chat):
        """Return the buttons of the bot's newest message."""
        rows = (await self._messages(_where(chat)))[-1].get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    async def toast(self, **chat):
        """Return the text or the link that the bot answers a tap with."""
        answer = await self._until(lambda: self._answer(chat))
        return answer["text"] or answer["url"]

    async def closed(self, number, **chat):
        """Return the message with a poll once that is closed."""
        return await self._until(lambda: self._closed(number, chat))

    async def _polls(self):
        entries = (await self.view("journal", after=self._since))["entries"]
        return [one for one in entries if one.get("method") == "deleteWebhook"]

    async def _messages(self, chat):
        return [one for one in (await self.view("chat", **chat))["messages"] if one["from"]["is_bot"]]

    async def _next(self, key, chat):
        messages = await self._messages(chat)
        at = self._seen.get(key, 0)
        if len(messages) <= at:
            return None
        self._seen[key] = at + 1
        return messages[at]

    async def _showing(self, text, chat):
        messages = await self._messages(chat)
        return messages and text in messages[-1]["text"]

    async def _answer(self, chat):
        return ((await self.view("chat", **chat))["answers"] or [None])[-1]

    async def _closed(self, number, chat):
        messages = {one["message_id"]: one for one in await self._messages(chat)}
        return messages[number] if messages[number]["poll"]["is_closed"] else None

    async def _until(self, look):
        """Return what `look` finds, once it finds something; an example that ended early says why."""
        for _ in range(LONGEST * 50):
            if found := await look():
                return found
            if self._process.returncode is not None:
                break
            await asyncio.sleep(0.02)
        raise AssertionError(f"the example fell silent: {(self._folder / 'log').read_text()[-2000:]}")


def _where(chat):
    return {"group": chat["group"]} if "group" in chat else chat
