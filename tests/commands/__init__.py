"""The command line and its settings: as a user types, in a folder of its own."""
