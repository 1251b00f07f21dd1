"""Tables for people and their programs: CSV, TSV, Excel and JSON lines."""

from pipeline.export.tables import export_tables

__all__ = ["export_tables"]
