"""Light on a picture, and the bad photograph of it."""

import cv2
import numpy as np


def lit(rng, picture):
    """Unequal light, shadow, glare."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:1:1j*height, 0:1:1j*width].astype(np.float32)  # fmt: skip
    angle = rng.uniform(0, 2 * np.pi)
    slope = np.cos(angle) * (x - 0.5) + np.sin(angle) * (y - 0.5)
    picture *= (1 + slope * rng.uniform(0, 0.6))[..., None]
    if rng.random() < 0.2:
        edge = np.tanh((slope - rng.uniform(-0.3, 0.3)) * rng.uniform(5, 40))
        picture *= (1 - (0.5 + 0.5 * edge) * rng.uniform(0.2, 0.6))[..., None]
    if rng.random() < 0.25:
        spot = ((x - rng.random()) ** 2 + (y - rng.random()) ** 2) / rng.uniform(0.01, 0.3)
        picture += (np.exp(-spot) * rng.uniform(20, 130))[..., None]
    return picture


def photographed(rng, picture, unit):
    """Blur, noise, contrast, compression; unit is the height of the text in pixels."""
    if rng.random() < 0.6:
        sigma = unit * rng.uniform(0.01, 0.075)
        if sigma > 0.25:
            picture = cv2.GaussianBlur(picture, (0, 0), sigma)
    if rng.random() < 0.15:
        reach = max(2, round(unit * rng.uniform(0.06, 0.25)))
        kernel = np.zeros((reach, reach), np.float32)
        angle = rng.uniform(0, np.pi)
        middle = (reach - 1) / 2
        ends = [
            (round(middle + s * middle * np.cos(angle)), round(middle + s * middle * np.sin(angle)))
            for s in (-1, 1)
        ]
        cv2.line(kernel, *ends, 1.0)
        picture = cv2.filter2D(picture, -1, kernel / kernel.sum())
    contrast, shift = rng.uniform(0.6, 1.25), rng.uniform(-30, 30)
    picture = (picture - 128) * contrast + 128 + shift
    if rng.random() < 0.6:
        sigma = rng.uniform(1, 9) if rng.random() < 0.75 else rng.uniform(9, 26)
        noise = rng.standard_normal(picture.shape[:2] if rng.random() < 0.4 else picture.shape)
        noise = noise.astype(np.float32) * sigma
        picture = picture + (noise[..., None] if noise.ndim == 2 else noise)
    if rng.random() < 0.1:
        picture = np.repeat(picture.mean(2, keepdims=True), 3, 2)
    picture = np.clip(picture, 0, 255).astype(np.uint8)
    if rng.random() < 0.7:
        quality = int(rng.integers(25, 96))
        coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
    return picture
