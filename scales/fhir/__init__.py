"""Instruments and answers as HL7 FHIR R4: plain dictionaries that go into JSON as they are."""
