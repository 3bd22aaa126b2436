"""LiberTEM's part of the peer: data in memory or files, its inline executor or threads."""
import hdf5plugin  # noqa: F401, its filters
import numpy as np
from libertem.api import Context
from libertem.executor.concurrent import ConcurrentJobExecutor
from libertem.executor.inline import InlineJobExecutor
from libertem.udf.com import CoMUDF
from libertem.udf.masks import ApplyMasksUDF
from libertem.udf.stddev import StdDevUDF
from libertem.udf.sum import SumUDF
from libertem.udf.sumsigudf import SumSigUDF


class Loaded:
    """One data set and the executor that works on it."""

    def __init__(self, context, dataset, roi=None):
        self.context = context
        self.dataset = dataset
        self.sig = tuple(dataset.shape.sig)
        self.roi = roi

    @staticmethod
    def memory(array):
        context = Context(executor=InlineJobExecutor())
        return Loaded(context, context.load("memory", data=array, sig_dims=2))

    @staticmethod
    def file(executor, every, parameters):
        """`every`: a ROI of each n-th position, 0 for all."""
        threads = executor == "threads"
        context = Context(executor=ConcurrentJobExecutor.make_local() if threads else InlineJobExecutor())
        dataset = context.load(**parameters)
        roi = None
        if every:
            roi = np.zeros(dataset.shape.nav, bool)
            roi.ravel()[::every] = True
        return Loaded(context, dataset, roi)

    def udf(self, op):
        if op == "sum":
            return SumUDF()
        if op == "sumsig":
            return SumSigUDF()
        if op == "stddev":
            return StdDevUDF()
        if op == "com":
            return CoMUDF.with_params(cy=self.sig[0] // 2, cx=self.sig[1] // 2)
        masks = self.masks(op)
        return ApplyMasksUDF(mask_factories=lambda: masks, mask_count=len(masks), mask_dtype=np.float32, use_sparse=False)

    def masks(self, op):
        """ADF: the ring from a quarter to half of the detector's side; adf4: four rings of an eighth from the middle."""
        side = self.sig[0]
        y, x = np.ogrid[: self.sig[0], : self.sig[1]]
        r = np.hypot(y - side // 2, x - side // 2)
        if op == "soft":
            return (1 / (1 + np.arange(r.size) % 97)).astype(np.float32).reshape(1, *r.shape)
        rings = [(side / 4, side / 2)] if op == "adf" else [(i * side / 8, (i + 1) * side / 8) for i in range(4)]
        return np.stack([(r >= inner) & (r < outer) for inner, outer in rings]).astype(np.float32)

    def run(self, op):
        result = self.context.run_udf(dataset=self.dataset, udf=self.udf(op), roi=self.roi)
        if op == "com":
            # (positions, 2), row and column: rows of the field first here.
            return np.moveaxis(result["raw_com"].data, -1, 0)
        if op == "stddev":
            return result["std"].data
        # Values of one mask after the other.
        return np.moveaxis(result["intensity"].data, -1, 0) if op == "adf4" else result["intensity"].data

    def first_partial(self, op):
        """What the first partial result holds; later ones are not computed."""
        for partial in self.context.run_udf_iter(dataset=self.dataset, udf=self.udf(op)):
            return partial.buffers[0]["intensity"].data
        raise AssertionError("no partial result")
