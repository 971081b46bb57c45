"""Time comes in: the planner, the delivery loop and the inbox, on both databases and on a bad day."""
