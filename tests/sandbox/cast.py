"""Who is in the sandbox's tests, and when they play."""

AMINA, BAO, NOBODY = 7, 8, 404
TOKEN = "1:TEST"
MONDAY = 1_772_409_600.25
