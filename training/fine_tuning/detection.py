"""The detector learns where made lines are, and stays what it was where it was right.

Target of a pixel: 1 in the inner part of a line, 0 elsewhere; but around a line that the original
knows, what it says there: how it draws a line is what the reader's numbers are made for. Loss:
binary cross-entropy with three of the worst pixels of the ground for each of text (Liao et al.,
"Real-time Scene Text Detection with Differentiable Binarization"), and the dice coefficient.
"""

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from . import scene

LAST = "Sigmoid"
BATCH = 4
SIZE = 448
FOUND = 0.3  # the probability from which a pixel is text
SHRINK = 0.2  # of the height of capitals, on each side, measured on the original's answers
KNOWN = 0.5  # share of a line's inner part from which the original is taken to know the line
FAINT = 5.0  # deviation of the grey levels under which nobody has to see a line
MEAN = (0.485, 0.456, 0.406)  # in the order B, G, R, as the reader has it
DEVIATION = (0.229, 0.224, 0.225)


def sample(rng):
    """Planes of 8 bits; the inner part of each line, 0 to 1, and its surroundings, by the line's
    number from 1 on; what does not count."""
    picture, lines = scene.page_picture(rng, SIZE)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    inner = np.zeros((SIZE, SIZE), np.float32)
    owner = np.zeros((SIZE, SIZE), np.int64)
    faint = np.zeros((SIZE, SIZE), np.uint8)
    for number, (quad, tall) in enumerate(lines, 1):
        around = filled(scene.grown(quad, 0.25 * tall)) > 0
        owner[around] = number
        seen = grey[filled(quad) > 0.5]
        if tall < 4 or seen.size < 9 or seen.std() < FAINT:
            faint[around] = 1
        else:
            wide = np.linalg.norm(quad[1] - quad[0])
            np.maximum(inner, filled(scene.grown(quad, -SHRINK * min(tall, wide))), out=inner)
    return picture.transpose(2, 0, 1), inner, owner, faint


def filled(quad):
    """The share of each pixel that the quad covers."""
    fine = 4
    left, top = np.clip(np.floor(quad.min(0)).astype(int) - 1, 0, SIZE)
    right, bottom = np.clip(np.ceil(quad.max(0)).astype(int) + 1, 0, SIZE)
    share = np.zeros((SIZE, SIZE), np.float32)
    if left < right and top < bottom:
        mask = np.zeros(((bottom - top) * fine, (right - left) * fine), np.uint8)
        # The corner of a pixel is at its number, for fillPoly its middle is.
        points = np.round(((quad - (left, top)) * fine - 0.5) * 16).astype(np.int32)
        cv2.fillPoly(mask, [points], 255, cv2.LINE_8, 4)
        small = cv2.resize(mask, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        share[top:bottom, left:right] = small.astype(np.float32) / 255
    return share


def targets(known, inner, owner, faint):
    """What is wanted, and what it counts. The original is the teacher on the ground where it sees
    nothing, and in the surroundings of each line that it knows."""
    text = inner > 0.5
    target = torch.where(known > FOUND, torch.zeros_like(known), known)
    weight = torch.ones_like(known)
    for page in range(known.shape[0]):
        lines = owner[page]
        count = int(lines.max()) + 1
        flat = lines.flatten()
        whole = torch.bincount(flat, text[page].flatten().float(), count)
        found = torch.bincount(flat, (text[page] & (known[page] > FOUND)).flatten().float(), count)
        is_known = (found > KNOWN * whole) | (whole == 0)
        is_known[0] = False
        here = lines > 0
        taught = is_known[lines]
        target[page] = torch.where(
            here, torch.where(taught, known[page], inner[page]), target[page]
        )
        # Between the inner part and the ground either may be.
        between = here & ~taught & ~text[page]
        weight[page] = torch.where(between, 0.2, weight[page])
        weight[page] = torch.where(faint[page] > 0, 0.0, weight[page])
    return target, weight


def tensor(of_planes, like):
    return torch.tensor(of_planes, dtype=like.dtype, device=like.device)[:, None, None]


class Task:
    def __init__(self, model, device):
        self.device = device

    def batches(self, seed, size):
        """Batches without end."""
        rng = np.random.default_rng(seed)
        while True:
            yield [np.stack(part) for part in zip(*(sample(rng) for _ in range(size)), strict=True)]

    def loss(self, student, teacher, batch):
        """Loss, and what to print: share of the text's pixels found by student and teacher."""
        planes, *others = batch
        inputs = torch.from_numpy(planes).to(self.device).float() / 255
        inputs = (inputs - tensor(MEAN, inputs)) / tensor(DEVIATION, inputs)
        inner, owner, faint = (torch.from_numpy(part).to(self.device) for part in others)
        with torch.autocast(self.device, torch.bfloat16):
            with torch.no_grad():
                known = torch.sigmoid(teacher(inputs).float())[:, 0]
            logits = student(inputs)
        logits = logits.float()[:, 0]
        target, weight = targets(known, inner, owner, faint)
        each = F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight
        text = (inner > 0.5) & (weight > 0)
        count = max(int(text.sum()) * 3, each.numel() // 50)
        others = each[~text]
        worst = torch.topk(others, min(count, others.numel())).values
        entropy = (each[text].sum() + worst.sum()) / (int(text.sum()) + worst.numel())
        said = torch.sigmoid(logits)
        common = (said * target * weight).sum()
        dice = 1 - 2 * common / ((said**2 * weight).sum() + (target**2 * weight).sum() + 1e-3)
        seen = max(1, int(text.sum()))
        found = [float(((p > FOUND) & text).sum()) / seen for p in (said.detach(), known)]
        return entropy + dice + 0.5 * each.mean(), tuple(found)
