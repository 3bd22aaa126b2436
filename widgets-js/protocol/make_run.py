# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6"]
# ///
"""Writes the golden run of ShowRun: run-sumsig-roi.json (data, state, request, answer) and run-sumsig-roi.bin (payload).

The data and the region of interest stand in the JSON, so that Java runs the job over them; sums come from NumPy, NaN
where nothing is computed. `message` of the state holds a time and a rate, which no test compares.
Run it in this folder: python make_run.py
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent
NAME = "run-sumsig-roi"
SCAN = (4, 5)
DETECTOR = (3, 6)

rng = np.random.default_rng(20261122)
data = rng.poisson(40.0, size=SCAN + DETECTOR).astype(np.uint16)
roi = rng.random(SCAN) < 0.7
sums = np.where(roi, data.sum(axis=(2, 3), dtype=np.uint64), np.nan).astype(np.float32)
finite = sums[np.isfinite(sums)]

viridis = {
    "lut": "viridis", "scale": "linear", "gamma": 0.5, "low": None, "high": None, "auto": [0.5, 99.5], "invert": False,
}
golden = {
    "data": data.ravel().tolist(),
    "roi": roi.ravel().tolist(),
    "job": "sumsig",
    "state": {
        "title": "sumsig of golden",
        "status": "done",
        "message": "0 MB in 0.01 s, 72.0 kB/s",
        "progress": 1.0,
        "calibration": {"mrad_per_pixel": None, "scan_step_A": None},
        "step": 1,
        "pictures": [{"name": "sumsig", "plane": "scan", "shape": list(SCAN)}],
        "display": [viridis],
    },
    "request": {"kind": "picture", "seq": 3, "panel": "0", "minReplyBytes": 65536, "gesture": True},
    "content": {
        "kind": "frame",
        "panel": "0",
        "seq": 3,
        "frame": 0,
        "dtype": "f32",
        "shape": list(SCAN),
        "min": finite.min().item(),
        "max": finite.max().item(),
        "exact": True,
        "detector": None,
        "probe": None,
        "source": None,
        "compute_ms": 0.1,
        "transport": "comm",
    },
    "payloadBytes": sums.nbytes,
    "paddingBytes": 65536 - sums.nbytes,
    "expected": {"finite": int(finite.size), "sum": finite.astype(np.float64).sum().item()},
}
(HERE / f"{NAME}.json").write_text(json.dumps(golden, indent=1) + "\n")
(HERE / f"{NAME}.bin").write_bytes(sums.astype("<f4").tobytes())
