"""The solver of linear and mixed-integer programmes (HiGHS), without the banner that it prints where users read."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from highspy import Highs


def new_solver(*, seconds: float) -> Highs:
    """Return a solver on one thread that stops after ``seconds`` and prints nothing.

    HiGHS writes its licence banner while the solver is made, before any option can be set: the process's standard
    output is turned away for that moment.
    """
    from highspy import Highs

    sys.stdout.flush()
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        model = Highs()
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
    model.silent()
    model.setOptionValue("threads", 1)
    model.setOptionValue("time_limit", seconds)
    return model
