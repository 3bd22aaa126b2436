"""Makes the files of the benchmark of detector data."""
import os

import h5py
import hdf5plugin
import numpy as np

DIFFERENT = 512


def bitshuffle(path, frames, size):
    """Frames as a Dectris detector writes them: a bright disk and a weak tail, counted; the first 512 come again."""
    if os.path.exists(path):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    random = np.random.default_rng(1)
    y, x = np.ogrid[:size, :size]
    r = np.hypot(y - size / 2, x - size / 2) * 192 / size
    rate = np.where(r <= 22, 12.0, 0.02 + 0.6 * np.exp(-r / 30)).astype(np.float32)
    part = path + ".part"
    with h5py.File(part, "w") as f:
        d = f.create_dataset("entry/data/data", (frames, size, size), "u2", chunks=(1, size, size), **hdf5plugin.Bitshuffle())
        different = min(frames, DIFFERENT)
        d[:different] = random.poisson(rate, (different, size, size)).astype("u2")
        f.flush()
        for i in range(different, frames):
            d.id.write_direct_chunk((i, 0, 0), d.id.read_direct_chunk((i % different, 0, 0))[1])
    with h5py.File(part) as f, open(path + ".chunks", "wb") as chunks, open(path + ".ends", "wb") as ends:
        d, end = f["entry/data/data"], 0
        for i in range(frames):
            raw = d.id.read_direct_chunk((i, 0, 0))[1]
            chunks.write(raw)
            end += len(raw)
            ends.write(end.to_bytes(8, "big"))
    os.replace(part, path)
