"""What is written in a made line: codes, dates, measurements, labels, plain words."""

import string
from pathlib import Path

DIGITS = string.digits
CAPITALS = string.ascii_uppercase
CODE = CAPITALS + DIGITS


def _listed(name):
    return Path(__file__).with_name(name).read_text().split()


UNITS = ("V", "A", "W", "kW", "Hz", "mm", "cm", "m", "kg", "g", "t", "bar", "kPa", "psi", "l/min")
UNITS += ("rpm", "°C", "°F", "%", "mA", "Nm", "kWh", "dB", "IP", "ml", "kHz")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SAID = ("Err", "OFF", "On", "HELP", "LO", "HI", "End", "PASS", "FAIL", "SEt", "CAL", "FULL", "Lo")
SAID += ("Hi", "run", "StOP", "Auto")
FIELDS = _listed("fields.txt")
WORDS = _listed("words.txt")


def pick(rng, values):
    return values[int(rng.integers(len(values)))]


def some(rng, alphabet, least, most):
    count = int(rng.integers(least, most + 1))
    return "".join(pick(rng, alphabet) for _ in range(count))


def code(rng):
    """A serial, lot or article number: runs of letters and digits, often with separators."""
    parts = [
        some(rng, pick(rng, (DIGITS, CAPITALS, CODE, DIGITS)), 1, 6)
        for _ in range(int(rng.integers(1, 4)))
    ]
    return pick(rng, ("", "-", "-", "/", ".", " ", "_")).join(parts)


def long_code(rng):
    """As on frames, containers, pallets: eleven to twenty characters without a gap."""
    alphabet = pick(rng, (CODE, DIGITS, CODE.translate({ord(c): None for c in "IOQ"})))
    return some(rng, alphabet, 11, 20)


def container(rng):
    gap = pick(rng, ("", " ", " "))
    letters = some(rng, CAPITALS, 3, 3) + pick(rng, "UUUJZ")
    return letters + gap + some(rng, DIGITS, 6, 6) + pick(rng, ("", gap, " ")) + pick(rng, DIGITS)


def plate(rng):
    shapes = ("AA00AAA", "AAA 000", "AA-00-AA", "A 000 AA", "00 AA 0000", "AAA0000", "0AAA000")
    shape = pick(rng, shapes)
    made = (
        pick(rng, CAPITALS) if c == "A" else pick(rng, DIGITS) if c == "0" else c for c in shape
    )
    return "".join(made)


def date(rng):
    year = int(rng.integers(2000, 2040))
    values = {
        "d": f"{int(rng.integers(1, 32)):02}",
        "m": f"{int(rng.integers(1, 13)):02}",
        "y": f"{pick(rng, (year, year % 100)):02}",
        "b": pick(rng, MONTHS),
    }
    shape = pick(
        rng,
        ("{d}.{m}.{y}", "{d}/{m}/{y}", "{y}-{m}-{d}", "{m}/{y}", "{d}{b}{y}", "{d} {b} {y}",
         "{m}.{y}", "{d}-{m}-{y}", "{y}{m}{d}", "{b} {y}"),
    )  # fmt: skip
    return shape.format(**values)


def time(rng):
    text = f"{int(rng.integers(24)):02}:{int(rng.integers(60)):02}"
    return text + (f":{int(rng.integers(60)):02}" if rng.random() < 0.3 else "")


def number(rng):
    """A reading: sign, digits, point."""
    text = some(rng, DIGITS, 1, 5)
    if rng.random() < 0.6:
        text += pick(rng, "...,") + some(rng, DIGITS, 1, 3)
    return pick(rng, ("", "", "", "-", "+")) + text


def measurement(rng):
    return number(rng) + pick(rng, ("", " ")) + pick(rng, UNITS)


def field(rng):
    value = pick(rng, (code, code, measurement, date, long_code, number))(rng)
    return pick(rng, FIELDS) + pick(rng, (" ", ": ", ":", ". ", " ")) + value


def phrase(rng):
    text = " ".join(pick(rng, WORDS) for _ in range(int(rng.integers(1, 4))))
    return pick(rng, (text, text.upper(), text.title(), text.lower()))


def mixed(rng):
    """Any printable characters, so that none is forgotten."""
    return some(rng, string.ascii_letters + DIGITS + "-./:()+#&%,", 3, 12)


def dated(rng):
    said = ("EXP", "EXP.", "MFD", "PROD", "BEST BEFORE", "USE BY", "BB", "MFG", "DATE")
    return pick(rng, said) + pick(rng, (" ", ": ", ":", "")) + date(rng)


def short(rng):
    return some(rng, CODE, 1, 2)


def row(rng):
    """Several things in one line, as along a cable or a band."""
    return " ".join(
        pick(rng, (code, code, measurement, number, phrase, dated, field))(rng)
        for _ in range(int(rng.integers(2, 6)))
    )


def stacked(rng):
    """What is written downwards, a letter below the other."""
    text = pick(rng, (container, container, long_code, code))(rng)
    return "".join(letter for letter in text if letter.isalnum())


def made(rng):
    kinds = (code, code, long_code, container, plate, date, dated, time, number, measurement,
             field, field, phrase, phrase, mixed, short, row)  # fmt: skip
    return pick(rng, kinds)(rng)


def display_number(rng):
    """What seven segments show: readings, clocks, a few words."""
    kind = rng.random()
    if kind < 0.55:
        return number(rng).replace(",", ".").replace("+", "")
    if kind < 0.75:
        return time(rng)
    if kind < 0.85:
        return some(rng, DIGITS, 2, 8)
    return pick(rng, (pick(rng, SAID), f"{pick(rng, 'EFPCHALUn')}{some(rng, DIGITS, 1, 3)}"))


def display_words(rng):
    """What fourteen segments show."""
    kind = rng.random()
    if kind < 0.35:
        return phrase(rng).upper()
    if kind < 0.65:
        return f"{pick(rng, WORDS).upper()} {some(rng, DIGITS, 1, 4)}"
    if kind < 0.8:
        return some(rng, CODE, 3, 10)
    return pick(rng, (code(rng).upper(), measurement(rng).upper().replace("°", ""))).replace(
        "_", "-"
    )
