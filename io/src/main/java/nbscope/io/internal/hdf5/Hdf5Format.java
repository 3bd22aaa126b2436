package nbscope.io.internal.hdf5;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.Format;
import nbscope.io.NdArray;
import nbscope.io.internal.dataset.ArrayDataSet;

/// HDF5 (docs.hdfgroup.org, file format specification 3.0): the largest data set of numbers with at least three axes.
public final class Hdf5Format implements Format {
    private static final List<String> ENDINGS = List.of(".h5", ".hdf5", ".hdf", ".nxs", ".emd", ".hspy");

    @Override
    public String name() {
        return "HDF5";
    }

    @Override
    public String id() {
        return "hdf5";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (CheckedStorage.isSignature(head)) {
            return Match.CONTENT;
        }
        return ENDINGS.stream().anyMatch(fileName::endsWith) ? Match.NAME : Match.NO;
    }

    @Override
    public NdArray open(Path file) {
        return Hdf5File.open(file, null);
    }

    /// The data set that the caller names, or the largest.
    @Override
    public DataSet dataSet(Path file, DataSetOptions options) {
        NdArray array = Hdf5File.open(file, options.dataset(), options.externalLinks(), options.backend());
        return ArrayDataSet.ofFile(file, array, options);
    }
}
