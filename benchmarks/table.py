"""The table of `make bench`: what others reach, the floor, the target, ours, and the ratio to the floor."""

from dataclasses import asdict, dataclass
from typing import Any

HEAD = ("what", "peer", "floor", "target", "ours", "ratio", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `less` says that smaller is better; `ratio` is ours to the floor."""

    what: str
    peer: str
    floor: float | None
    target: float
    ours: float
    less: bool = False

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def reached(self) -> bool:
        return self.ours <= self.target if self.less else self.ours >= self.target

    def asdict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "reached": self.reached}


def printed(lines: list[Line]) -> str:
    """Aligned columns."""
    rows = [HEAD, *(_cells(line) for line in lines)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEAD))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if at < 2 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _cells(line: Line) -> tuple[str, ...]:
    limit = f"{'≤' if line.less else '≥'} {line.target:g}"
    ratio = f"{line.ratio:.2f}" if line.ratio else "–"
    return (
        line.what,
        line.peer,
        _number(line.floor),
        limit,
        _number(line.ours),
        ratio,
        "" if line.reached else "missed",
    )


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
