"""The detector learns where made lines are, and stays what it was where it was right.

Target of a pixel: 1 in the inner part of a line, 0 elsewhere; but what the original says where it
and the truth are on the same side. Loss: binary cross-entropy with three of the worst pixels of
the ground for each of text (Liao et al., "Real-time Scene Text Detection with Differentiable
Binarization"), and the dice coefficient.
"""

import cv2
import numpy as np
import torch
import torch.nn.functional as F

from . import network, scene

LAST = "Sigmoid"
BATCH = 4
SIZE = 384
FOUND = 0.3  # the probability from which a pixel is text
SHRINK = 0.16  # of the height of capitals, on each side: measured on the original's answers
FAINT = 5.0  # deviation of the grey levels under which nobody has to see a line
MEAN = np.array((0.485, 0.456, 0.406), np.float32)  # in the order B, G, R, as the reader has it
DEVIATION = np.array((0.229, 0.224, 0.225), np.float32)


def sample(rng):
    """Input planes, truth and weight of each pixel."""
    picture, lines = scene.page_picture(rng, SIZE)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    truth = np.zeros((SIZE, SIZE), np.float32)
    weight = np.ones((SIZE, SIZE), np.float32)
    for quad, tall in lines:
        inner = polygon(scene.grown(quad, -SHRINK * tall))
        outer = polygon(scene.grown(quad, 0.12 * tall))
        region = np.zeros((SIZE, SIZE), np.uint8)
        cv2.fillPoly(region, [outer], 1)
        faint = tall < 4 or not region.any() or grey[region > 0].std() < FAINT
        cv2.fillPoly(weight, [outer], 0.0)  # what is near the edge may be either
        if not faint:
            cv2.fillPoly(truth, [inner], 1.0)
            cv2.fillPoly(weight, [inner], 1.0)
    planes = (picture.astype(np.float32) / 255 - MEAN) / DEVIATION
    return planes.transpose(2, 0, 1), truth, weight


def polygon(quad):
    return np.round(quad).astype(np.int32)


class Task:
    name = "detection"

    def __init__(self, model, seed):
        self.rng = np.random.default_rng(seed)

    def batch(self):
        made = [sample(self.rng) for _ in range(BATCH)]
        return [torch.from_numpy(np.stack(part)) for part in zip(*made, strict=True)]

    def loss(self, student, teacher, batch):
        """Loss, and what to print: share of the text's pixels found by student and teacher."""
        inputs, truth, weight = batch
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            known = torch.sigmoid(teacher(inputs).float())[:, 0]
        with torch.autocast("cpu", torch.bfloat16):
            logits = student(inputs)
        logits = logits.float()[:, 0]
        agreed = (known > FOUND) == (truth > 0.5)
        target = torch.where(agreed | (weight == 0), known, truth)
        weight = torch.where(weight == 0, 0.3, weight)  # there the original is the teacher
        each = F.binary_cross_entropy_with_logits(logits, target, reduction="none") * weight
        text = truth > 0.5
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


def prepared(model):
    return network.before_last(model, LAST)
