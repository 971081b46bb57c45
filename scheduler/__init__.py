"""Time comes in: what is due, when it may leave, and when it is too late."""
