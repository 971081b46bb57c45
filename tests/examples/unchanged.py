"""Runs one example file as it is, with the sandbox in the place of Telegram.

Called as `python unchanged.py FILE ADDRESS TOKEN`. The examples write "TOKEN" where
a bot's token belongs and know no other address than Telegram's; both are replaced
here, in the library, so that the file itself stays what was published.
"""

import runpy
import sys

import telegram
from telegram.ext import ApplicationBuilder


def main(path, address, token):
    """Run the example in `path` as a program of its own."""
    bot, with_token = telegram.Bot, ApplicationBuilder.token
    places = {"base_url": f"{address}/bot", "base_file_url": f"{address}/file/bot"}

    def build(builder, _):
        builder = with_token(builder, token)
        return builder.base_url(places["base_url"]).base_file_url(places["base_file_url"])

    ApplicationBuilder.token = build
    telegram.Bot = lambda _: bot(token, **places)
    sys.argv = [path]
    runpy.run_path(path, run_name="__main__")


if __name__ == "__main__":
    main(*sys.argv[1:])
