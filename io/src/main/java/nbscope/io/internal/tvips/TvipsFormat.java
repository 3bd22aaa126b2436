package nbscope.io.internal.tvips;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.Calibration;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import nbscope.io.internal.dataset.NumberedFiles;

/// TVIPS series: `x.tvips`, or `x_000.tvips`, `x_001.tvips`, …, of which any may be named. Only the first
/// file has the series header; how many frames there are, the lengths of the files say.
public final class TvipsFormat implements FrameFormat {
    private static final String ENDING = ".tvips";

    @Override
    public String name() {
        return "TVIPS series";
    }

    @Override
    public String id() {
        return "tvips";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        boolean series = head.length >= TvipsHeader.LENGTH;
        if (series) {
            ByteBuffer b = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
            int version = b.getInt(4);
            int bits = b.getInt(16);
            series = b.getInt(0) == TvipsHeader.LENGTH
                    && (version == 1 || version == 2)
                    && (bits == 8 || bits == 16)
                    && b.getInt(8) > 0
                    && b.getInt(12) > 0;
        }
        return series ? Match.CONTENT : fileName.endsWith(ENDING) ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        String prefix = NumberedFiles.prefix(file, ENDING);
        boolean single = prefix.equals(String.valueOf(file.getFileName()));
        List<Path> paths = single ? List.of(file) : NumberedFiles.from(file.getParent(), prefix, ENDING);
        List<FileHead> heads = paths.stream()
                .map(path -> FileHead.read(path, TvipsHeader.LENGTH))
                .toList();
        FileHead first = heads.getFirst();
        TvipsHeader header = imageHeaders(first.size(), TvipsHeader.parse(first.asFile()));
        List<String> guesses = new ArrayList<>();
        List<DataFile> files = files(
                heads.stream().map(FileHead::name).toList(),
                heads.stream().mapToLong(FileHead::size).toArray(),
                header,
                options,
                guesses);
        Positions positions = new Positions(set(files, header));
        try (positions) {
            return layout(files, header, positions, guesses);
        }
    }

    /// Image headers of version 1 have 12 bytes. RosettaSciIO writes longer ones and says so, which counts
    /// where frames of that length fill the first file.
    static TvipsHeader imageHeaders(long size, TvipsHeader header) {
        if (header.otherBytes() <= header.imageBytes()) {
            return header;
        }
        TvipsHeader other = header.withOtherBytes();
        long frames = size - TvipsHeader.LENGTH;
        return frames > 0 && frames % other.stride() == 0 ? other : header;
    }

    /// Frames of each file; of a set that may be partial, up to the first that is cut short.
    static List<DataFile> files(
            List<String> paths, long[] sizes, TvipsHeader header, DataSetOptions options, List<String> guesses) {
        List<DataFile> files = new ArrayList<>();
        long first = 0;
        for (int i = 0; i < sizes.length; i++) {
            long from = i == 0 ? TvipsHeader.LENGTH : 0;
            String name = paths.get(i);
            long frames = FileChecks.frames(name, sizes[i], from, header.stride(), 0, -1, options);
            files.add(new DataFile(name, first, first + frames, from));
            first += frames;
            if (from + frames * header.stride() != sizes[i] && i < sizes.length - 1) {
                guesses.add(name + " is cut short; the frames of the " + (sizes.length - 1 - i)
                        + " files after it are left out");
                break;
            }
        }
        return files;
    }

    static FrameLayout layout(
            List<DataFile> files,
            TvipsHeader header,
            java.util.function.LongUnaryOperator positions,
            List<String> guesses) {
        FileSet set = set(files, header);
        boolean known = header.version() == 2 && ScanGuess.inHeader(set);
        ScanGuess guess = ScanGuess.of(set.frames(), known, positions, guesses);
        return FrameLayout.of(new Shape(guess.scan(), header.sig()), set, Decoder.plain(ElementType.of(header.type())))
                .header(header.fields())
                .guesses(guesses)
                .calibration(calibration(header))
                .syncOffset(guess.syncOffset());
    }

    private static Calibration calibration(TvipsHeader header) {
        int kv = (Integer) header.fields().getOrDefault("IHT", 0);
        return kv > 0 && kv <= 3000 ? Calibration.none().voltage(kv) : Calibration.none();
    }

    private static FileSet set(List<DataFile> files, TvipsHeader header) {
        return new FileSet(
                files, header.sig()[0] * header.sig()[1], 8 * header.type().bytes(), header.imageBytes(), 0);
    }

    /// Reads the scan positions of frames, one call each; keeps one file open.
    private static final class Positions implements java.util.function.LongUnaryOperator, AutoCloseable {
        private final FileSet set;
        private int number = -1;
        private @org.jspecify.annotations.Nullable FileChannel channel;

        Positions(FileSet set) {
            this.set = set;
        }

        @Override
        public long applyAsLong(long frame) {
            int wanted = set.fileOf(frame);
            DataFile file = set.files().get(wanted);
            try {
                FileChannel open = channel;
                if (open == null || wanted != number) {
                    close();
                    open = FileChannel.open(file.path());
                    channel = open;
                    number = wanted;
                }
                ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
                long at = set.frameStart(file, frame) - set.frameHeaderBytes() + ScanGuess.COLUMN_AT;
                while (buffer.hasRemaining() && open.read(buffer, at + buffer.position()) >= 0) {}
                return buffer.getLong(0);
            } catch (IOException e) {
                throw new UncheckedIOException(file.location() + " cannot be read: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a file of a TVIPS series cannot be closed: " + e.getMessage(), e);
            }
        }
    }
}
