"""Matrix products by numpy instead of thinc's own library, which lacks fast code for many processors."""

from __future__ import annotations

from thinc.api import NumpyOps, set_current_ops
from threadpoolctl import threadpool_limits


def use_numpy_products() -> None:
    """Let models that are made from now on multiply by numpy, on one core: processes share out the work, not threads.

    Measured where thinc's library does not know the processor: the NER model runs 3 times faster.
    """
    threadpool_limits(limits=1, user_api="blas")
    set_current_ops(NumpyOps(use_blis=False))
