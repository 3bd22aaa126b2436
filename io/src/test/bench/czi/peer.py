"""The other side of the CZI benchmark: a line of JSON in (the call's name and its arguments), a line out.

Calls that measure return [seconds, SHA-256 of the pixels] of each read. A tile is [x, y, width, height, M]. With `late`
nothing is hashed before the last read: the system would use the pause to read ahead."""
import hashlib
import os
import sys
import time

import aicspylibczi
import numpy as np
from pylibCZIrw import czi

import data

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from serve import call, serve  # noqa: E402

opened = {}


def reader(make, path):
    """One for each library and file, kept."""
    if (make, path) not in opened:
        opened[make, path] = make(path)
    return opened[make, path]


def timed(read):
    start = time.perf_counter()
    pixels = read()
    return time.perf_counter() - start, pixels


def hashed(seconds, pixels):
    return [seconds, hashlib.sha256(memoryview(np.ascontiguousarray(pixels)).cast("B")).hexdigest()]


def measured(read, tiles, late):
    if late:
        return [hashed(*done) for done in [timed(lambda: read(t)) for t in tiles]]
    return [hashed(*timed(lambda: read(t))) for t in tiles]


@call
def make(**arguments):
    data.make(**arguments)


@call
def drop(path):
    """Asks the system to forget the file; a host below a virtual machine may still have it."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


@call
def pylibczirw_region(path, tiles, late=False):
    file = reader(czi.CziReader, path)
    return measured(lambda t: file.read(roi=tuple(t[:4]), plane={"C": 0}), tiles, late)


@call
def aicspylibczi_tile(path, tiles, late=False):
    file = reader(aicspylibczi.CziFile, path)
    return measured(lambda t: file.read_image(C=0, M=t[4], cores=1)[0], tiles, late)


@call
def aicspylibczi_mosaic(path, tiles, late=False):
    file = reader(aicspylibczi.CziFile, path)
    return measured(lambda t: file.read_mosaic(region=tuple(t[:4]), C=0, scale_factor=1.0), tiles, late)


@call
def pylibczirw_open(path):
    seconds, file = timed(lambda: czi.CziReader(path))
    file.close()
    return seconds


@call
def aicspylibczi_open(path):
    return timed(lambda: aicspylibczi.CziFile(path))[0]


if __name__ == "__main__":
    serve()
