"""Decisions of members: pure functions, no clock, no database."""
