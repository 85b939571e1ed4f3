"""Areas of quads, how far two of them lie on each other, and boxes around them."""

Quad = list[list[float]]
Box = tuple[float, float, float, float]


def area(polygon) -> float:
    total = 0.0
    for (x0, y0), (x1, y1) in zip(polygon, [*polygon[1:], polygon[0]], strict=True):
        total += x0 * y1 - x1 * y0
    return total / 2


def clipped(subject, clip) -> list:
    """The part of a polygon inside a convex one; both have to turn the same way."""
    sign = 1 if area(clip) >= 0 else -1
    out = list(subject)
    for (ax, ay), (bx, by) in zip(clip, [*clip[1:], clip[0]], strict=True):
        if not out:
            return []
        sides = [sign * ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) for x, y in out]
        kept = []
        for index, here in enumerate(out):
            before, side, was = out[index - 1], sides[index], sides[index - 1]
            if (side >= 0) != (was >= 0):
                share = was / (was - side)
                kept.append([b + (h - b) * share for b, h in zip(before, here, strict=True)])
            if side >= 0:
                kept.append(here)
        out = kept
    return out


def overlap(first: Quad, second: Quad) -> tuple[float, float]:
    """Intersection over union, and intersection over the smaller of the two."""
    a, b = box_of(first), box_of(second)
    if a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]:
        return 0.0, 0.0
    common = abs(area(part)) if (part := clipped(first, second)) else 0.0
    sizes = [max(abs(area(quad)), 1e-6) for quad in (first, second)]
    return common / (sum(sizes) - common), common / min(sizes)


def box_of(quad: Quad) -> Box:
    xs, ys = [p[0] for p in quad], [p[1] for p in quad]
    return min(xs), min(ys), max(xs), max(ys)


def box_iou(a: Box, b: Box) -> float:
    wide, tall = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    if wide <= 0 or tall <= 0:
        return 0.0
    both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1])
    return wide * tall / (both - wide * tall)
