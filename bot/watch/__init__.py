"""The watch: how the bot is, told to whoever runs it, in numbers only."""
