"""Small changes of a model's weights, kept in third_party/ in place of the whole model.

A delta is an xz file: a line of JSON with the SHA-256 of the model that it changes and, for each
run of 32-bit floats, the place in the file, the count and the scale; then a signed byte for each
float. The new float is the old one plus scale times byte, computed in double precision and rounded
once, so that every machine makes the same file.
"""

import hashlib
import json
import lzma
import sys
from array import array


def applied(model: bytes, delta: bytes) -> bytes:
    """The changed model. ValueError: the delta is of another model, or damaged."""
    try:
        unpacked = lzma.decompress(delta)
    except lzma.LZMAError as error:
        raise ValueError(f"the delta cannot be unpacked: {error}") from error
    head, _, steps = unpacked.partition(b"\n")
    described = json.loads(head)
    if hashlib.sha256(model).hexdigest() != described["model"]:
        raise ValueError("the delta is of another model")
    if len(steps) != sum(count for _, count, _ in described["runs"]):
        raise ValueError("the delta is cut off")
    changed = bytearray(model)
    at = 0
    for place, count, scale in described["runs"]:
        old = floats(model[place : place + 4 * count])
        by = array("b", steps[at : at + count])
        new = array("f", [a + scale * b for a, b in zip(old, by, strict=True)])
        if sys.byteorder == "big":
            new.byteswap()
        changed[place : place + 4 * count] = new.tobytes()
        at += count
    return bytes(changed)


def floats(data: bytes) -> array:
    values = array("f", data)
    if sys.byteorder == "big":
        values.byteswap()
    return values
