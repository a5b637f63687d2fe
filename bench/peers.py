"""The same pictures as most people draw them: pyplot, tight_layout, 800x450 at twice the dots."""

import io
from collections.abc import Sequence

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure

from analysis.answer import Answer

mpl.use("Agg")


def line(answer: Answer) -> bytes:
    """The series, the one before, the target."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    series = answer.series
    axes.plot(series["bucket"], series["value"], label="This period")
    axes.plot(series["bucket"], series["previous"], "--", color="grey", label="Previous period")
    axes.axhline((answer.target or 0) / len(series), linestyle=":", color="purple", label="Target")
    axes.set_title("Revenue, daily")
    axes.grid(axis="y")
    axes.legend()
    return _saved(figure)


def bar(answer: Answer) -> bytes:
    """Horizontal bars with labels."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    rows = answer.rows[::-1]
    bars = axes.barh(rows["product"], rows["value"])
    axes.bar_label(bars, [f"¥{value:,.0f}" for value in rows["value"]])
    axes.set_title("Revenue by product")
    return _saved(figure)


def stacked(answer: Answer) -> bytes:
    """A stack of bars a day."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    wide = answer.lines.pivot_table(index="bucket", columns="channel", values="value")
    bottom = np.zeros(len(wide))
    for name in wide:
        axes.bar(wide.index, wide[name], bottom=bottom, label=name)
        bottom += wide[name].to_numpy()
    axes.set_title("Revenue by channel, daily")
    axes.legend()
    return _saved(figure)


def pie(answer: Answer) -> bytes:
    """A ring with shares and a legend."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    labels = [f"{name} ¥{value:,.0f}" for name, value in zip(answer.rows["product"], answer.rows["value"], strict=True)]
    axes.pie(answer.rows["value"], autopct="%.0f%%", wedgeprops={"width": 0.4})
    axes.legend(labels, loc="center left", bbox_to_anchor=(1, 0.5))
    axes.set_title("Revenue by product")
    return _saved(figure)


def heatmap(answer: Answer) -> bytes:
    """Weekday by hour with a colour bar."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    image = axes.imshow(answer.rows["value"].to_numpy().reshape(7, 24), aspect="auto", cmap="Blues")
    axes.set_yticks(range(7), ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"])
    axes.set_xticks(range(0, 24, 2))
    figure.colorbar(image)
    axes.set_title("Revenue by weekday and hour")
    return _saved(figure)


def table(answer: Answer) -> bytes:
    """The rows in a table."""
    figure, axes = plt.subplots(figsize=(8, 4.5))
    axes.axis("off")
    rows = answer.rows
    cells = [
        [name, f"¥{value:,.0f}", f"{share:.0%}", f"¥{past:,.0f}", f"{value / past - 1:+.1%}"]
        for name, value, share, past in zip(
            rows["product"], rows["value"], rows["share"], rows["previous"], strict=True
        )
    ]
    axes.table(cells, colLabels=["Product", "Revenue", "Share", "Previous", "Change"], loc="center")
    axes.set_title("Revenue by product")
    return _saved(figure)


def tiles(answers: Sequence[Answer]) -> bytes:
    """Six numbers with sparklines."""
    figure, grid = plt.subplots(2, 3, figsize=(8, 4.5))
    for answer, axes in zip(answers, grid.flat, strict=True):
        axes.axis("off")
        axes.plot(answer.series["value"])
        axes.set_title(f"Revenue\n¥{answer.value:,.0f} (+11.1%)")
    return _saved(figure)


def _saved(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.tight_layout()
    figure.savefig(out, dpi=200)
    plt.close(figure)
    return out.getvalue()
