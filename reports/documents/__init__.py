"""Documents set by Typst: a template and the data it is given, never markup made of data."""
