"""Telling people of changes before they ask."""
