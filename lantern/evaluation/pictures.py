"""The two pictures of an evaluation: the risk–coverage curve and the map of confusions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from lantern.evaluation.score import Outcome, risk_coverage

MOST_ROWS = 30


def draw(outcomes: Sequence[Outcome], target: Path) -> None:
    """Write both pictures side by side as one file; its ending says which format (.png, .svg).

    Raises:
        OSError: The file cannot be written.
        ValueError: The ending is no format of a picture.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (curve, grid) = pyplot.subplots(1, 2, figsize=(15, 7), gridspec_kw={"width_ratios": [1, 1.6]})
    points = risk_coverage(outcomes)
    curve.plot([100 * share for share, _ in points], [100 * risk for _, risk in points])
    curve.set_xlabel("covered questions answered rightly, %")
    curve.set_ylabel("answers that are wrong, %")
    curve.set_title("Risk and coverage, the surest first")
    curve.set_xlim(0, 100)
    curve.set_ylim(bottom=0)
    curve.grid(alpha=0.3)
    pairs = Counter(
        (item.turn.wanted[0].name, item.got[0] if item.got else "nothing")
        for item in outcomes
        if (not item.right or item.wrong) and len(item.turn.wanted) == 1
    )
    shown = [pair for pair, _ in pairs.most_common(MOST_ROWS)]
    rows = sorted({expected for expected, _ in shown})
    columns = sorted({got for _, got in shown})
    table = [[pairs.get((row, column), 0) for column in columns] for row in rows]
    if table:
        grid.imshow(table, cmap="Reds", aspect="auto")
        for y, row in enumerate(table):
            for x, times in enumerate(row):
                if times:
                    grid.text(x, y, str(times), ha="center", va="center", fontsize=7)
    grid.set_xticks(range(len(columns)), columns, rotation=90, fontsize=7)
    grid.set_yticks(range(len(rows)), rows, fontsize=7)
    grid.set_xlabel("given")
    grid.set_ylabel("expected")
    grid.set_title("The most frequent confusions")
    figure.tight_layout()
    figure.savefig(target, dpi=110)
    pyplot.close(figure)
