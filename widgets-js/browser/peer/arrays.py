"""The demo data as NumPy arrays, read by python-blosc2: nothing of nbscope's own readers is involved."""

from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / "build" / "browser" / "arrays"


def load(name):
    """The 4D or 5D array of `notebooks/data/NAME.b2nd`, or of a generated one (`wide`); decoded once, then mapped."""
    target = CACHE / f"{name}.npy"
    if not target.is_file():
        CACHE.mkdir(parents=True, exist_ok=True)
        draft = CACHE / f"{name}.new.npy"
        np.save(draft, wide() if name == "wide" else decode(name))
        draft.rename(target)
    return np.load(target, mmap_mode="r")


def decode(name):
    import blosc2

    return blosc2.open(str(ROOT / "notebooks" / "data" / f"{name}.b2nd"), mode="r")[:]


def wide():
    """256 x 256 positions with small patterns: its virtual images are 256 KB."""
    counts = np.random.default_rng(20261120).poisson(3.0, size=(256, 256, 24, 24)).astype(np.uint16)
    slope = np.add.outer(np.arange(256), 2 * np.arange(256)).astype(np.uint16) // 64
    return counts + slope[:, :, None, None]


def inside(detector, rows, cols):
    """Boolean mask of a detector; a pixel belongs to it by its centre, rings are inner <= r < outer."""
    row, col = detector["row"], detector["col"]
    if detector["kind"] == "point":
        mask = np.zeros((rows, cols), bool)
        mask[min(max(int(np.floor(row + 0.5)), 0), rows - 1), min(max(int(np.floor(col + 0.5)), 0), cols - 1)] = True
        return mask
    squared = np.add.outer((np.arange(rows) - row) ** 2, (np.arange(cols) - col) ** 2)
    ring = squared < detector["outer"] ** 2
    return ring & (squared >= detector["inner"] ** 2) if detector["kind"] == "annulus" else ring


def virtual_image(array, frame, detector):
    """Exact sums, as uint64."""
    stack = array[frame] if array.ndim == 5 else array
    mask = inside(detector, *stack.shape[-2:])
    return stack[..., mask].sum(axis=-1, dtype=np.uint64)


def pattern(array, frame, row, col):
    stack = array[frame] if array.ndim == 5 else array
    return stack[row, col]


def sum_pattern(array, frame):
    stack = array[frame] if array.ndim == 5 else array
    return stack.sum(axis=(0, 1), dtype=np.uint64)
