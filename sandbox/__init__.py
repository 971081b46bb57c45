"""A stand-in for Telegram's Bot API on the local machine; it imports nothing of ours."""
