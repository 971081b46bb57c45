"""Alembic's migrations: `upgrade` and `check` are called by the command line and by the tests."""
