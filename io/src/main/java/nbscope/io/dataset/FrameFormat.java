package nbscope.io.dataset;

import java.nio.file.Path;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.Format;
import nbscope.io.JobExecutor;
import nbscope.io.NdArray;

/// A format of frames in files, one after another: what its author writes is [#detect] and [#layout];
/// data set, array view, partitions, tiles and checks of lengths follow from the layout.
public interface FrameFormat extends Format {
    /// Reads the headers. Runs on a worker: it may use nothing but its arguments.
    ///
    /// @param options what the caller says that no header does
    /// @throws nbscope.io.MalformedDataException when a header lies
    /// @throws nbscope.io.UnsupportedDataException when the files hold something that nbscope does
    ///     not read
    FrameLayout layout(Path file, DataSetOptions options);

    @Override
    default DataSet dataSet(Path file, DataSetOptions options) {
        return new FileDataSet(this, file, options);
    }

    @Override
    default NdArray open(Path file) {
        return dataSet(file, DataSetOptions.none())
                .initialize(JobExecutor.inline())
                .array();
    }
}
