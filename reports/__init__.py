"""Weekly figures and the documents made of them; imported in the process that computes them only."""
