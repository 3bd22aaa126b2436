package nbscope.io.dataset;

import nbscope.io.DataSetOptions;
import nbscope.io.internal.dataset.OptionsJson;

/// Parameters of a data set as JSON, for notebooks, the shell and services: what [DataSetOptions]
/// holds, under LiberTEM's names (`nav_shape`, `sig_shape`, `dtype`, `sync_offset`, `io_backend`,
/// `ds_path`, ...). Unknown names and values of the wrong kind are errors that say so.
public interface MessageConverter {
    /// Parameters from a JSON object.
    ///
    /// @throws IllegalArgumentException that names the parameter, what was found and what was expected
    DataSetOptions toOptions(String json);

    /// A JSON object with what is set.
    String toJson(DataSetOptions options);

    /// The one of all formats.
    static MessageConverter standard() {
        return OptionsJson.INSTANCE;
    }
}
