"""What people do here: one function per act; it returns what to show and never sends."""
