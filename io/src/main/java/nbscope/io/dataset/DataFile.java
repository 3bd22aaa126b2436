package nbscope.io.dataset;

import java.io.Serializable;
import java.nio.file.Path;

/// A file with frames in it.
///
/// @param location    its path; a text, so that it may travel to other machines
/// @param first       number of its first frame in the file set
/// @param end         one past its last frame
/// @param headerBytes bytes before the first frame
public record DataFile(String location, long first, long end, long headerBytes) implements Serializable {
    private static final long serialVersionUID = 1L;

    public DataFile {
        if (first < 0 || end < first || headerBytes < 0) {
            throw new IllegalArgumentException(
                    location + ": impossible frames " + first + " to " + end + ", header of " + headerBytes + " bytes");
        }
    }

    public Path path() {
        return Path.of(location);
    }

    /// Another process may have another working folder.
    private Object writeReplace() {
        return new DataFile(path().toAbsolutePath().toString(), first, end, headerBytes);
    }
}
