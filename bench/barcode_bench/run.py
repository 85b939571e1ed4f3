"""Reads labelled pictures with the program and judges each."""

import json
import subprocess

from barcode_bench.judge import judged


def read(program, pictures, options):
    names = "".join(f"{picture.path}\n" for picture in pictures)
    command = [program, "read", "--no-text", "--list", "-", *options]
    done = subprocess.run(command, input=names, capture_output=True, text=True, check=False)
    return [json.loads(line).get("barcodes", []) for line in done.stdout.splitlines()]


def outcomes(program, pictures, options):
    """(picture, codes, "found" | "wrong" | "missed") of each."""
    for has_add_on in (False, True):
        some = [picture for picture in pictures if picture.has_add_on == has_add_on]
        more = ["--add-ons"] if has_add_on else []
        for picture, codes in zip(some, read(program, some, [*more, *options]), strict=True):
            yield picture, codes, judged(picture.text, codes)
