"""A year in a minute: the real planner, sweep and delivery, on a clock that jumps to what is due next."""
