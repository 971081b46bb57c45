"""Telegram comes in: a handler parses, calls one flow, and what the flow returns is shown."""
