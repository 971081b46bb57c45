"""The real process: started as a user starts it, killed as a power cut kills it."""
