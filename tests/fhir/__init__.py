"""Instruments as FHIR: judged by other people's programs."""
