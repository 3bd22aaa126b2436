package nbscope.io.dataset.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.internal.array.ParallelRead;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.codec.BitshuffleChunk;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import nbscope.io.internal.filter.BitPlanes;

/// Decodes chunks that lie one after another in a mapped file.
final class DecodeRun {
    private static final int ITEM = 2;

    private final List<MemorySegment> chunks = new ArrayList<>();
    private final BitPlanes planes;
    private final MemorySegment out;
    private final long frame;

    DecodeRun(Path path, int frames, int size, BitPlanes planes, MemorySegment out) {
        this.planes = planes;
        this.out = out;
        frame = (long) ITEM * size * size;
        MappedFile file = MappedFile.open(Path.of(path + ".chunks"));
        MemorySegment ends = ends(Path.of(path + ".ends"));
        long from = 0;
        for (int i = 0; i < frames; i++) {
            long end = ends.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN), 8L * i);
            chunks.add(file.slice(from, end - from, "chunk"));
            from = end;
        }
    }

    private static MemorySegment ends(Path file) {
        try {
            return MemorySegment.ofArray(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double seconds(int threads) {
        long start = System.nanoTime();
        ParallelRead.run(
                chunks.size(),
                threads,
                () -> new BitshuffleChunk(planes, Decoder.of(CodecFormat.LZ4, true)),
                done -> {},
                (i, chunk) -> chunk.decode(chunks.get(i), ITEM, 0, out.asSlice(i * frame, frame), "chunks", 0));
        return (System.nanoTime() - start) / 1e9;
    }
}
