"""The edge: settings, command line, clock, and everything that touches Telegram's wire."""

import os

# PTB's RetryAfter warns in its own constructor unless told to use timedelta; in our tests that is an error.
os.environ.setdefault("PTB_TIMEDELTA", "1")
