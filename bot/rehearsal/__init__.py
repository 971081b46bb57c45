"""The rehearsal: a whole programme on a virtual clock, with synthetic families who act in real chats."""
