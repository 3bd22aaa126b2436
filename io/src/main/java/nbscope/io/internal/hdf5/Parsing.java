package nbscope.io.internal.hdf5;

import io.jhdf.exceptions.UnsupportedHdfException;
import java.util.function.Supplier;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// Calls of jHDF. On a damaged file it throws nearly anything, wrapped or not; out of here come the exceptions of
/// nbscope.
final class Parsing {
    private static final String VERBOSITY = "slf4j.internal.verbosity";

    static {
        // jHDF logs by SLF4J, which would print that nobody listens.
        if (System.getProperty(VERBOSITY) == null) {
            System.setProperty(VERBOSITY, "ERROR");
        }
    }

    private Parsing() {}

    /// As below, with a new allowance of bytes to read.
    static <T> T of(CheckedStorage storage, String what, Supplier<T> call) {
        storage.begin();
        return of(storage.file(), what, call);
    }

    /// @param what is read, for the message
    static <T> T of(MappedFile file, String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalStateException e) {
            throw closed(file, e) ? e : translated(file, what, e);
        } catch (RuntimeException e) {
            throw translated(file, what, e);
        } catch (StackOverflowError e) {
            throw file.malformed(-1, what + " that contains itself", "a structure that ends; the file is damaged");
        } catch (OutOfMemoryError e) {
            throw file.malformed(
                    -1, what + " that asks for more memory than Java has", "a structure that fits the file");
        } catch (InternalError e) {
            throw MalformedDataException.vanished(file.name(), e);
        }
    }

    private static boolean closed(MappedFile file, IllegalStateException e) {
        return String.valueOf(e.getMessage()).startsWith(file.name() + " is closed");
    }

    private static RuntimeException translated(MappedFile file, String what, RuntimeException e) {
        Throwable innermost = e;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof MalformedDataException malformed) {
                return malformed;
            }
            if (cause instanceof UnsupportedDataException unsupported) {
                return unsupported;
            }
            if (cause instanceof UnsupportedHdfException) {
                return new UnsupportedDataException(
                        file.name(),
                        what + " cannot be read (" + cause.getMessage()
                                + "), as what HDF5 2.0 and newer write in their newest form; write the file again "
                                + "in an older one, by h5repack --high=2, or in h5py with libver=('earliest', 'v110')");
            }
            innermost = cause;
        }
        String reason = innermost.getMessage();
        MalformedDataException malformed = file.malformed(
                -1,
                what + " that makes no sense ("
                        + (reason == null ? innermost.getClass().getSimpleName() : reason) + ")",
                "the structure of an HDF5 file; it is damaged, or still being written");
        malformed.initCause(e);
        return malformed;
    }
}
