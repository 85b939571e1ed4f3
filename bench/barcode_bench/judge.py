"""How a picture of one code is judged."""

import re
from dataclasses import dataclass


@dataclass
class Tally:
    pictures: int = 0
    found: int = 0  # the right text is among what was read
    wrong: int = 0  # another text was read, and the right one was not

    def add(self, outcome: str) -> None:
        self.pictures += 1
        self.found += outcome == "found"
        self.wrong += outcome == "wrong"


def upce_to_upca(digits: str) -> str:
    """GS1 General Specifications 5.2.2.4: the zeros that UPC-E leaves out, put back."""
    system, body, check = digits[0], digits[1:7], digits[7]
    last = body[5]
    if last in "012":
        middle = body[:2] + last + "0000" + body[2:5]
    elif last == "3":
        middle = body[:3] + "00000" + body[3:5]
    elif last == "4":
        middle = body[:4] + "00000" + body[4]
    else:
        middle = body[:5] + "0000" + last
    return system + middle + check


def plain(text: str) -> str:
    """The content: GTINs as 14 digits, the separators of GS1 and outer white space left out."""
    text = re.sub("[\x1d\\s]+", "", text.replace("<GS>", ""))
    if re.fullmatch(r"\d{8}|\d{12,14}", text):
        return text.zfill(14)
    return text


def same_bytes(wanted: bytes, read: str) -> bool:
    """Bytes are told as text of Latin-1 or, where they are no text at all, in hexadecimal."""
    try:
        return read == wanted.hex(" ").upper() or read.encode("latin-1") == wanted
    except UnicodeEncodeError:
        return False


def same(wanted: str | bytes, read: str, format_: str) -> bool:
    if isinstance(wanted, bytes):
        return same_bytes(wanted, read)
    if plain(wanted) == plain(read):
        return True
    digits = plain(wanted).lstrip("0")
    if format_ == "UPC-E" or len(wanted) == 8:
        for one, other in ((wanted, read), (read, wanted)):
            if re.fullmatch(r"[01]\d{7}", one) and plain(upce_to_upca(one)) == plain(other):
                return True
    return bool(digits) and format_ == "Codabar" and plain(read)[1:-1] == plain(wanted)


def judged(wanted: str | bytes | None, codes: list[dict]) -> str:
    if wanted is not None and any(same(wanted, c["text"], c["format"]) for c in codes):
        return "found"
    return "wrong" if codes else "missed"
