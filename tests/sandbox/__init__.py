"""The sandbox, driven by python-telegram-bot and by plain HTTP."""
