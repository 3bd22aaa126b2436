"""Makes the data of Blosc2Benchmark.java and times python-blosc2 and mlarray on them, each call one measurement."""
import os
import time

import blosc2
import numpy as np
from mlarray import MLArray

SHAPE = (192, 256, 512)
CHUNKS, BLOCKS = (64, 64, 128), (16, 16, 32)
FILTERS = {"shuffle": blosc2.Filter.SHUFFLE, "bitshuffle": blosc2.Filter.BITSHUFFLE}
# name: element type, codec, level, filter
PLAIN = {
    "f4-zstd5-shuffle": ("f4", "ZSTD", 5, "shuffle"),
    "u2-zstd5-bitshuffle": ("u2", "ZSTD", 5, "bitshuffle"),
    "f4-lz4-shuffle": ("f4", "LZ4", 5, "shuffle"),
    "u2-lz4-bitshuffle": ("u2", "LZ4", 5, "bitshuffle"),
    "u2-lz4hc8-shuffle": ("u2", "LZ4HC", 8, "shuffle"),
    "u2-lz4hc8-bitshuffle": ("u2", "LZ4HC", 8, "bitshuffle"),
    "f4-blosclz-shuffle": ("f4", "BLOSCLZ", 5, "shuffle"),
    "u2-blosclz-bitshuffle": ("u2", "BLOSCLZ", 5, "bitshuffle"),
    "f4-zlib5-shuffle": ("f4", "ZLIB", 5, "shuffle"),
}
opened = {}


def smooth(dtype):
    random = np.random.default_rng(1)
    z = np.zeros(SHAPE, np.float32)
    for i, axis in enumerate(np.meshgrid(*[np.linspace(0, 6, n, dtype=np.float32) for n in SHAPE], indexing="ij")):
        z += np.sin(axis * (i + 1.3))
    z += random.normal(0, 0.02, SHAPE).astype(np.float32)
    return z if dtype == "f4" else ((z - z.min()) / (z.max() - z.min()) * 4000).astype(np.uint16)


def cparams(codec, level, filter):
    return {"codec": blosc2.Codec[codec], "clevel": level, "filters": [FILTERS[filter]], "filters_meta": [0]}


def make(folder):
    """Writes what is missing; the list of names."""
    os.makedirs(folder, exist_ok=True)

    def missing(name):
        path = os.path.join(folder, name)
        return None if os.path.exists(path) else path

    for name, (dtype, codec, level, filter) in PLAIN.items():
        path = missing(name + ".b2nd")
        if path:
            blosc2.asarray(smooth(dtype), urlpath=path, mode="w", cparams=cparams(codec, level, filter), chunks=CHUNKS, blocks=BLOCKS)
    path = missing("u2-mla-default.mla")
    if path:
        MLArray(smooth("u2")).save(path)
    path = missing("f4-blosc2-auto.b2nd")
    if path:
        blosc2.asarray(smooth("f4"), urlpath=path, mode="w")
    path = missing("u2-4dstem-zstd5-bitshuffle.b2nd")
    if path:
        counts = np.random.default_rng(2).poisson(0.3, (64, 64, 128, 128)).astype(np.uint16)
        blosc2.asarray(counts, urlpath=path, mode="w", chunks=(8, 8, 128, 128), blocks=(1, 1, 128, 128), cparams=cparams("ZSTD", 5, "bitshuffle"))
    return sorted(os.listdir(folder))


def array(path, threads):
    """Opened once for each number of threads, memory-mapped: the fastest way that python-blosc2 has."""
    key = (path, threads)
    if key not in opened:
        opened[key] = blosc2.open(path, mode="r", mmap_mode="r", dparams=blosc2.DParams(nthreads=threads))
    return opened[key]


def read(path, threads):
    b = array(path, threads)
    start = time.perf_counter()
    values = b[...]
    seconds = time.perf_counter() - start
    del values
    return seconds


def patches(path, threads, starts, shape):
    """Seconds of each read of a patch."""
    b = array(path, threads)
    times = []
    for corner in starts:
        box = tuple(slice(a, a + n) for a, n in zip(corner, shape))
        start = time.perf_counter()
        values = b[box]
        times.append(time.perf_counter() - start)
        del values
    return times


sources = {}


def write(path, dtype, codec, level, filter, threads):
    """Seconds to compress and save half of the smooth array."""
    if dtype not in sources:
        sources[dtype] = np.ascontiguousarray(smooth(dtype)[:96])
    params = blosc2.CParams(**cparams(codec, level, filter), nthreads=threads, typesize=int(dtype[1]))
    if os.path.exists(path):
        os.remove(path)
    start = time.perf_counter()
    b = blosc2.asarray(sources[dtype], urlpath=path, mode="w", cparams=params, chunks=CHUNKS, blocks=BLOCKS)
    seconds = time.perf_counter() - start
    return seconds


def first_read(path):
    """Seconds of a Python that starts, opens and reads, as a shell would see it."""
    import subprocess
    import sys

    code = "import blosc2, sys; blosc2.open(sys.argv[1], mode='r', mmap_mode='r')[...]"
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code, path], check=True)
    return time.perf_counter() - start


def open_mla(path, count):
    """Seconds of each opening of a file for mapped reading, until its metadata are there."""
    times = []
    for _ in range(count):
        start = time.perf_counter()
        image = MLArray.open(path, mmap_mode="r")
        image.meta.spatial.spacing
        times.append(time.perf_counter() - start)
        image.close()
    return times
