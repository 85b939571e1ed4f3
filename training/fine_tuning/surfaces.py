"""Grounds of some material, and ink on them: float32 BGR, 0 to 255."""

import cv2
import numpy as np

DARK_GROUNDS = ((30, 32, 34), (60, 40, 30), (40, 60, 40), (30, 30, 90), (90, 60, 20), (20, 20, 20))
LCD_GROUNDS = ((142, 166, 152), (150, 170, 120), (120, 150, 140), (190, 200, 170), (90, 150, 110),
               (200, 160, 90))  # fmt: skip
LAMPS = ((40, 58, 255), (30, 150, 255), (110, 255, 90), (255, 190, 70), (255, 240, 235),
         (60, 230, 250))  # fmt: skip


def smooth_noise(rng, height, width, cell):
    """Noise of mean 0 and deviation about 1 that varies over `cell` pixels."""
    size = (max(2, round(width / cell) + 1), max(2, round(height / cell) + 1))
    small = rng.standard_normal((size[1], size[0])).astype(np.float32)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def ground(rng, height, width, style):
    """A face of some material."""
    if style == "lcd":
        colour = np.array(LCD_GROUNDS[int(rng.integers(len(LCD_GROUNDS)))], np.float32)
        colour *= rng.uniform(0.6, 1.2)
        rough = rng.uniform(0, 3)
    elif style == "lamp":
        colour = np.full(3, rng.uniform(4, 45), np.float32) + rng.uniform(0, 12, 3)
        rough = rng.uniform(0, 4)
    else:
        choice = rng.random()
        if choice < 0.3:
            colour = np.full(3, rng.uniform(150, 250), np.float32) + rng.uniform(-12, 12, 3)
        elif choice < 0.55:
            colour = np.full(3, rng.uniform(60, 180), np.float32) + rng.uniform(-15, 15, 3)
        elif choice < 0.75:
            colour = np.array(DARK_GROUNDS[int(rng.integers(len(DARK_GROUNDS)))], np.float32)
        else:
            colour = rng.uniform(10, 245, 3)
        rough = abs(rng.normal(0, 8))
    face = np.broadcast_to(colour.astype(np.float32), (height, width, 3)).copy()
    if rng.random() < 0.7:
        face += (smooth_noise(rng, height, width, rng.uniform(2, 8)) * rough * 0.6)[..., None]
    if rng.random() < 0.6:
        face += (smooth_noise(rng, height, width, rng.uniform(20, 120)) * rough)[..., None]
    if rng.random() < 0.2 and style in ("ink", "relief"):  # brushed
        streaks = cv2.GaussianBlur(rng.standard_normal((height, width)).astype(np.float32), (0, 0),
                                   rng.uniform(6, 20), sigmaY=0.5)  # fmt: skip
        face += (streaks * rng.uniform(20, 90))[..., None]
    if rng.random() < 0.12 and style in ("ink", "relief"):  # ribs
        period, at = rng.uniform(8, 60), np.arange(width)
        wave = np.tanh(3 * np.sin(at * 2 * np.pi / period + rng.uniform(0, 6))).astype(np.float32)
        face += (wave * rng.uniform(4, 22))[None, :, None]
    return face


def worn(rng, height, width):
    """What is left of a print: 1 where it is whole."""
    amount = rng.uniform(0, 0.6)
    spots = smooth_noise(rng, height, width, rng.uniform(2, 10))
    return 1 - np.clip((spots - (2.2 - 2 * amount)) * 1.5, 0, 1) * rng.uniform(0.4, 1.0)


def paste(layer, mask, x, y):
    """The mask's values into the layer, what stands out cut away."""
    top, left = max(0, y), max(0, x)
    bottom, right = min(layer.shape[0], y + mask.shape[0]), min(layer.shape[1], x + mask.shape[1])
    if top < bottom and left < right:
        part = mask[top - y : bottom - y, left - x : right - x]
        window = layer[top:bottom, left:right]
        np.maximum(window, part, out=window)


def coloured(face, amount, colour):
    """Towards a colour by the amount (height x width, 0 to 1)."""
    face += amount[..., None] * (np.asarray(colour, np.float32) - face)


def against(rng, face, strong):
    """A colour that can be seen on the face."""
    level = float(face.mean())
    dark = level > 128 if rng.random() < 0.9 else level > 90
    apart = rng.uniform(60, 200) if strong else rng.uniform(28, 90)
    value = level - apart if dark else level + apart
    return np.clip(np.full(3, value) + rng.uniform(-30, 30, 3), 0, 255)


def write(rng, face, ink, ghost, style):
    """Puts a layer of ink on the face."""
    height, width = ink.shape
    if style == "ink":
        if rng.random() < 0.4:
            ink = cv2.GaussianBlur(ink, (0, 0), rng.uniform(0.4, 1.0))
        if rng.random() < 0.5:
            ink = ink * worn(rng, height, width)
        if rng.random() < 0.08:  # only the outline
            inner = cv2.erode(ink, np.ones((3, 3), np.uint8))
            ink = np.clip(ink - inner, 0, 1)
        coloured(face, ink * rng.uniform(0.6, 1.0), against(rng, face, rng.random() < 0.8))
    elif style == "relief":
        soft = rng.uniform(0.5, 0.02 * 48 + 0.8)
        form = cv2.GaussianBlur(ink, (0, 0), soft)
        dy, dx = np.gradient(form)
        angle = rng.uniform(0, 2 * np.pi)
        lit = (dx * np.cos(angle) + dy * np.sin(angle)) * rng.uniform(90, 300)
        face += lit[..., None]
        if rng.random() < 0.35:
            coloured(face, form * rng.uniform(0.05, 0.5), against(rng, face, False))
    elif style == "lcd":
        tone = np.full(3, rng.uniform(20, 70))
        if rng.random() < 0.2:  # negative: bright on dark
            face *= rng.uniform(0.15, 0.4)
            tone = rng.uniform(140, 250, 3)
        amount = rng.uniform(0.35, 0.95)
        if rng.random() < 0.5:
            shadow = np.roll(cv2.GaussianBlur(ink, (0, 0), 1.5), rng.integers(0, 5, 2), (0, 1))
            coloured(face, shadow * amount * rng.uniform(0.1, 0.4), tone)
        coloured(face, ghost * amount * rng.uniform(0, 0.35), tone)
        coloured(face, ink * amount, tone)
    else:
        lamp = np.array(LAMPS[int(rng.integers(len(LAMPS)))], np.float32)
        if ghost is not None:
            coloured(face, ghost * rng.uniform(0, 0.5), lamp * 0.25 + 15)
        reach = max(1.0, height * rng.uniform(0.02, 0.1))
        face += cv2.GaussianBlur(ink, (0, 0), reach)[..., None] * lamp * rng.uniform(0.1, 0.9)
        coloured(face, ink * 0.95, np.minimum(lamp + rng.uniform(0, 110), 255))
