"""The rehearsal and the demo, seen from outside: what they write, and what the bot said in them."""
