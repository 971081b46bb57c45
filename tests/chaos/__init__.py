"""The audit of the kill campaigns finds what it is there to find, and a short campaign finds nothing."""
