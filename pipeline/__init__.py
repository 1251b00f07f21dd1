"""litsift: facts out of clinical abstracts, each traced to the words it came from.

from pipeline import Pipeline
doc = Pipeline.from_config()("page.html")
doc.doses
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.api import Document, Pipeline

__version__ = "0.1.0"
__all__ = ["Document", "Pipeline", "__version__"]


def __getattr__(name: str) -> Any:
    """Load the Python API when it is first asked for: the command line starts without it."""
    if name in ("Document", "Pipeline"):
        return getattr(import_module("pipeline.api"), name)
    raise AttributeError(f"module 'pipeline' has no attribute '{name}'")
