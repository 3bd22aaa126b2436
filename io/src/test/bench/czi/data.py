"""Makes the files of the CZI benchmark with pylibCZIrw, and those with JPEG-XR with the writer of the fixtures."""
import os
import sys

import imagecodecs
import numpy as np
from pylibCZIrw import czi

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../fixtures/czi"))
from exotic_writer import Writer

JPEG_XR = 4
OPTIONS = {"zstd1": "zstd1:ExplicitLevel=1;PreProcess=HiLoByteUnpack", "raw": "uncompressed:"}


def pictures(size):
    """Four pictures like fluorescence: smooth, with shot noise; seeded."""
    random = np.random.default_rng(1)
    y, x = np.mgrid[0:size, 0:size].astype(np.float32)
    return [(600 + 400 * np.sin(x / (31 + k)) * np.cos(y / (57 - k)) + random.poisson(30, (size, size))).astype(np.uint16)
            for k in range(4)]


def shifted(base, n):
    size = len(base[0])
    return np.roll(base[n % 4], n * 37 % size, axis=1) + np.uint16(n % 251)


def snake(columns, rows):
    for y in range(rows):
        for x in range(columns) if y % 2 == 0 else range(columns - 1, -1, -1):
            yield x, y


def mosaic(path, columns, rows, size, overlap, options):
    """Tiles in the order in which a stage moves."""
    base = pictures(size)
    step = size - overlap
    with czi.create_czi(path, exist_ok=True, compression_options=options) as file:
        for n, (x, y) in enumerate(snake(columns, rows)):
            file.write(shifted(base, n)[..., None], location=(x * step, y * step), plane={"C": 0}, scene=0)
        file.write_metadata()


def jpeg_xr(path, columns, rows, size, level):
    """Tiles side by side; level None is lossless."""
    base = pictures(size)
    file = Writer(path)
    for n, (x, y) in enumerate(snake(columns, rows)):
        payload = imagecodecs.jpegxr_encode(shifted(base, n), level=level)
        dims = {"X": (x * size, size, size), "Y": (y * size, size, size), "C": (0, 1, 0), "M": (n, 1, 0)}
        file.tile(payload, "Gray16", JPEG_XR, dims)
    file.close()


def make(path, columns, rows, size, overlap, codec):
    """An existing file is kept."""
    if os.path.exists(path):
        return
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # Under another name until it is whole.
    part = path + ".part.czi"
    if codec.startswith("jpegxr"):
        jpeg_xr(part, columns, rows, size, {"jpegxr": None, "jpegxr.9": 0.9}[codec])
    else:
        mosaic(part, columns, rows, size, overlap, OPTIONS[codec])
    os.replace(part, path)
