package nbscope.io.internal.npy;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.internal.array.StoredOrder;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.bytes.NewFile;
import nbscope.io.internal.check.Slabs;

/// Writes NumPy's .npy, version 1 (2 for long headers), in C order and the byte order of the element type
/// (numpy.lib.format). Under a temporary name beside the target, which is replaced when all is written.
public final class NpyWriter {
    private static final int ALIGNMENT = 64;
    private static final int LONGEST_V1 = 65_535;
    private static final int PIECE = 1 << 20;

    private NpyWriter() {}

    /// @param progress gets the bytes written so far
    /// @throws IllegalArgumentException when the target is a folder
    /// @throws UncheckedIOException when the disk is full, or the folder missing or cannot be written
    public static void write(Path target, NdArray array, LongConsumer progress) {
        try (NewFile file = NewFile.beside(target, Disk.real())) {
            byte[] header = header(array.elementType(), array.shape());
            file.write(0, header, header.length);
            values(file, header.length, array, progress);
            file.publish();
        }
    }

    /// @param from where the values begin in the file
    private static void values(NewFile file, long from, NdArray array, LongConsumer progress) {
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
                    file.write(from + done + at, piece, length);
                }
                done += bytes;
                progress.accept(done);
            }
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
