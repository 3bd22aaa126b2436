package nbscope.io.internal.npy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.StoredOrder;
import nbscope.io.internal.check.Slabs;

/// Writes NumPy's .npy, version 1 (2 for long headers), in C order and the byte order of the element type
/// (numpy.lib.format). Under a temporary name beside the target, which is replaced when all is written.
public final class NpyWriter {
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_V1 = 65_535;
    private static final int PIECE = 1 << 20;

    private NpyWriter() {}

    /// @param progress gets the bytes written so far
    /// @throws UncheckedIOException when the disk is full, or the folder missing or cannot be written
    public static void write(Path target, NdArray array, LongConsumer progress) {
        Path temporary = target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                all(out, ByteBuffer.wrap(header(array.elementType(), array.shape())));
                values(out, array, progress);
                out.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(target + " cannot be written: " + e.getMessage(), e);
        } finally {
            remove(temporary);
        }
    }

    private static void remove(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // It stays behind; what made the writing fail is the error to show.
            temporary.toFile().deleteOnExit();
        }
    }

    private static void values(FileChannel out, NdArray array, LongConsumer progress) throws IOException {
        Slabs slabs = new Slabs(array, Region.whole(array.shape()));
        if (!slabs.hasNext()) {
            return;
        }
        int item = array.elementType().bytes();
        long done = 0;
        byte[] piece = new byte[PIECE];
        try (Arena arena = Arena.ofShared()) {
            MemorySegment memory = arena.allocate(slabs.most() * item, 64);
            while (slabs.hasNext()) {
                Region slab = slabs.next();
                long bytes = slab.elements() * item;
                array.read(slab, memory);
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException("the writing was interrupted");
                }
                for (long at = 0; at < bytes; at += piece.length) {
                    int length = (int) Math.min(piece.length, bytes - at);
                    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, piece, 0, length);
                    StoredOrder.restore(piece, length, array.elementType());
                    all(out, ByteBuffer.wrap(piece, 0, length));
                }
                done += bytes;
                progress.accept(done);
            }
        }
    }

    private static void all(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private static byte[] header(ElementType type, long[] shape) {
        String lengths = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String name = type.numpy();
        boolean fields = name.startsWith("[");
        String dict = "{'descr': " + (fields ? name : "'" + name + "'") + ", 'fortran_order': False, 'shape': ("
                + lengths + (shape.length == 1 ? ",)" : ")") + ", }";
        byte[] text = dict.getBytes(StandardCharsets.ISO_8859_1);
        int fixed = text.length + ALIGNMENT + 12 > LONGEST_V1 ? 12 : 10;
        int total = (fixed + text.length + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        byte[] out = new byte[total];
        Arrays.fill(out, (byte) ' ');
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) (fixed == 10 ? 1 : 2), 0};
        System.arraycopy(magic, 0, out, 0, magic.length);
        int length = total - fixed;
        for (int i = 0; i < fixed - 8; i++) {
            out[8 + i] = (byte) (length >> 8 * i);
        }
        System.arraycopy(text, 0, out, fixed, text.length);
        out[total - 1] = '\n';
        return out;
    }
}
