"""The second channel, against real servers on this machine."""
