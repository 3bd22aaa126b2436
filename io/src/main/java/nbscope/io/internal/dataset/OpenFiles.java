package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicReferenceArray;
import nbscope.io.MalformedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FileSet;
import nbscope.io.internal.bytes.Lifetime;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// The files of a set, mapped at first use and kept until the close. A close waits for the reads that
/// are under way.
public final class OpenFiles implements AutoCloseable {
    /// Mapped files at a time that every system allows; sets of more files are read by calls.
    public static final int MOST_MAPPED = 4096;

    private final FileSet files;
    private final AtomicReferenceArray<@Nullable MappedFile> mapped;
    private final Lifetime lifetime;

    public OpenFiles(FileSet files) {
        this.files = files;
        this.mapped = new AtomicReferenceArray<>(files.files().size());
        String name = files.files().isEmpty()
                ? "an empty file set"
                : files.files().getFirst().location();
        this.lifetime = new Lifetime(name, this::release);
    }

    /// To be entered around every use of [#map].
    public Lifetime lifetime() {
        return lifetime;
    }

    /// The bytes of a file. Its length was checked against its frames.
    public MappedFile map(int file) {
        MappedFile known = mapped.get(file);
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = mapped.get(file);
            if (known == null) {
                known = MappedFile.open(files.files().get(file).path());
                mapped.set(file, known);
            }
            return known;
        }
    }

    /// Reads bytes of a file by calls.
    ///
    /// @throws MalformedDataException when the file ends before
    public void read(int file, long from, MemorySegment into) {
        DataFile f = files.files().get(file);
        try (FileChannel channel = FileChannel.open(f.path())) {
            long done = 0;
            while (done < into.byteSize()) {
                long piece = Math.min(into.byteSize() - done, 1 << 30);
                int n = channel.read(into.asSlice(done, piece).asByteBuffer(), from + done);
                if (n < 0) {
                    throw new MalformedDataException(
                            f.location(),
                            from + done,
                            "the end of the file",
                            (into.byteSize() - done)
                                    + " more bytes of pixels; the file was cut short after it was opened");
                }
                done += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(f.location() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void release() {
        for (int i = 0; i < mapped.length(); i++) {
            MappedFile file = mapped.get(i);
            if (file != null) {
                file.lifetime().close();
            }
        }
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
