package nbscope.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import nbscope.io.internal.bytes.Disk;

/// The real disk until some step: a write that comes then is done by half, and nothing after it.
class CutDisk implements Disk {
    private int left;

    /// @param steps files made, writes and moves that are done
    CutDisk(int steps) {
        left = steps;
    }

    /// @return whether the step is the one that is cut
    private synchronized boolean step() throws IOException {
        if (left < 0) {
            throw new IOException("cut off");
        }
        return --left < 0;
    }

    /// What happens at the cut.
    void cut() throws IOException {
        throw new IOException("cut off");
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        if (step()) {
            cut();
        }
        return new Cut(Disk.real().create(file));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new Cut(Disk.real().open(file));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        if (step()) {
            cut();
        }
        Disk.real().move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        if (step()) {
            cut();
        }
        Disk.real().delete(file);
    }

    private final class Cut implements OpenFile {
        private final OpenFile file;

        Cut(OpenFile file) {
            this.file = file;
        }

        @Override
        public void write(long at, byte[] bytes, int offset, int length) throws IOException {
            boolean last = step();
            file.write(at, bytes, offset, last ? length / 2 : length);
            if (last) {
                cut();
            }
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            file.truncate(bytes);
        }

        @Override
        public MemorySegment map(long bytes, Arena arena) throws IOException {
            return file.map(bytes, arena);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
