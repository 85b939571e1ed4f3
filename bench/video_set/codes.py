"""Barcodes with their right check digits, as masks, and the numbers that stand in them."""

import numpy as np
import zxingcpp
from industrial_set import words
from industrial_set.chance import pick
from PIL import Image

DIGITS = words.DIGITS
ITF_RATIO = 3


def gtin_check_digit(digits: str) -> str:
    """GS1: weights 3 and 1 from the right."""
    total = sum(int(d) * (3 if place % 2 == 0 else 1) for place, d in enumerate(reversed(digits)))
    return str(-total % 10)


def number(rng, form: str) -> str:
    """What a code of that format says."""
    if form == "EAN-13":
        start = pick(rng, ("400", "401", "541", "76", "84", "590")) + words.some(rng, DIGITS, 12)
        return start[:12] + gtin_check_digit(start[:12])
    if form == "ITF":
        start = pick(rng, ("1", "2", "0")) + "4" + words.some(rng, DIGITS, 11)
        return start + gtin_check_digit(start)
    if form == "Code 39":
        return pick(rng, (words.lot, bin_place))(rng)
    if form == "Code 128":
        return pick(rng, (words.serial, bin_place, carton))(rng)
    if form == "QR Code":
        return pick(rng, (asset_link, words.serial, carton, words.vin))(rng)
    return pick(rng, (words.serial, carton, part))(rng)


def bin_place(rng) -> str:
    """A place in a store: aisle, bay, level."""
    letter = pick(rng, "ABCDEFGHJKLMNPRSTUVWXYZ")
    return (
        f"{letter}{int(rng.integers(1, 40)):02}-{int(rng.integers(1, 99)):02}-{pick(rng, '1234')}"
    )


def carton(rng) -> str:
    return words.some(rng, words.LETTERS, 3) + words.some(rng, DIGITS, 8)


def part(rng) -> str:
    return f"{words.some(rng, DIGITS, 4)}.{words.some(rng, DIGITS, 3)}-{words.some(rng, DIGITS, 2)}"


def asset_link(rng) -> str:
    return f"HTTPS://A.EXAMPLE/{words.some(rng, words.LETTERS, 2)}{words.some(rng, DIGITS, 6)}"


NAMES = {
    "Code 128": zxingcpp.Code128,
    "Code 39": zxingcpp.Code39,
    "EAN-13": zxingcpp.EAN13,
    "ITF": zxingcpp.ITF,
    "QR Code": zxingcpp.QRCode,
    "Data Matrix": zxingcpp.DataMatrix,
}
MATRIX = ("QR Code", "Data Matrix")


def mask(text: str, form: str, module: int, height: int = 0) -> Image.Image:
    """Dark modules as 255, without the quiet zone; a row of bars is `height` pixels high."""
    code = zxingcpp.create_barcode(text, NAMES[form])
    if code.text != text:
        raise ValueError(f"{form} does not hold {text}")
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    dark = np.array(image) < 128
    if form in MATRIX:
        dark = np.repeat(np.repeat(dark, module, 0), module, 1)
    else:
        # One row of bars: the guards of EAN-13 are no longer than the rest.
        dark = np.repeat(dark[dark.shape[0] // 3][None], height, 0)
        dark = np.repeat(dark, module, 1)
    return Image.fromarray(dark.astype(np.uint8) * 255)


def printed(text: str, form: str) -> str:
    """As it stands below the bars."""
    if form == "EAN-13":
        return f"{text[0]} {text[1:7]} {text[7:]}"
    return text
