"""The other side of the benchmark of detector data: a line of JSON in (the call's name and its arguments), a line out.

Calls that measure return [seconds, SHA-256 of the elements]; the hash is null where it was not asked for."""
import hashlib
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import bitshuffle
import h5py
import hdf5plugin  # noqa: F401, its filters
import numpy as np

import data

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from serve import call, serve  # noqa: E402

kept = {}


def measured(read, check):
    start = time.perf_counter()
    elements = read()
    seconds = time.perf_counter() - start
    return [seconds, hashlib.sha256(memoryview(elements).cast("B")).hexdigest() if check else None]


def stack(path):
    """The open data set, and memory for all of it that is used again."""
    if path not in kept:
        d = h5py.File(path)["entry/data/data"]
        kept[path] = d, np.empty(d.shape, d.dtype)
    return kept[path]


@call
def make(**arguments):
    data.bitshuffle(**arguments)


@call
def h5py_read(path, check=False):
    d, out = stack(path)

    def read():
        d.read_direct(out)
        return out

    return measured(read, check)


@call
def bitshuffle_chunks(path, threads, check=False):
    """Chunks that are in memory already."""
    d, out = stack(path)
    if path + ".chunks" not in kept:
        ends = np.fromfile(path + ".ends", ">i8")
        raw = np.fromfile(path + ".chunks", "u1")
        kept[path + ".chunks"] = [raw[a + 12 : b] for a, b in zip(np.concatenate([[0], ends[:-1]]), ends)]
    chunks = kept[path + ".chunks"]
    frame, dtype = d.shape[1:], d.dtype

    def part(first):
        for i in range(first, len(chunks), threads):
            decoded = bitshuffle.decompress_lz4(chunks[i], frame, dtype, 0)
            if check:
                out[i] = decoded

    def read():
        if threads == 1:
            part(0)
        else:
            with ThreadPoolExecutor(threads) as pool:
                list(pool.map(part, range(threads)))
        return out

    return measured(read, check)


if __name__ == "__main__":
    serve()
