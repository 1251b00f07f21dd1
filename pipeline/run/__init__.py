"""Run: takes many documents through all steps and commits the result."""

from pipeline.run.local import Progress, RunResult, process_shard, run
from pipeline.run.pipeline import Pipeline, process_source

__all__ = ["Pipeline", "Progress", "RunResult", "process_shard", "process_source", "run"]
