"""What a social worker taps and writes."""
