"""What stands beside text, between its parts and around it, and is none."""

import cv2
import numpy as np

from . import masks, surfaces, texts


def ornaments(rng, face, box, unit):
    """Edges, bands, frames, screws, rules beside what is written: box is left, top, right, bottom
    of the text, unit its height. They never touch it."""
    height, width = face.shape[:2]
    left, top, right, bottom = box
    for _ in range(int(rng.integers(0, 4))):
        kind = int(rng.integers(7))
        tone = surfaces.against(rng, face, rng.random() < 0.7)
        gap = round(unit * rng.uniform(0.12, 0.9))
        thick = max(1, round(unit * rng.uniform(0.03, 0.25)))
        if kind == 0:  # a band at one side, as on a plate
            if rng.random() < 0.6:
                end = max(0, left - gap)
                face[:, :end] = rng.uniform(0, 255, 3)
                signed(rng, face, end, top, bottom)
            else:
                face[:, min(width, right + gap) :] = rng.uniform(0, 255, 3)
        elif kind == 1:  # a frame
            corner = (left - gap, top - gap), (right + gap, bottom + gap)
            cv2.rectangle(face, *corner, tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 2:  # a rule below or above
            y = bottom + gap if rng.random() < 0.5 else top - gap
            cv2.line(face, (0, y), (width, y), tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 3:  # an upright edge
            x = left - gap if rng.random() < 0.5 else right + gap
            cv2.line(face, (x, 0), (x, height), tone.tolist(), thick, cv2.LINE_AA)
        elif kind == 4:  # a screw, a hole, a lamp
            x = left - gap - thick * 2 if rng.random() < 0.5 else right + gap + thick * 2
            at = (int(x), int(rng.integers(top, bottom + 1)))
            cv2.circle(face, at, thick * 2, tone.tolist(), -1, cv2.LINE_AA)
        elif kind == 5:  # the world beyond the edge of the label
            far = rng.uniform(0, 255, 3)
            side = int(rng.integers(4))
            if side == 0:
                face[: max(0, top - gap)] = far
            elif side == 1:
                face[min(height, bottom + gap) :] = far
            elif side == 2:
                face[:, : max(0, left - gap)] = far
            else:
                face[:, min(width, right + gap) :] = far
        else:  # a pattern of bars, as of a code
            x = right + gap if rng.random() < 0.5 else 0
            end = width if x else max(0, left - gap)
            while x < end:
                bar = int(rng.integers(1, 5))
                face[:, x : min(end, x + bar)] = tone
                x += bar + int(rng.integers(1, 6))


def signed(rng, face, end, top, bottom):
    """What stands on the band of a plate that ends at x = end: a ring of stars, a disc, a
    country's letters. It is no part of the text."""
    unit = bottom - top
    middle = end - round(unit * rng.uniform(0.2, 0.32))
    tone = rng.uniform(140, 255, 3).tolist()
    if rng.random() < 0.6:
        radius = max(2, round(unit * rng.uniform(0.1, 0.18)))
        y = top + round(unit * rng.uniform(0.2, 0.4))
        if rng.random() < 0.5:
            for angle in np.arange(0, 2 * np.pi, np.pi / 6):
                at = (round(middle + radius * np.cos(angle)), round(y + radius * np.sin(angle)))
                cv2.circle(face, at, max(1, radius // 6), tone, -1, cv2.LINE_AA)
        else:
            cv2.circle(face, (middle, y), radius, tone, -1, cv2.LINE_AA)
    if rng.random() < 0.7:
        small = masks.typeface(rng, texts.some(rng, texts.CAPITALS, 1, 3), unit * 0.25)
        if small is not None:
            tall, wide = small.ink.shape
            x, y = middle - wide // 2, bottom - tall - round(unit * rng.uniform(0, 0.1))
            layer = np.zeros(face.shape[:2], np.float32)
            surfaces.paste(layer, small.ink, x, y)
            layer[:, max(0, end - 2) :] = 0
            surfaces.coloured(face, layer, tone)


def parted(rng, ink):
    """The line with more room in one of its gaps, and where that is; None where it has no gap."""
    empty = ink.max(0) < 0.1
    edges = np.flatnonzero(np.diff(np.concatenate(([0], empty.astype(np.int8), [0]))))
    gaps = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= 2]
    if not gaps:
        return None
    tall = ink.shape[0]
    begin, end = gaps[int(rng.integers(len(gaps)))]
    room = round(tall * rng.uniform(0.45, 1.1))
    middle = (begin + end) // 2
    space = np.zeros((tall, room), np.float32)
    return np.hstack([ink[:, :middle], space, ink[:, middle:]]), (begin, end + room)


def emblem(rng, face, left, right, top, bottom):
    """A coat of arms, a seal, a sticker between two groups of a plate: no letter."""
    tall = bottom - top
    size = round(min(right - left, tall) * rng.uniform(0.55, 0.95))
    x, y = (left + right) // 2, top + round(tall * rng.uniform(0.3, 0.7))
    r = max(2, size // 2)
    tone, inner = rng.uniform(0, 255, 3).tolist(), rng.uniform(0, 255, 3).tolist()
    kind = int(rng.integers(4))
    if kind == 0:  # a shield
        points = [(x - r, y - r), (x + r, y - r), (x + r, y), (x, y + r), (x - r, y)]
        cv2.fillPoly(face, [np.array(points, np.int32)], tone, cv2.LINE_AA)
    elif kind == 1:
        cv2.circle(face, (x, y), r, tone, -1, cv2.LINE_AA)
    elif kind == 2:
        cv2.rectangle(face, (x - r, y - r), (x + r, y + r), tone, -1)
    else:  # two seals, one over the other
        for at in (top + tall // 4, bottom - tall // 4):
            cv2.circle(face, (x, at), max(3, round(tall * 0.2)), tone, -1, cv2.LINE_AA)
    for _ in range(int(rng.integers(0, 4))):
        at = (x + int(rng.integers(-r, r + 1)) // 2, y + int(rng.integers(-r, r + 1)) // 2)
        if rng.random() < 0.5:
            cv2.circle(face, at, max(1, r // 4), inner, -1, cv2.LINE_AA)
        else:
            to = (
                at[0] + int(rng.integers(-r, r + 1)) // 2,
                at[1] + int(rng.integers(-r, r + 1)) // 2,
            )
            cv2.line(face, at, to, inner, max(1, r // 5), cv2.LINE_AA)


def clutter(rng, face):
    """Things of a factory that are no text: boxes, bolts, louvres, pipes, edges."""
    size = face.shape[0]
    for _ in range(int(rng.integers(0, 7))):
        tone = rng.uniform(0, 255, 3).tolist()
        kind = int(rng.integers(5))
        x, y = (int(v) for v in rng.integers(0, size, 2))
        span = int(rng.integers(6, size // 2))
        if kind == 0:
            far = (x + span, y + int(span * rng.uniform(0.2, 1.5)))
            cv2.rectangle(face, (x, y), far, tone, -1 if rng.random() < 0.5 else 2, cv2.LINE_AA)
        elif kind == 1:
            for index in range(int(rng.integers(1, 6))):
                at = (x + index * span // 2, y)
                cv2.circle(face, at, max(2, span // 12), tone, -1, cv2.LINE_AA)
        elif kind == 2:
            step = int(rng.integers(5, 24))
            for index in range(int(rng.integers(3, 10))):
                row = y + index * step
                cv2.line(face, (x, row), (x + span, row), tone, max(1, step // 4), cv2.LINE_AA)
        elif kind == 3:
            end = tuple(int(v) for v in rng.integers(0, size, 2))
            cv2.line(face, (x, y), end, tone, int(rng.integers(1, 14)), cv2.LINE_AA)
        else:
            face[:, x:] = face[:, x:] * 0.5 + np.array(tone, np.float32) * 0.5
