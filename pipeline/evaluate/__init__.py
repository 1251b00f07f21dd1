"""Accuracy: compares the tables of a run with hand-labelled gold files."""

from pipeline.evaluate.run import evaluate_run

__all__ = ["evaluate_run"]
