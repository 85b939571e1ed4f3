"""What is written: codes with right check digits, dates, lots, fields of nameplates."""

import string

from .chance import between, pick

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"  # without I, O, Q: what a person cannot tell apart is no test
DIGITS = string.digits

# ISO 6346: A = 10, then on, without the multiples of 11.
_ISO_VALUES = {str(digit): digit for digit in range(10)}
_value = 10
for _letter in string.ascii_uppercase:
    if _value % 11 == 0:
        _value += 1
    _ISO_VALUES[_letter] = _value
    _value += 1

_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VIN_VALUES = {str(digit): digit for digit in range(10)}
_VIN_VALUES |= dict(zip("ABCDEFGH", range(1, 9), strict=True))
_VIN_VALUES |= dict(zip("JKLMN", range(1, 6), strict=True)) | {"P": 7, "R": 9}
_VIN_VALUES |= dict(zip("STUVWXYZ", range(2, 10), strict=True))
_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
_VIN_MAKERS = ("WVW", "WDB", "JTD", "1HG", "VF1", "ZFA", "KMH", "YV1", "SAL", "TMB", "5YJ", "LSV")

OWNERS = ("ABCU", "BKTU", "CRLU", "DFSU", "ESPU", "FCLU", "GLDU", "HLBU", "KMTU", "LNXU", "MSCU")
OWNERS += ("NYKU", "PCTU", "RSTU", "SEGU", "TGHU", "UACU", "VGLU", "WHLU", "XINU", "YMLU", "ZCSU")
CONTAINER_TYPES = ("22G1", "45G1", "42G1", "22R1", "45R1", "22T6", "L5G1", "22U1")


def some(rng, alphabet: str, count: int) -> str:
    return "".join(alphabet[int(rng.integers(len(alphabet)))] for _ in range(count))


def container_check_digit(ten: str) -> int | None:
    """ISO 6346, annex A; none where the remainder is 10, which owners avoid."""
    total = sum(_ISO_VALUES[letter] << place for place, letter in enumerate(ten))
    return None if total % 11 == 10 else total % 11


def container_code(rng) -> tuple[str, str, str]:
    """Owner, serial number, check digit."""
    owner = pick(rng, OWNERS)
    while True:
        serial = some(rng, DIGITS, 6)
        digit = container_check_digit(owner + serial)
        if digit is not None:
            return owner, serial, str(digit)


def vin_check_digit(vin: str) -> str:
    """49 CFR 565.15: position 9, of which the weight is 0."""
    total = sum(_VIN_VALUES[c] * w for c, w in zip(vin, _VIN_WEIGHTS, strict=True)) % 11
    return "X" if total == 10 else str(total)


def vin(rng) -> str:
    start = pick(rng, _VIN_MAKERS) + some(rng, _VIN_LETTERS + DIGITS, 5)
    end = some(rng, "LMNPRSTV", 1) + some(rng, _VIN_LETTERS, 1) + some(rng, DIGITS, 6)
    return start + vin_check_digit(start + "0" + end) + end


DATES = ("{d:02}.{m:02}.{y}", "{d:02}/{m:02}/{y}", "20{y}-{m:02}-{d:02}", "{m:02}/20{y}")


def date(rng) -> str:
    day, month, year = int(rng.integers(1, 29)), int(rng.integers(1, 13)), int(rng.integers(25, 30))
    form = pick(rng, DATES)
    return form.format(d=day, m=month, y=year)


def lot(rng) -> str:
    return some(rng, LETTERS, int(rng.integers(1, 3))) + some(rng, DIGITS, int(rng.integers(4, 7)))


def serial(rng) -> str:
    form = int(rng.integers(4))
    if form == 0:
        return some(rng, DIGITS, int(rng.integers(6, 10)))
    if form == 1:
        return f"{some(rng, LETTERS, 2)}-{some(rng, DIGITS, 5)}"
    if form == 2:
        return f"{some(rng, DIGITS, 4)}-{some(rng, LETTERS, 1)}{some(rng, DIGITS, 3)}"
    return f"{some(rng, LETTERS, 3)}{some(rng, DIGITS, 6)}"


def display_number(rng) -> str:
    """As scales, meters and clocks show it; at least four digits."""
    form = int(rng.integers(5))
    if form == 0:
        return f"{some(rng, DIGITS, 2)}:{some(rng, DIGITS, 2)}"
    if form == 1:
        return some(rng, DIGITS, int(rng.integers(4, 7)))
    whole = int(rng.integers(2, 5))
    return f"{some(rng, DIGITS, whole)}.{some(rng, DIGITS, int(rng.integers(2, 4)))}"


DISPLAY_WORDS = (
    "PUMP ON",
    "TANK 2",
    "READY",
    "HEAT 85",
    "ALARM 7",
    "START",
    "LEVEL 64",
    "FAN 3",
    "SPEED 12",
    "LINE A4",
    "TEMP 37",
    "RUN 118",
    "BATCH 9",
    "FLUSH",
    "VALVE 5",
    "MENU",
    "CYCLE 42",
)


def display_words(rng) -> str:
    if rng.random() < 0.5:
        return pick(rng, DISPLAY_WORDS)
    return some(rng, "ACEFHLNPRTU", 2) + some(rng, DIGITS, int(rng.integers(3, 5)))


def asset(rng) -> str:
    form = int(rng.integers(4))
    if form == 0:
        return f"INV {some(rng, DIGITS, 6)}"
    if form == 1:
        return f"{some(rng, LETTERS, 2)}-{some(rng, DIGITS, 2)}-{some(rng, DIGITS, 4)}"
    if form == 2:
        return f"ASSET {some(rng, DIGITS, 5)}"
    return f"{some(rng, LETTERS, 3)} {some(rng, DIGITS, 3)} {some(rng, DIGITS, 3)}"


WARNINGS = ("HIGH VOLTAGE", "EMERGENCY STOP", "MAX LOAD 500 KG", "KEEP CLEAR", "FIRE EXIT")
WARNINGS += ("GATE 14", "BAY 07", "PRESS HERE", "WATER INLET", "MAIN SWITCH", "DO NOT STACK")
WARNINGS += ("FORKLIFT AREA", "THIS SIDE UP", "EYE WASH", "AIR 6 BAR", "OIL LEVEL", "ZONE C3")

STENCILS = ("FRAGILE", "KEEP DRY", "GROSS 1450 KG", "LOT 27", "USE NO HOOKS", "MADE IN EU")
STENCILS += ("NET 820 KG", "BOX 3 OF 8", "PUMP HOUSE", "TANK 12", "NO SMOKING")


def nameplate_fields(rng) -> list[tuple[str, str]]:
    """Key and value of the fields of a nameplate."""
    power = int(rng.integers(2, 90))
    volts = pick(rng, ("230 V", "400 V", "24 V DC", "110 V"))
    amps = f"{between(rng, 0.5, 40):.1f} A"
    fields = [
        (pick(rng, ("TYPE", "MODEL", "TYP")), f"{some(rng, LETTERS, 2)}{some(rng, DIGITS, 3)}"),
        (pick(rng, ("SER. NO.", "S/N", "SERIAL")), serial(rng)),
        (pick(rng, ("YEAR", "MFG", "DATE")), pick(rng, ("2019", "2021-06", "03/2024", "2023"))),
        (pick(rng, ("VOLTAGE", "INPUT", "U")), volts),
        (pick(rng, ("CURRENT", "I MAX", "FUSE")), amps),
        (pick(rng, ("POWER", "P")), f"{power}.{some(rng, DIGITS, 1)} kW"),
        (pick(rng, ("WEIGHT", "MASS")), f"{int(rng.integers(12, 980))} kg"),
        (pick(rng, ("PRESSURE", "P MAX")), f"{int(rng.integers(2, 40))} bar"),
        ("SPEED", f"{int(rng.integers(700, 3600))} 1/min"),
        ("IP", pick(rng, ("IP54", "IP65", "IP67"))),
    ]
    chosen = [0, 1] + sorted(rng.permutation(range(2, 10))[: int(rng.integers(3, 5))].tolist())
    return [fields[index] for index in chosen]


MAKERS = (
    "NORDWERK",
    "ALTRA PUMPS",
    "KESSEL AG",
    "HYDROMAX",
    "VELTEC",
    "STAHL & CO",
    "PRIMUS DRIVES",
)
CABLES = ("H07RN-F", "H05VV-F", "NYM-J", "LIYCY", "YSLY-JZ", "CAT6A S/FTP")
