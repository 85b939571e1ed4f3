"""The recogniser learns made lines, and stays what it was where it was right.

Loss of a line: CTC divided by its length, and, where the original reads the line right, the
Kullback-Leibler divergence of the new distribution of each step from the original's.
"""

import numpy as np
import torch
import torch.nn.functional as F

from . import scene

LAST = "Softmax"  # its input are the logits
BATCH = 16
POOL = 4 * BATCH  # lines made at a time and put together by width
WIDTH_MAX = 640
STEP = 8  # pixels of a line's width for each step of the output
KEEP = 3.0  # weight of the divergence


def alphabet(model):
    """Label of each character, from the dictionary that the model carries; 0 is the blank."""
    carried = {entry.key: entry.value for entry in model.metadata_props}["character"]
    letters = [line.rstrip("\r") for line in carried.split("\n")]
    if letters and letters[-1] == "":
        letters.pop()
    return {letter: index + 1 for index, letter in enumerate([*letters, " "])}


def lines(rng, labels):
    """A pool of lines that the network can say: (picture, labels)."""
    made = []
    while len(made) < POOL:
        picture, text = scene.line_picture(rng, WIDTH_MAX)
        if any(letter not in labels for letter in text):
            continue
        target = [labels[letter] for letter in text]
        repeats = sum(a == b for a, b in zip(target, target[1:], strict=False))
        if len(target) + repeats + 1 <= picture.shape[1] // STEP:
            made.append((picture, target))
    return made


def batches(rng, labels):
    """Inputs (N x 3 x 48 x W, BGR, -1 to 1, grey on the right), targets; of like widths."""
    pool = sorted(lines(rng, labels), key=lambda made: made[0].shape[1])
    groups = [pool[at : at + BATCH] for at in range(0, POOL, BATCH)]
    for group in groups:
        width = -(-max(picture.shape[1] for picture, _ in group) // STEP) * STEP
        inputs = np.zeros((len(group), 3, scene.LINE_HEIGHT, width), np.float32)
        for index, (picture, _) in enumerate(group):
            planes = picture.transpose(2, 0, 1).astype(np.float32) / 127.5 - 1
            inputs[index, :, :, : picture.shape[1]] = planes
        yield torch.from_numpy(inputs), [target for _, target in group]


def greedy(logits):
    """Labels of the best path of each line."""
    best = logits.argmax(-1)
    return [
        [int(a) for a, b in zip(row, [0, *row[:-1]], strict=True) if a != 0 and a != b]
        for row in best.tolist()
    ]


def connectionist(logarithms, targets):
    """CTC of each line divided by its length; of the many classes only those that are written."""
    used = sorted({0, *(label for target in targets for label in target)})
    place = {label: index for index, label in enumerate(used)}
    lengths = torch.tensor([len(target) for target in targets])
    steps = torch.full((len(targets),), logarithms.shape[1])
    flat = torch.tensor([place[label] for target in targets for label in target])
    few = logarithms.index_select(-1, torch.tensor(used)).transpose(0, 1)
    return F.ctc_loss(few, flat, steps, lengths, 0, "none", zero_infinity=True) / lengths


class Task:
    name = "recognition"

    def __init__(self, model, seed):
        self.labels = alphabet(model)
        self.rng = np.random.default_rng(seed)
        self.waiting = []

    def batch(self):
        if not self.waiting:
            self.waiting = list(batches(self.rng, self.labels))
            self.rng.shuffle(self.waiting)
        return self.waiting.pop()

    def loss(self, student, teacher, batch):
        """Loss, and what to print: the lines read right by the student and by the teacher."""
        inputs, targets = batch
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            known = teacher(inputs)
        with torch.autocast("cpu", torch.bfloat16):
            logits = student(inputs)
        known = F.softmax(known.float(), -1)
        new = F.log_softmax(logits.float(), -1)
        right = torch.tensor(
            [a == b for a, b in zip(greedy(known), targets, strict=True)], dtype=torch.float32
        )
        # All of the divergence that depends on the student.
        apart = -torch.einsum("ntc,ntc->nt", known, new).mean(-1)
        total = (connectionist(new, targets) + KEEP * right * apart).mean()
        read = sum(a == b for a, b in zip(greedy(new.detach()), targets, strict=True))
        return total, (read / len(targets), float(right.mean()))
