"""Broadcasts in chat: composed, looked at, agreed to, sent, steered, put right and accounted for."""
