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
POOL = 4  # batches made at a time, their lines put together by width
WIDTH_MAX = 960
STEP = 8  # pixels of a line's width for each step of the output
GREY = 128
ROUND = 64  # widths of batches: each new one costs a GPU seconds
KEEP = 3.0  # weight of the divergence


def alphabet(model):
    """Label of each character, from the dictionary that the model carries; 0 is the blank."""
    carried = {entry.key: entry.value for entry in model.metadata_props}["character"]
    letters = [line.rstrip("\r") for line in carried.split("\n")]
    if letters and letters[-1] == "":
        letters.pop()
    return {letter: index + 1 for index, letter in enumerate([*letters, " "])}


def lines(rng, labels, count):
    """A pool of lines that the network can say: (picture, labels)."""
    made = []
    while len(made) < count:
        picture, text = scene.line_picture(rng, WIDTH_MAX)
        if any(letter not in labels for letter in text):
            continue
        target = [labels[letter] for letter in text]
        repeats = sum(a == b for a, b in zip(target, target[1:], strict=False))
        if len(target) + repeats + 1 <= picture.shape[1] // STEP:
            made.append((picture, target))
    return made


def batches(rng, labels, size):
    """Pictures (N x 3 x 48 x W, BGR, 8 bits, grey on the right) and targets, of like widths."""
    pool = sorted(lines(rng, labels, POOL * size), key=lambda made: made[0].shape[1])
    for group in (pool[at : at + size] for at in range(0, len(pool), size)):
        width = -(-max(picture.shape[1] for picture, _ in group) // ROUND) * ROUND
        planes = np.full((len(group), 3, scene.LINE_HEIGHT, width), GREY, np.uint8)
        for index, (picture, _) in enumerate(group):
            planes[index, :, :, : picture.shape[1]] = picture.transpose(2, 0, 1)
        yield planes, [target for _, target in group]


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
    device = logarithms.device
    lengths = torch.tensor([len(target) for target in targets])
    steps = torch.full((len(targets),), logarithms.shape[1])
    flat = torch.tensor([place[label] for target in targets for label in target], device=device)
    few = logarithms.index_select(-1, torch.tensor(used, device=device)).transpose(0, 1)
    losses = F.ctc_loss(few, flat, steps, lengths, 0, "none", zero_infinity=True)
    return losses / lengths.to(device)


class Task:
    def __init__(self, model, device):
        self.labels = alphabet(model)
        self.device = device

    def batches(self, seed, size):
        """Batches without end."""
        rng = np.random.default_rng(seed)
        while True:
            waiting = list(batches(rng, self.labels, size))
            for index in rng.permutation(len(waiting)):
                yield waiting[index]

    def loss(self, student, teacher, batch):
        """Loss, and what to print: the lines read right by the student and by the teacher."""
        planes, targets = batch
        inputs = torch.from_numpy(planes).to(self.device).float() / 127.5 - 1
        with torch.autocast(self.device, torch.bfloat16):
            with torch.no_grad():
                known = teacher(inputs)
            logits = student(inputs)
        known = F.softmax(known.float(), -1)
        new = F.log_softmax(logits.float(), -1)
        right = torch.tensor(
            [a == b for a, b in zip(greedy(known), targets, strict=True)],
            dtype=torch.float32,
            device=self.device,
        )
        # All of the divergence that depends on the student.
        apart = -torch.einsum("ntc,ntc->nt", known, new).mean(-1)
        total = (connectionist(new, targets) + KEEP * right * apart).mean()
        read = sum(a == b for a, b in zip(greedy(new.detach()), targets, strict=True))
        return total, (read / len(targets), float(right.mean()))
