"""Makes the data of the compute benchmark: counts like diffraction patterns, small, seeded, the same each time."""
import os

import numpy as np

# Different patterns; a file holds them in random order, each copy with one pixel of its own.
PATTERNS = 128


def means(size):
    """Mean counts: a bright disk in the middle, rings about it, a background that falls off."""
    r = np.hypot(*np.ogrid[-(size // 2) : size - size // 2, -(size // 2) : size - size // 2]) * (192 / size)
    return 40.0 * (r < 20) + 6 * np.exp(-(((r % 18) - 9) ** 2) / 4) * np.exp(-r / 60) + 3 * np.exp(-r / 50) + 0.05


def make(path, scan, detector, dtype, frames=None, seed=1):
    """An .npy file [frames,] scan, scan, detector, detector; an existing one is kept."""
    if os.path.exists(path):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    random = np.random.default_rng(seed)
    bank = random.poisson(means(detector) * np.linspace(0.6, 1.4, PATTERNS)[:, None, None]).astype(dtype)
    shape = (scan, scan, detector, detector) if frames is None else (frames, scan, scan, detector, detector)
    # Under another name until it is whole.
    array = np.lib.format.open_memmap(path + ".part", "w+", dtype, shape)
    rows = array.reshape(-1, scan, detector * detector)
    columns = np.arange(scan)
    for row in rows:
        row[:] = bank.reshape(PATTERNS, -1)[random.integers(PATTERNS, size=scan)]
        row[columns, random.integers(detector * detector, size=scan)] += 50
    array.flush()
    os.replace(path + ".part", path)
