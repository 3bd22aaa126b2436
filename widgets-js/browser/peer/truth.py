"""Compares frames that a browser received with NumPy's arrays. Usage: truth.py RECORDING.json DATA_NAME

The recording is a list of {panel, seq, frame, dtype, shape, min, max, detector, probe, source, bytes} with the payload in
base64. Prints a JSON object {compared, different: number of different images, wrong: [sentences]}.
"""

import base64
import json
import sys

import numpy as np
from arrays import load, pattern, sum_pattern, virtual_image

DTYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "f32": "<f4"}


def expected(array, message):
    if message["panel"] == "virtual":
        return virtual_image(array, message["frame"], message["detector"])
    if message["source"] == "sum":
        return sum_pattern(array, message["frame"])
    return pattern(array, message["frame"], *message["probe"])


def problems(array, message):
    found = np.frombuffer(base64.b64decode(message["bytes"]), DTYPES[message["dtype"]]).reshape(message["shape"])
    truth = expected(array, message)
    name = f"{message['panel']} {message['seq']}"
    if found.shape != truth.shape:
        yield f"{name}: shape {found.shape}, NumPy has {truth.shape}"
        return
    # A float32 payload says that it is rounded; everything else must be exact.
    exact = truth.astype("<f4") if message["dtype"] == "f32" else truth
    wrong = int((found.astype(np.float64) != exact.astype(np.float64)).sum())
    if wrong:
        yield f"{name}: {wrong} of {found.size} pixels differ from NumPy for {message['detector'] or message['probe']}"
    if message["min"] != truth.min() or message["max"] != truth.max():
        yield f"{name}: min/max {message['min']}/{message['max']}, NumPy has {truth.min()}/{truth.max()}"


def main(recording, data):
    array = load(data)
    messages = json.load(open(recording, encoding="utf-8"))
    wrong = [sentence for message in messages for sentence in problems(array, message)]
    different = len({message["bytes"] for message in messages})
    print(json.dumps({"compared": len(messages), "different": different, "wrong": wrong}))


if __name__ == "__main__":
    main(*sys.argv[1:])
