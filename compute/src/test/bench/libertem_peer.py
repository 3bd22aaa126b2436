"""LiberTEM's part of the peer: its MemoryDataSet and inline executor."""
import numpy as np
from libertem.api import Context
from libertem.executor.inline import InlineJobExecutor
from libertem.udf.com import CoMUDF
from libertem.udf.masks import ApplyMasksUDF
from libertem.udf.sum import SumUDF


class Resident:
    """One data set in memory."""

    def __init__(self, array):
        self.context = Context(executor=InlineJobExecutor())
        self.dataset = self.context.load("memory", data=array, sig_dims=2)
        self.sig = array.shape[-2:]

    def udf(self, op):
        side = self.sig[0]
        if op == "sum":
            return SumUDF()
        if op == "com":
            return CoMUDF.with_params(cy=side // 2, cx=side // 2)
        # ADF: the ring from a quarter to half of the detector's side.
        y, x = np.ogrid[: self.sig[0], : self.sig[1]]
        r = np.hypot(y - side // 2, x - side // 2)
        ring = ((r >= side / 4) & (r < side / 2)).astype(np.float32)
        return ApplyMasksUDF(mask_factories=[lambda: ring], mask_count=1, mask_dtype=np.float32)

    def run(self, op):
        result = self.context.run_udf(dataset=self.dataset, udf=self.udf(op))
        if op == "com":
            # (positions, 2), row and column: rows of the field first here.
            return np.moveaxis(result["raw_com"].data, -1, 0)
        return result["intensity"].data

    def first_partial(self, op):
        """What the first partial result holds; later ones are not computed."""
        for partial in self.context.run_udf_iter(dataset=self.dataset, udf=self.udf(op)):
            return partial.buffers[0]["intensity"].data
        raise AssertionError("no partial result")
