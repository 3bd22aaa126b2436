# /// script
# requires-python = ">=3.11"
# dependencies = ["matplotlib==3.11.2", "numpy==2.4.6"]
# ///
"""Writes the golden vectors of the image core: image-<case>.json, .bin (samples) and .rgba.bin (expected pixels).

The expected pixels follow the pixel rule of IMAGE.md in float64 and take their colours from matplotlib; histograms and
percentiles are NumPy's own. Nothing here comes from this repository's code. The seed is fixed.
"""

import json
from pathlib import Path

import matplotlib
import numpy as np

HERE = Path(__file__).parent
ROWS, COLS = 37, 45
DTYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "f32": "<f4"}
PERCENTS = [0, 0.5, 1, 25, 50, 75, 99, 99.5, 100]
GRAY_BAD, OTHER_BAD = (255, 0, 255), (128, 128, 128)


def frames(rng):
    y, x = np.mgrid[0:ROWS, 0:COLS]
    radius = np.hypot(y - 17.3, x - 21.8)
    spots = 6e4 * np.exp(-((radius / 6) ** 2)) + rng.gamma(0.6, 4.0, radius.shape)
    real = (spots / 7 - 20).astype("<f4")
    with_nan = real.copy()
    with_nan[rng.random(real.shape) < 0.05] = np.nan
    yield "u8", "u8-ramp", ((x * 5 + y * 3) % 256).astype("<u1")
    yield "u16", "u16-counts", spots.astype("<u2")
    yield "u32", "u32-sums", (spots * 60000).astype("<u4")
    yield "f32", "f32-real", real
    yield "f32", "f32-nan", with_nan
    yield "f32", "f32-constant", np.full((3, 5), 7.25, "<f4")
    yield "f32", "f32-all-nan", np.full((3, 5), np.nan, "<f4")


def transfers(values):
    """Settings for the finite values of one frame."""
    low, high = (float(np.min(values)), float(np.max(values))) if values.size else (0.0, 1.0)
    middle = float(np.percentile(values, 60)) if values.size else 0.5
    yield dict(lut="gray", scale="linear", gamma=1.0, low=low, high=high, invert=False)
    yield dict(lut="viridis", scale="linear", gamma=1.0, low=low / 2 + 3.25, high=middle + 11.5, invert=True)
    yield dict(lut="inferno", scale="log", gamma=1.0, low=low, high=high, invert=False)
    yield dict(lut="magma", scale="log", gamma=1.0, low=1.5, high=high / 3 + 2.75, invert=False)
    yield dict(lut="turbo", scale="sqrt", gamma=1.0, low=0.0, high=high + 0.125, invert=False)
    yield dict(lut="cividis", scale="power", gamma=0.4, low=0.5, high=high + 1.0, invert=True)
    yield dict(lut="RdBu", scale="power", gamma=2.5, low=low, high=middle + 1.0, invert=False)
    yield dict(lut="twilight", scale="linear", gamma=1.0, low=middle, high=middle, invert=False)


def curve(v, transfer):
    match transfer["scale"]:
        case "linear":
            return v
        case "log":
            return np.log(1 + np.maximum(v - min(transfer["low"], 0), 0))
        case "sqrt":
            return np.sqrt(np.maximum(v, 0))
        case "power":
            return np.maximum(v, 0) ** transfer["gamma"]


def paint(frame, transfer):
    v = frame.astype(np.float64)
    low, high = transfer["low"], transfer["high"]
    nan = np.isnan(v)
    v = np.where(nan, low, v)
    if high <= low:
        index = np.where(v >= low, 255, 0)
    else:
        start, stop = curve(np.float64(low), transfer), curve(np.float64(high), transfer)
        index = np.clip(np.floor(256 * ((curve(v, transfer) - start) / (stop - start))), 0, 255).astype(int)
    if transfer["invert"]:
        index = 255 - index
    rgba = matplotlib.colormaps[transfer["lut"]].resampled(256)(index, bytes=True)
    rgba[nan, :3] = GRAY_BAD if transfer["lut"] == "gray" else OTHER_BAD
    return rgba


def statistics(frame):
    finite = frame[np.isfinite(frame)].astype(np.float64)
    result = dict(finite=int(finite.size), nan=int(np.isnan(frame).sum()))
    if finite.size == 0:
        return result | dict(min=None, max=None, mean=None, std=None, bins={}, percentiles=None)
    low, high = finite.min(), finite.max()
    counts = np.histogram(finite, bins=4096, range=(low, high))[0]
    return result | dict(
        min=float(low),
        max=float(high),
        mean=float(finite.mean()),
        std=float(finite.std()),
        bins={str(i): int(counts[i]) for i in np.flatnonzero(counts)},
        percentiles=[float(np.percentile(finite, p)) for p in PERCENTS],
    )


if __name__ == "__main__":
    for dtype, name, frame in frames(np.random.default_rng(20261120)):
        assert frame.dtype == np.dtype(DTYPES[dtype]), name
        settings = list(transfers(frame[np.isfinite(frame)].astype(np.float64)))
        rgba = np.stack([paint(frame, transfer) for transfer in settings])
        content = dict(
            dtype=dtype,
            rows=frame.shape[0],
            cols=frame.shape[1],
            samples=f"image-{name}.bin",
            statistics=statistics(frame),
            percents=PERCENTS,
            pixels=f"image-{name}.rgba.bin",
            transfers=settings,
        )
        (HERE / f"image-{name}.json").write_text(json.dumps(content, indent=1) + "\n")
        (HERE / f"image-{name}.bin").write_bytes(frame.tobytes())
        (HERE / f"image-{name}.rgba.bin").write_bytes(rgba.tobytes())
