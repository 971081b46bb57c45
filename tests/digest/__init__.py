"""The weekly digest: its figures against a recount, its words, its page."""
