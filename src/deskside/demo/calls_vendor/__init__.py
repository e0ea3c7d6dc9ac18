"""A call-centre vendor that keeps the real one's contract, with switches for everything that goes wrong."""

from deskside.demo.calls_vendor.app import make_vendor
from deskside.demo.calls_vendor.state import PASSWORD, SECRET, USERNAME, Trouble, Vendor, environment

__all__ = ["PASSWORD", "SECRET", "USERNAME", "Trouble", "Vendor", "environment", "make_vendor"]
