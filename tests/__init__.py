"""Tests: one file a behaviour, sentences for names."""
