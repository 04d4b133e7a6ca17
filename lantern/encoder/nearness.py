"""How near vectors are to examples, and what each example's vote is worth: kernel ridge regression.

Known as the least-squares support vector machine (Suykens and Vandewalle 1999): every example votes, the
nearer the more, and the votes' weights are solved for so that the examples themselves come out right.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, eigh
from scipy.sparse import csr_matrix
from threadpoolctl import threadpool_limits

# So many examples are compared with so many others at a time: what fits into a processor's cache takes a
# third of the time.
ROWS, COLUMNS = 256, 2048

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class View:
    """The examples' vectors in one view: examples x dimension, float32, about ``centre``, of length 1.

    ``axes`` (dimension of the encoder x dimension) are what is kept of each vector; None: all.
    """

    centre: Floats
    vectors: Floats
    axes: Floats | None = None

    @classmethod
    def of(cls, vectors: Floats, centre: Floats, axes: Floats | None = None) -> View:
        """Return the view of examples with these vectors about ``centre``, along ``axes``."""
        return cls(centre, _seen(vectors, centre, axes), axes)

    def cosines(self, vectors: Floats) -> Floats:
        """Return how near each of ``vectors`` is to each example: rows x examples."""
        return np.asarray(_seen(vectors, self.centre, self.axes) @ self.vectors.T, dtype=np.float32)


def _seen(vectors: Floats, centre: Floats, axes: Floats | None) -> Floats:
    about = unit(vectors - centre)
    return about if axes is None else unit(about @ axes)


def principal_axes(vectors: Floats, centre: Floats, count: int) -> Floats:
    """Return the ``count`` directions in which vectors of length 1 about ``centre`` differ most.

    Their principal components (Pearson 1901): dimension x ``count``, or all where there are fewer.
    """
    about = unit(vectors - centre)
    size = about.shape[1]
    first = max(0, size - count)
    _, axes = eigh((about.T @ about).astype(np.float64), subset_by_index=(first, size - 1))
    return np.ascontiguousarray(axes[:, ::-1], dtype=np.float32)


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

    def compare(start: int) -> None:
        rows, until = slice(start, start + ROWS), min(start + ROWS, size)
        near[rows, :until] = sum(
            share * (terms[rows] @ terms[:until].T).toarray() for share, terms in counted
        )
        for first in range(0, until, COLUMNS):
            columns = slice(first, min(first + COLUMNS, until))
            for share, view in views:
                near[rows, columns] += share * faded(view.vectors[rows] @ view.vectors[columns].T, sharpness)

    # Most of the work is not BLAS's: ours goes on all cores, and BLAS stays on the one it is called from.
    with threadpool_limits(1, "blas"), ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compare, range(0, size, ROWS)))
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
