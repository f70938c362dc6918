"""A plot of series over two logarithmic axes, as SVG: no library needed for ten lines and their names."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

WIDTH, HEIGHT, MARGIN, NAMES = 860, 520, 60, 130
COLOURS = ("#1b6ca8", "#c0392b", "#1e8449", "#8e44ad", "#b9770e", "#148f77", "#5d6d7e", "#a04000")
Series = tuple[str, Sequence[float], Sequence[float]]


def drawn(series: Sequence[Series]) -> str:
    """Draw CPU seconds over letters; each series is a name, its letters and its seconds."""
    points = [(x, y) for _, xs, ys in series for x, y in zip(xs, ys, strict=True) if y > 0]
    box = _Box(points)
    body = [*box.grid(), *(part for place, each in enumerate(series) for part in _line(box, each, place))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="11">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>{"".join(body)}</svg>\n'
    )


class _Box:
    """Where a point stands: whole powers of ten bound both axes."""

    def __init__(self, points: Sequence[tuple[float, float]]) -> None:
        xs, ys = zip(*points, strict=True) if points else ((1, 10), (1, 10))
        self.x = math.floor(math.log10(min(xs))), math.ceil(math.log10(max(xs)))
        self.y = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Give the place of a point in pixels."""
        across = (math.log10(x) - self.x[0]) / max(1, self.x[1] - self.x[0])
        up = (math.log10(y) - self.y[0]) / max(1, self.y[1] - self.y[0])
        return MARGIN + across * (WIDTH - MARGIN - NAMES), HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN)

    def grid(self) -> Iterator[str]:
        """Give the lines of the powers of ten with their figures."""
        for power in range(self.x[0], self.x[1] + 1):
            (x, low), (_, high) = self.at(10.0**power, 10.0 ** self.y[0]), self.at(10.0**power, 10.0 ** self.y[1])
            yield f'<path d="M{x:.1f} {low:.1f}V{high:.1f}" stroke="#ddd"/>'
            yield f'<text x="{x:.1f}" y="{low + 16:.1f}" text-anchor="middle">{10**power:,} letters</text>'
        for power in range(self.y[0], self.y[1] + 1):
            (left, y), (right, _) = self.at(10.0 ** self.x[0], 10.0**power), self.at(10.0 ** self.x[1], 10.0**power)
            yield f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="#ddd"/>'
            yield f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:g} s</text>'


def _line(box: _Box, series: Series, place: int) -> Iterator[str]:
    """Give one series as a line, with its name beside the list of names."""
    name, xs, ys = series
    colour = COLOURS[place % len(COLOURS)]
    dash = ("", ' stroke-dasharray="5 3"', ' stroke-dasharray="1 3"')[place // len(COLOURS) % 3]
    points = " ".join("{:.1f},{:.1f}".format(*box.at(x, y)) for x, y in zip(xs, ys, strict=True) if y > 0)
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.5"{dash}/>'
    top = MARGIN + place * 16
    yield f'<path d="M{WIDTH - NAMES + 10} {top}h24" stroke="{colour}" stroke-width="2"{dash}/>'
    yield f'<text x="{WIDTH - NAMES + 40}" y="{top + 4}">{name}</text>'
