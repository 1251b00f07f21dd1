"""A run's tables for a table engine: few large files, partitioned, or Delta Lake tables."""

from pipeline.lake.compaction import compact
from pipeline.lake.delta import update_delta
from pipeline.lake.layout import PARTITION_COLUMNS, LakeTable, Layout

__all__ = ["PARTITION_COLUMNS", "LakeTable", "Layout", "compact", "update_delta"]
