"""The watch: what turns red, what the pages and the log say of it."""
