"""Whether what is said to be sure is right as often as it says: tables and diagrams of it."""

import pathlib

from . import plot

EDGES = (0.0, 0.3, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 1.0001)


def bins(judged):
    """(count, mean confidence, share right) of each step of confidence in which there are any, of
    pairs (confidence, right)."""
    rows = []
    for low, high in zip(EDGES, EDGES[1:], strict=False):
        part = [(confidence, right) for confidence, right in judged if low <= confidence < high]
        if part:
            count = len(part)
            rows.append((count, sum(c for c, _ in part) / count, sum(r for _, r in part) / count))
    return rows


def error(rows) -> float:
    """The expected calibration error: the mean distance of confidence and share, weighted."""
    total = sum(count for count, _, _ in rows)
    return sum(count * abs(mean - share) for count, mean, share in rows) / total


def table(rows, what: str) -> str:
    lines = [f"| {what} | mean confidence | share right |", "|---|---|---|"]
    lines += [f"| {count} | {mean:.3f} | {share:.3f} |" for count, mean, share in rows]
    return "\n".join(lines)


def write(stem: pathlib.Path, title: str, said: str, rows, what: str) -> None:
    """STEM.md, the table, and STEM.svg, the diagram."""
    stem.with_suffix(".md").write_text(f"# {title}\n\n{said}.\n\n{table(rows, what)}\n")
    diagram = plot.reliability([(mean, share, count) for count, mean, share in rows], said)
    stem.with_suffix(".svg").write_text(diagram)
