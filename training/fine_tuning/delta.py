"""Makes what scripts/model_delta.py applies."""

import hashlib
import json
import lzma

import numpy as np
import onnx
from onnx import numpy_helper

from .network import WEIGHT_SIZE

STEPS = 127  # of a byte


def made(original: bytes, changed: bytes) -> bytes:
    """The delta from one model file to another of the same graph, weights to the nearest of 255
    steps of each tensor's largest change."""
    before = onnx.load_from_string(original).graph.initializer
    after = {
        t.name: numpy_helper.to_array(t) for t in onnx.load_from_string(changed).graph.initializer
    }
    runs, steps = [], []
    for tensor in before:
        old = numpy_helper.to_array(tensor)
        if old.dtype != np.float32 or old.size < WEIGHT_SIZE:
            continue
        change = after[tensor.name].astype(np.float64) - old
        largest = float(np.abs(change).max())
        if largest == 0:
            continue
        raw = old.tobytes()
        place = original.find(raw)
        if place < 0 or original.find(raw, place + 1) >= 0:
            raise ValueError(f"the bytes of {tensor.name} are not there exactly once")
        scale = float(np.float32(largest / STEPS))
        runs.append([place, old.size, scale])
        steps.append(np.clip(np.rint(change / scale), -STEPS, STEPS).astype(np.int8).ravel())
    head = {"model": hashlib.sha256(original).hexdigest(), "runs": runs}
    packed = (
        json.dumps(head, separators=(",", ":")).encode() + b"\n" + np.concatenate(steps).tobytes()
    )
    return lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME)
