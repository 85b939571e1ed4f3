"""Small diagrams as SVG, without a plotting library: each is a dozen circles."""

from html import escape

from .readers import DECODE, PRODUCT

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 440, 64, 150, 48, 56
TICKS = 5


def scaled(value: float, most: float) -> float:
    return LEFT + value / most * (WIDTH - LEFT - RIGHT)


def level(share: float) -> float:
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def text(x: float, y: float, words: str, anchor: str = "middle", more: str = "") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}" {more}>{escape(words)}</text>'


def axes(most: float, title: str, below: str) -> list[str]:
    parts = [text(LEFT, 28, title, "start", 'font-weight="bold"')]
    for number in range(TICKS + 1):
        share, value = number / TICKS, most * number / TICKS
        y, x = level(share), scaled(value, most)
        parts.append(f'<path d="M{LEFT} {y:.0f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 8, y + 4, f"{share:.1f}", "end"))
        parts.append(text(x, HEIGHT - BOTTOM + 20, f"{value:.3g}"))
    middle = (LEFT + WIDTH - RIGHT) / 2
    parts.append(text(middle, HEIGHT - 12, below))
    return parts


def drawing(parts: list[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
    head += 'font-family="sans-serif" font-size="12">'
    ground = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
    return "\n".join([head, ground, *parts, "</svg>"]) + "\n"


def svg(title: str, unit: str, points: dict[str, tuple[float, float]]) -> str:
    """points: reader to (CPU seconds, share read exactly)."""
    points = {name: point for name, point in points.items() if name != DECODE}
    most = max((cost for cost, _ in points.values()), default=1.0) * 1.05 or 1.0
    parts = axes(most, title, f"CPU seconds per {unit}, start-up excluded")
    for name, (cost, share) in points.items():
        x, y = scaled(cost, most), level(share)
        colour = "#c2410c" if name == PRODUCT else "#334155"
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
        parts.append(text(x + 9, y + 4, name, "start", f'fill="{colour}"'))
    return drawing(parts)


def reliability(points: list[tuple[float, float, int]], title: str) -> str:
    """points: mean score of some lines, share of them that was right, how many they are."""
    parts = axes(1.0, title, "score; above: share of the lines that was right, and their number")
    parts.append(f'<path d="M{LEFT} {level(0)}L{scaled(1, 1)} {level(1)}" stroke="#94a3b8"/>')
    for score, share, count in points:
        x, y = scaled(score, 1), level(share)
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="#c2410c"/>')
        parts.append(text(x + 9, y + 4, str(count), "start", 'fill="#64748b"'))
    return drawing(parts)
