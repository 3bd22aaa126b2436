# /// script
# requires-python = ">=3.11"
# dependencies = ["matplotlib==3.11.2", "numpy==2.4.6"]
# ///
"""Writes <name>.bin (256 x RGB, 768 bytes) for each colour table, exactly as matplotlib draws it with 8 bits."""

from pathlib import Path

import matplotlib
import numpy as np

NAMES = ["gray", "viridis", "inferno", "magma", "plasma", "cividis", "turbo", "RdBu", "twilight"]


def table(name: str) -> bytes:
    colormap = matplotlib.colormaps[name].resampled(256)
    return np.ascontiguousarray(colormap(np.arange(256), bytes=True)[:, :3]).tobytes()


if __name__ == "__main__":
    for name in NAMES:
        content = table(name)
        assert len(content) == 768, name
        (Path(__file__).parent / f"{name}.bin").write_bytes(content)
