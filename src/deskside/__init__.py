"""Deskside: slow remote systems, synced and read in milliseconds."""

from importlib.metadata import version

__version__ = version("deskside")
