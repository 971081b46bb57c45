"""The clock, the transport and the throttle."""
