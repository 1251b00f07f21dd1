"""Run: takes many documents through all steps and commits the result."""

from pipeline.run.driver import Progress, RunResult, run

__all__ = ["Progress", "RunResult", "run"]
