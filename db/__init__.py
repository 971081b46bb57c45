"""SQL: models, migrations and one-statement queries; the only package that knows SQLAlchemy."""
