"""The example bots of python-telegram-bot, run unchanged against the sandbox."""
