"""The document's typeface: a subset of Noto Sans SC (SIL Open Font License 1.1, see OFL.txt)."""
