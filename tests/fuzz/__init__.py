"""Updates of every kind and shape, thrown at the whole bot, and what must stay true."""
