# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6"]
# ///
"""Writes the golden frames: frame-*.json (message content, what the front end must read) and frame-*.bin (payload).

Each JSON holds `content` (the custom message), `request` (what it answers), `payloadBytes`, `paddingBytes` (zero bytes
of the second buffer, 0 for none) and `expected` (pixels at places, sum of the finite ones and their count, from NumPy).
Run it in this folder: python make_frames.py
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
WIRE = {"u1": "u8", "u2": "u16", "u4": "u32", "f4": "f32"}
ANNULUS = {"kind": "annulus", "row": 47.5, "col": 48.25, "inner": 12.0, "outer": 30.5}


def write(name, pixels, request, content, padding=0):
    little = pixels.astype(pixels.dtype.newbyteorder("<"))
    rows, cols = pixels.shape
    finite = pixels[np.isfinite(pixels)]
    full = {
        "kind": "frame",
        "panel": content.pop("panel"),
        "seq": request["seq"],
        "frame": request["frame"],
        "dtype": WIRE[pixels.dtype.str[1:]],
        "shape": [rows, cols],
        "min": finite.min().item() if finite.size else None,
        "max": finite.max().item() if finite.size else None,
        **content,
        "transport": "comm",
    }
    places = [(0, 0), (0, cols - 1), (rows // 2, cols // 3), (rows - 1, cols - 1)]
    number = lambda value: None if np.isnan(value) else value.item()
    golden = {
        "request": request,
        "content": full,
        "payloadBytes": little.nbytes,
        "paddingBytes": padding,
        "expected": {
            "pixels": [[r, c, number(pixels[r, c])] for r, c in places],
            "finite": int(finite.size),
            "sum": finite.astype(np.float64).sum().item(),
        },
    }
    (HERE / f"{name}.json").write_text(json.dumps(golden, indent=1) + "\n")
    (HERE / f"{name}.bin").write_bytes(little.tobytes())


def main():
    rng = np.random.default_rng(20261120)
    detector = {"detector": ANNULUS, "probe": None, "source": None}
    probe = {"detector": None, "probe": [3, 7], "source": "probe"}

    request = {"kind": "virtual", "seq": 17, "frame": 0, "detector": ANNULUS, "minReplyBytes": 0, "gesture": True}
    sums = rng.integers(0, 2**32, size=(6, 9), dtype=np.uint32)
    write("frame-virtual-u32", sums, request, {"panel": "virtual", "exact": True, **detector, "compute_ms": 1.25})

    request = {"kind": "virtual", "seq": 18, "frame": 2, "detector": ANNULUS, "minReplyBytes": 65536, "gesture": True}
    image = rng.normal(1e6, 3e4, size=(8, 8)).astype(np.float32)
    image[2, 5] = np.nan
    padding = 65536 - image.nbytes
    content = {"panel": "virtual", "exact": False, **detector, "compute_ms": 0.5}
    write("frame-virtual-f32-padded", image, request, content, padding)

    request = {"kind": "pattern", "seq": 4, "frame": 0, "row": 3, "col": 7, "source": "probe", "minReplyBytes": 0, "gesture": True}
    pattern = rng.poisson(3.0, size=(11, 7)).astype(np.uint16)
    pattern[5, 3] = 65535
    write("frame-diffraction-u16", pattern, request, {"panel": "diffraction", "exact": True, **probe, "compute_ms": 0.1})

    request = {"kind": "pattern", "seq": 5, "frame": 1, "row": 3, "col": 7, "source": "probe", "minReplyBytes": 0, "gesture": True}
    small = rng.integers(0, 256, size=(5, 5), dtype=np.uint8)
    write("frame-diffraction-u8", small, request, {"panel": "diffraction", "exact": True, **probe, "compute_ms": 0.1})


if __name__ == "__main__":
    main()
