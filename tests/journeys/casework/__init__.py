"""A worker's families in the chat."""
