"""The other side of the compute benchmark: a line of JSON in (the call's name and its arguments), a line out.

Calls that measure return seconds and keep what they computed; `last` gives it as float64, for comparison. All arrays
are (positions, pixels)."""
import base64
import os
import sys
import time

import numpy as np

import data
import detector

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../../../io/src/test/bench"))
from serve import call, calls, serve  # noqa: E402

held = {}
latest = None


def timed(function):
    """A call that times `prepare(...)()`: what prepare does itself is not counted."""

    def measured(**arguments):
        global latest
        latest = None
        run = function(**arguments)
        start = time.perf_counter()
        latest = run()
        return time.perf_counter() - start

    calls[function.__name__] = measured
    return measured


@call
def make(**arguments):
    data.make(**arguments)


@call
def hold(name, path, form):
    """Keeps a file under a name: `mapped` as it is, `float32` a copy in memory, `memory` a copy in its own type."""
    mapped = np.load(path, mmap_mode="r")
    flat = mapped.reshape(-1, mapped.shape[-2] * mapped.shape[-1])
    if form == "mapped":
        held[name] = flat
    else:
        held[name] = np.empty(flat.shape, np.float32 if form == "float32" else flat.dtype)
        for at in range(0, len(flat), 1024):
            held[name][at : at + 1024] = flat[at : at + 1024]


@call
def make_big_endian(source, path):
    """The elements of a .npy file, big endian and without a header."""
    if not os.path.exists(path):
        a = np.load(source, mmap_mode="r")
        flat = a.reshape(-1)
        with open(path + ".part", "wb") as out:
            for at in range(0, flat.size, 1 << 24):
                out.write(flat[at : at + (1 << 24)].astype(a.dtype.newbyteorder(">")).tobytes())
        os.replace(path + ".part", path)


@call
def make_acquisition(**arguments):
    detector.acquisition(**arguments)


@call
def make_merlin(**arguments):
    detector.merlin(**arguments)


@timed
def h5py_every(path, every):
    return lambda: detector.read_every(path, every)


@call
def drop():
    """Lets everything go."""
    global latest
    latest = None
    held.clear()


@call
def last():
    return base64.b64encode(np.ascontiguousarray(latest, np.float64).tobytes()).decode()


def selected(rows, cols, inner, outer, row, col):
    y, x = np.ogrid[:rows, :cols]
    r2 = (y - row) ** 2 + (x - col) ** 2
    return ((r2 >= inner**2) & (r2 < outer**2)).ravel()


@call
def reference(name, detector):
    """Sums in float64; of counts by way of float32, which is exact below 2^24."""
    global latest
    a = held[name]
    kind = np.float64 if a.dtype.kind == "f" else np.float32
    weights = selected(**detector).astype(kind)
    latest = np.concatenate([a[at : at + 256].astype(kind) @ weights for at in range(0, len(a), 256)])
    assert kind == np.float64 or latest.max() < 2**24


@timed
def tensordot(name, detector):
    rows, cols = detector["rows"], detector["cols"]
    a = held[name].reshape(-1, rows, cols)
    weights = selected(**detector).astype(np.float32).reshape(rows, cols)
    return lambda: np.tensordot(a, weights, axes=((1, 2), (0, 1)))


@timed
def torch_tensordot(name, detector):
    import torch

    rows, cols = detector["rows"], detector["cols"]
    a = torch.from_numpy(held[name].reshape(-1, rows, cols))
    weights = torch.from_numpy(selected(**detector).astype(np.float32).reshape(rows, cols))
    return lambda: torch.tensordot(a, weights, dims=2).numpy()


def sum_type(a):
    return np.uint32 if a.dtype.kind == "u" else a.dtype


@timed
def take(name, detector):
    a, pixels = held[name], np.flatnonzero(selected(**detector))
    if len(pixels) == a.shape[1]:
        return lambda: a.sum(1, dtype=sum_type(a))
    return lambda: a.take(pixels, axis=1).sum(1, dtype=sum_type(a))


@timed
def torch_take(name, detector):
    import torch

    a, pixels = torch.from_numpy(held[name]), torch.from_numpy(np.flatnonzero(selected(**detector)))
    return lambda: a.index_select(1, pixels).sum(1).numpy()


@timed
def com_sums(name, rows, cols):
    """Rows and columns of the centre of mass, one after the other, by sums over the two axes."""
    a = held[name].reshape(-1, rows, cols)
    y, x = np.arange(rows, dtype=np.float32), np.arange(cols, dtype=np.float32)

    def run():
        out = np.empty((2, len(a)), np.float32)
        # By pieces that stay in the caches.
        for at in range(0, len(a), 2048):
            across, down = a[at : at + 2048].sum(2, dtype=np.float32), a[at : at + 2048].sum(1, dtype=np.float32)
            total = down.sum(1)
            out[0, at : at + 2048], out[1, at : at + 2048] = across @ y / total, down @ x / total
        return out

    return run


@timed
def com_blas(name, rows, cols):
    """As above, by one product with the columns [1, y, x]."""
    a = held[name]
    y, x = np.divmod(np.arange(rows * cols, dtype=np.float32), cols)
    weights = np.stack([np.ones_like(y), y, x], 1)

    def run():
        sums = a @ weights
        return (sums[:, 1:] / sums[:, :1]).T

    return run


@timed
def min_max(name):
    a = held[name]

    def run():
        return np.array([a.min(), a.max()])

    return run


@timed
def load_min_max(name):
    a = held[name]

    def run():
        copy = np.array(a)
        return np.array([copy.min(), copy.max()])

    return run


@call
def one_pattern(name, position):
    global latest
    latest = np.array(held[name][position])


@call
def patterns(name, calls):
    """The median of copies of patterns at scattered positions."""
    a, seconds = held[name], []
    for i in range(calls):
        at = i * 104729 % len(a)
        start = time.perf_counter()
        np.array(a[at])
        seconds.append(time.perf_counter() - start)
    return float(np.median(seconds))


@call
def libertem_hold(path):
    """Keeps a copy in memory as a LiberTEM data set."""
    from libertem_peer import Loaded

    held["libertem"] = Loaded.memory(np.array(np.load(path, mmap_mode="r")))


@call
def libertem_open(name, executor, every, parameters):
    """Opens a file as a LiberTEM data set."""
    from libertem_peer import Loaded

    held[name] = Loaded.file(executor, every, parameters)


@timed
def libertem_run(op, name="libertem"):
    return lambda: held[name].run(op)


@timed
def libertem_first(op):
    return lambda: held["libertem"].first_partial(op)


if __name__ == "__main__":
    serve()
