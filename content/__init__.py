"""Words: what a message is, the catalogues, the crisis cards; nothing here touches SQL or Telegram."""
