"""Everything that touches Telegram's wire."""
