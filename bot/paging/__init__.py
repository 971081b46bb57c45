"""The second channel: mail and a signed webhook, for the alert that Telegram could not bring to anybody."""
