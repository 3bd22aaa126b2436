"""Computes the pixels that a canvas must show and compares. Usage: canvas.py CANVAS.json DATA_NAME

The canvas is {panel, frame, detector, probe, source, x0, y0, zoom, columns, rows, low, high, lut, scale, percent, rgba}
with RGBA bytes in base64. Rules: widgets-js/protocol/IMAGE.md; enlarged images show the nearest pixel.
"""

import base64
import json
import sys

import numpy as np
from arrays import ROOT, load
from truth import expected

def table(name):
    """256 x RGB, as the vitest suite compares it with matplotlib's."""
    return np.fromfile(ROOT / "widgets-js" / "luts" / f"{name}.bin", np.uint8).reshape(256, 3)


def curve(values, low, scale):
    if scale == "linear":
        return values
    if scale == "log":
        return np.log1p(np.maximum(values - min(low, 0), 0))
    raise SystemExit(f"no rule for {scale} here")


def indices(image, low, high, scale):
    values = image.astype(np.float64)
    f_low, f_high = curve(np.float64(low), low, scale), curve(np.float64(high), low, scale)
    t = (curve(values, low, scale) - f_low) / (f_high - f_low)
    return np.clip(np.floor(256 * t), 0, 255).astype(int)


def golden(image, canvas):
    """Rows x columns x 3 bytes, and where the image is."""
    rows = np.floor(canvas["y0"] + (np.arange(canvas["rows"]) + 0.5) / canvas["zoom"]).astype(int)
    cols = np.floor(canvas["x0"] + (np.arange(canvas["columns"]) + 0.5) / canvas["zoom"]).astype(int)
    there = np.logical_and.outer((rows >= 0) & (rows < image.shape[0]), (cols >= 0) & (cols < image.shape[1]))
    colours = table(canvas["lut"])[indices(image, canvas["low"], canvas["high"], canvas["scale"])]
    return colours[np.clip(rows, 0, image.shape[0] - 1)][:, np.clip(cols, 0, image.shape[1] - 1)], there


def problems(image, canvas):
    if canvas["zoom"] < 1:
        yield f"zoom {canvas['zoom']}: this check is for enlarged images"
        return
    found = np.frombuffer(base64.b64decode(canvas["rgba"]), np.uint8).reshape(canvas["rows"], canvas["columns"], 4)
    wanted, there = golden(image, canvas)
    wrong = int((found[..., :3] != wanted)[there].any(axis=-1).sum())
    if wrong:
        yield f"{wrong} of {int(there.sum())} canvas pixels differ from NumPy's"
    if not there.any() or len(np.unique(found[..., 0])) < 20:
        yield "the canvas shows hardly anything"
    if canvas.get("percent"):
        low, high = np.percentile(image, canvas["percent"])
        step = (float(image.max()) - float(image.min())) / 1024
        if abs(low - canvas["low"]) > step or abs(high - canvas["high"]) > step:
            yield f"contrast {canvas['low']}..{canvas['high']}, NumPy's percentiles are {low}..{high}"


def main(file, data):
    canvas = json.load(open(file, encoding="utf-8"))
    print(json.dumps({"wrong": list(problems(expected(load(data), canvas), canvas))}))


if __name__ == "__main__":
    main(*sys.argv[1:])
