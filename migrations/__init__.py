"""Numbered migrations; bot/migrate.py runs them."""
