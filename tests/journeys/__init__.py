"""Journeys: real PTB, real SQL, the sandbox over HTTP, time that moves only when a test says so."""
