"""Makes files as detectors write them: a Dectris acquisition and raw frames of a Merlin of 12 bit; seeded."""
import os

import numpy as np

# Frames that differ; they come again in turn.
DIFFERENT = 512

# Frames of each file of the acquisition.
PER_FILE = 1000


def means(size):
    """A bright disk and a weak tail, in counts per pixel and frame."""
    r = np.hypot(*np.ogrid[-(size // 2) : size - size // 2, -(size // 2) : size - size // 2]) * 192 / size
    return np.where(r <= 22, 12.0, 0.02 + 0.6 * np.exp(-r / 30))


def mask(size):
    """Two lines of pixels that see nothing and two bad ones."""
    m = np.zeros((size, size), "u4")
    m[size // 2 - 1] = m[:, size // 2 - 1] = 1
    m[3, 5] = m[size - 4, size // 3] = 2
    return m


def acquisition(master, frames, size):
    """A master file, its files of counted frames, one chunk each, bitshuffle with LZ4, and beside them all frames in
    one data set for readers that know no master file. What is there already is kept."""
    import h5py
    import hdf5plugin

    if os.path.exists(master):
        return
    folder = os.path.dirname(master)
    os.makedirs(folder, exist_ok=True)
    random = np.random.default_rng(2)
    different = min(frames, DIFFERENT)
    how = {"chunks": (1, size, size), **hdf5plugin.Bitshuffle()}
    counts = random.poisson(means(size) * (mask(size) == 0), (different, size, size)).astype("u2")
    with h5py.File("bank", "w", driver="core", backing_store=False) as f:
        d = f.create_dataset("a", data=counts, **how)
        chunks = [d.id.read_direct_chunk((i, 0, 0))[1] for i in range(different)]

    def write(path, first, count):
        with h5py.File(path, "w") as f:
            d = f.create_dataset("entry/data/data", (count, size, size), "u2", **how)
            for i in range(count):
                d.id.write_direct_chunk((i, 0, 0), chunks[(first + i) % different])

    name = os.path.basename(master).removesuffix("_master.h5")
    write(os.path.join(folder, name + "_all.h5"), 0, frames)
    with h5py.File(master + ".part", "w") as f:
        for number, first in enumerate(range(0, frames, PER_FILE), 1):
            file = "%s_data_%06d.h5" % (name, number)
            write(os.path.join(folder, file), first, min(PER_FILE, frames - first))
            f["entry/data/data_%06d" % number] = h5py.ExternalLink(file, "/entry/data/data")
        specific = f.create_group("entry/instrument/detector/detectorSpecific")
        specific["ntrigger"] = np.uint64(frames)
        specific["nimages"] = np.uint32(1)
        specific["pixel_mask"] = mask(size)
    os.replace(master + ".part", master)


def merlin(path, frames, size):
    """Raw frames of 12 bit (R64): big endian, groups of four pixels turned around, a header before each."""
    if os.path.exists(path):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    random = np.random.default_rng(3)
    counts = random.poisson(means(size) * 40, (min(frames, DIFFERENT), size, size)).clip(0, 4095).astype(">u2")
    raw = counts.reshape(len(counts), size, size // 4, 4)[..., ::-1].reshape(len(counts), -1)
    with open(path + ".part", "wb") as out:
        for i in range(frames):
            text = f"MQ1,{i + 1:06d},00384,01,{size:04d},{size:04d},R64,   1x1,0F,2026-11-22 10:00:00.000000,0.001000,0,0,0,"
            text += "1.2E+2,5.11E+2,0,0,0,0,0,0,MQ1A,2026-11-22T10:00:00.000000000Z,1000000ns,12,"
            out.write(text.encode().ljust(384, b"\0"))
            out.write(raw[i % len(raw)].tobytes())
    os.replace(path + ".part", path)


def read_every(path, every):
    """The sum of each n-th frame by h5py, one after another."""
    import h5py
    import hdf5plugin  # noqa: F401, its filters

    with h5py.File(path) as f:
        d = f["entry/data/data"]
        out = np.zeros(d.shape[1:], np.int64)
        for i in range(0, len(d), every):
            out += d[i]
    return out
