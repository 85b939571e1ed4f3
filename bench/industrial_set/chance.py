"""Choices of a seeded generator."""


def pick(rng, choices):
    return choices[int(rng.integers(len(choices)))]


def between(rng, low: float, high: float) -> float:
    return low + (high - low) * float(rng.random())
