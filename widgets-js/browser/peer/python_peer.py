"""The peer of the drag benchmark: the same front end served by ipykernel and NumPy through anywidget.

It answers one custom message with one custom message, newest wins (the front end keeps only the newest wish), and sums
with `take` over pixel indices that it keeps for each detector. `padding` is nbscope's trick of filling small replies up.
"""

import time
from collections import OrderedDict

import anywidget
import numpy as np
import traitlets
from arrays import inside, load


class Peer(anywidget.AnyWidget):
    """State keys and messages as widgets-js/protocol/README.md has them."""

    title = traitlets.Unicode("NumPy").tag(sync=True)
    shape = traitlets.Dict().tag(sync=True)
    dtype = traitlets.Unicode("u16").tag(sync=True)
    bytes = traitlets.Int(0).tag(sync=True)
    device = traitlets.Unicode("NumPy").tag(sync=True)
    calibration = traitlets.Dict().tag(sync=True)
    frame_labels = traitlets.List().tag(sync=True)
    presets = traitlets.List().tag(sync=True)
    detector = traitlets.Dict().tag(sync=True)
    probe = traitlets.List().tag(sync=True)
    frame = traitlets.Int(0).tag(sync=True)
    pattern_source = traitlets.Unicode("probe").tag(sync=True)
    status = traitlets.Unicode("live").tag(sync=True)
    message = traitlets.Unicode("").tag(sync=True)

    def __init__(self, data, detector, padding):
        self._array = np.ascontiguousarray(load(data))
        scan, sig = self._array.shape[:2], self._array.shape[2:]
        self._flat = self._array.reshape(scan[0] * scan[1], sig[0] * sig[1])
        self._indices = OrderedDict()
        self._padding = padding
        super().__init__(
            shape={"frames": 1, "scan": list(scan), "detector": list(sig)},
            bytes=self._array.nbytes,
            detector=detector,
            probe=[scan[0] // 2, scan[1] // 2],
        )
        self.on_msg(self._answer)

    def _kept(self, detector):
        key = tuple(detector.values())
        if key not in self._indices:
            self._indices[key] = np.flatnonzero(inside(detector, *self._array.shape[2:]))
        return self._indices[key]

    def _answer(self, _widget, content, _buffers):
        begin = time.perf_counter()
        if content["kind"] == "virtual":
            sums = self._flat.take(self._kept(content["detector"]), axis=1).sum(axis=1, dtype=np.uint32)
            self._reply(content, "virtual", "u32", sums.reshape(self._array.shape[:2]), begin)
        elif content["kind"] == "pattern":
            whole = content["source"] == "sum"
            image = self._array.sum(axis=(0, 1), dtype=np.uint32) if whole else self._array[content["row"], content["col"]]
            self._reply(content, "diffraction", "u32" if whole else "u16", image, begin)

    def _reply(self, asked, panel, dtype, image, begin):
        payload = image.tobytes()
        missing = asked.get("minReplyBytes", 0) - len(payload) if self._padding else 0
        self.send(
            {
                "kind": "frame",
                "panel": panel,
                "seq": asked["seq"],
                "frame": asked["frame"],
                "dtype": dtype,
                "shape": list(image.shape),
                "min": int(image.min()),
                "max": int(image.max()),
                "exact": True,
                "detector": asked.get("detector"),
                "probe": [asked.get("row", 0), asked.get("col", 0)],
                "source": asked.get("source", "probe"),
                "compute_ms": (time.perf_counter() - begin) * 1e3,
                "transport": "comm",
            },
            [payload] if missing <= 0 else [payload, bytes(missing)],
        )


def peer(data, esm, css, detector, padding):
    """A peer with this front end; anywidget takes its sources from the class."""
    return type("Shown", (Peer,), {"_esm": esm, "_css": css})(data, detector, padding)
