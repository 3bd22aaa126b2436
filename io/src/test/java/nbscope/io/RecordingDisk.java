package nbscope.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import nbscope.io.internal.bytes.Disk;

/// The real disk, which writes down every step, so that a test can make the files as they would be after a cut at any
/// point; and which fails at a step that the test chooses.
final class RecordingDisk implements Disk {
    /// @param to of a move, else the file itself
    record Step(String kind, Path file, Path to, long at, byte[] bytes) {}

    final List<Step> steps = new ArrayList<>();
    /// The write that fails, counted from now; -1 for none.
    int failAt = -1;

    private synchronized void add(Step step) throws IOException {
        if (step.kind.equals("write") && failAt >= 0 && failAt-- == 0) {
            throw new IOException("No space left on device");
        }
        steps.add(step);
    }

    @Override
    public OpenFile create(Path file) throws IOException {
        add(new Step("create", file, file, 0, new byte[0]));
        return new Recorded(file, Disk.real().create(file));
    }

    @Override
    public OpenFile open(Path file) throws IOException {
        return new Recorded(file, Disk.real().open(file));
    }

    @Override
    public void move(Path from, Path to) throws IOException {
        add(new Step("move", from, to, 0, new byte[0]));
        Disk.real().move(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        add(new Step("delete", file, file, 0, new byte[0]));
        Disk.real().delete(file);
    }

    private final class Recorded implements OpenFile {
        private final Path path;
        private final OpenFile file;
        private long length = -1;

        Recorded(Path path, OpenFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public void write(long at, byte[] bytes, int offset, int length) throws IOException {
            add(new Step("write", path, path, at, Arrays.copyOfRange(bytes, offset, offset + length)));
            file.write(at, bytes, offset, length);
        }

        @Override
        public void force() throws IOException {
            add(new Step("force", path, path, 0, new byte[0]));
            file.force();
        }

        @Override
        public void truncate(long bytes) throws IOException {
            add(new Step("truncate", path, path, bytes, new byte[0]));
            file.truncate(bytes);
        }

        @Override
        public MemorySegment map(long bytes, Arena arena) throws IOException {
            if (length >= 0) {
                add(new Step("extend", path, path, bytes, new byte[0]));
            }
            length = bytes;
            return file.map(bytes, arena);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /// What files hold after some of the steps.
    static final class State {
        final Map<Path, byte[]> files = new HashMap<>();

        /// @param part how many bytes of a write reach the disk
        void apply(Step step, int part) {
            byte[] now = files.getOrDefault(step.file, new byte[0]);
            switch (step.kind) {
                case "create" -> files.put(step.file, new byte[0]);
                case "write" -> {
                    byte[] next = Arrays.copyOf(now, (int) Math.max(now.length, step.at + part));
                    System.arraycopy(step.bytes, 0, next, (int) step.at, part);
                    files.put(step.file, next);
                }
                case "truncate" -> files.put(step.file, Arrays.copyOf(now, (int) step.at));
                case "extend" -> files.put(step.file, Arrays.copyOf(now, (int) Math.max(now.length, step.at)));
                case "move" -> files.put(step.to, files.remove(step.file));
                case "delete" -> files.remove(step.file);
                default -> {}
            }
        }
    }
}
