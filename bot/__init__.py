"""The edge: settings, command line, clock, and everything that touches Telegram's wire."""

import os

# PTB's RetryAfter warns in its own constructor unless told to use timedelta, and warnings are errors in our tests.
os.environ.setdefault("PTB_TIMEDELTA", "1")
