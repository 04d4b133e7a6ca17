"""How near vectors are to examples, and what each example's vote is worth: kernel ridge regression.

Known as the least-squares support vector machine (Suykens and Vandewalle 1999): every example votes, the
nearer the more, and the votes' weights are solved for so that the examples themselves come out right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

# So many examples are compared with the others at a time, which bounds the memory.
BLOCK = 1000

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """The examples' vectors in one view: examples x dimension, float32, about ``centre``, of length 1."""

    centre: Floats
    vectors: Floats

    @classmethod
    def of(cls, vectors: Floats, centre: Floats) -> View:
        """Return the view of examples with these vectors about ``centre``."""
        return cls(centre, unit(vectors - centre))

    def cosines(self, vectors: Floats) -> Floats:
        """Return how near each of ``vectors`` is to each example: rows x examples."""
        return np.asarray(unit(vectors - self.centre) @ self.vectors.T, dtype=np.float32)


def faded(cosines: Floats, sharpness: float) -> Floats:
    """Return what a vote counts at a distance: ``exp(sharpness * (cosine - 1))``."""
    counts = np.subtract(cosines, 1.0, dtype=np.float32)
    counts *= sharpness
    return np.asarray(np.exp(counts, out=counts))


def half_compared(
    views: Sequence[tuple[float, View]], counted: Sequence[tuple[float, csr_matrix]], sharpness: float
) -> Floats:
    """Return how near examples are to each other, for ``solved``.

    Args:
        views: The examples in each view, and how much it counts.
        counted: The terms of the examples (examples x terms), and how much they count.
        sharpness: How fast a vote fades with the distance in a view.

    Returns:
        Examples x examples, float32. What stands above the diagonal's blocks is left undefined: it would be
        the same once more, and takes as long.
    """
    size = len(views[0][1].vectors)
    near = np.empty((size, size), dtype=np.float32)
    for start in range(0, size, BLOCK):
        rows, until = slice(start, start + BLOCK), slice(start + BLOCK)
        near[rows, until] = sum(share * (terms[rows] @ terms[until].T).toarray() for share, terms in counted)
        for share, view in views:
            near[rows, until] += share * faded(view.vectors[rows] @ view.vectors[until].T, sharpness)
    return near


def solved(near: Floats, targets: Floats, ridge: float | Floats) -> Floats:
    """Return the weight of each example's vote; time grows with the cube of their number.

    Args:
        near: How near the examples are to each other: examples x examples. Only what stands on and below
            the diagonal is read; it is overwritten.
        targets: What the votes should sum up to: examples x outputs.
        ridge: How little an example is trusted: one number, or one an example.
    """
    near[np.diag_indices_from(near)] += ridge
    # LAPACK goes by columns: turned over, nothing has to be copied, and it takes half the time.
    factor = cho_factor(near.T, lower=False, overwrite_a=True, check_finite=False)
    return np.asarray(cho_solve(factor, targets, check_finite=False), dtype=np.float32)


def unit(vectors: Floats) -> Floats:
    """Return the rows at length 1; a row of zeros stays one."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
