"""Demo data of members: a small club with half a year of business, the same figures at every start."""

from deskside.modules.members.demo.own import fill
from deskside.modules.members.demo.warehouse import warehouse_rows
from deskside.modules.members.demo.writing import DEMO_SITE, fill_warehouse, write_demo_file

__all__ = ["DEMO_SITE", "fill", "fill_warehouse", "warehouse_rows", "write_demo_file"]
