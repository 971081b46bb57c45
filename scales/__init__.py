"""Instruments: cards as data, and scoring that is right or absent. Pure."""
