"""The kept contract of projects, word for word."""
