package nbscope.io;

import java.nio.file.Path;
import nbscope.io.internal.Formats;
import nbscope.io.internal.dataset.ArrayDataSet;
import org.jspecify.annotations.Nullable;

/// A file format, found by [java.util.ServiceLoader]. To add one: a package with an implementation, and
/// one line in `META-INF/services/nbscope.io.Format`.
public interface Format {
    /// Bytes from the start of a file that [#detect] gets, or fewer where the file is shorter.
    int HEAD_BYTES = 1024;

    /// What error messages call the format: `NumPy .npy`.
    String name();

    /// A short name for machines: `npy`, `b2nd`.
    String id();

    /// The format of a file, by its first bytes, else by its name.
    ///
    /// @throws java.io.UncheckedIOException when the file is missing or cannot be read
    /// @throws UnsupportedDataException when nbscope reads no such format
    static Format of(Path file) {
        return Formats.of(file);
    }

    /// The format of a short name, or with null as [#of(Path)].
    ///
    /// @throws IllegalArgumentException when there is none of that name
    static Format of(Path file, @Nullable String id) {
        return Formats.of(file, id);
    }

    /// How sure the format is that the file is its own. Never throws and never opens the file.
    ///
    /// @param head     the first bytes of the file
    /// @param fileName the last part of the path, lower case
    Match detect(byte[] head, String fileName);

    /// Whether a folder is an array of this format. Never throws.
    default boolean detectFolder(Path folder) {
        return false;
    }

    /// Opens the file or folder for reading. The caller closes the array.
    ///
    /// @throws MalformedDataException when the file breaks the rules of the format
    /// @throws UnsupportedDataException when the file holds something that nbscope does not read
    NdArray open(Path file);

    /// The detector's view of the file or folder, not yet initialised: [DataSet#open] does that.
    ///
    /// @param options what the caller says that the file does not
    default DataSet dataSet(Path file, DataSetOptions options) {
        return ArrayDataSet.ofFile(file, open(file), options);
    }

    /// The answers of [#detect], weakest first. Content beats the name of the file.
    enum Match {
        NO,
        NAME,
        CONTENT,
        /// A kind of a more general format that also claims the file by its content.
        KIND
    }
}
