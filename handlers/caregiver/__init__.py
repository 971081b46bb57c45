"""What a caregiver taps and writes."""
