package nbscope.io.internal.czi.codec;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// JPEG-XR by [JpegXrLibrary], in a process of its own ([JpegXrProcess]). The library gets a container made
/// anew from what was checked: without texts, profiles and further planes of whoever wrote the file. A
/// payload as long as the raw tile that is no JPEG-XR is the raw tile.
final class JpegXrDecoder implements PayloadDecoder {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final int ENTRIES = 5;
    private static final int GUID_AT = 8 + 2 + 12 * ENTRIES + 4;
    private static final int IMAGE_AT = (GUID_AT + 16 + 15) / 16 * 16;

    /// Zeros behind the stream, and room behind the pixels: the library reads and writes in blocks.
    private static final int MARGIN = 4096;

    private static final int ALIGNMENT = 128;

    /// A hundred times what a tile takes, and what a busy machine adds to the smallest.
    private static final long PATIENCE_MILLIS = 10_000;

    private static final double PATIENCE_PER_PIXEL = 2e-3;

    private long unpackNanos;

    @Override
    public void decode(MemorySegment payload, TileShape shape, MemorySegment out) {
        unpackNanos = 0;
        if (payload.byteSize() == shape.bytes() && !JpegXrHeader.isJpegXr(payload)) {
            RawDecoder.copy(payload, shape, out);
            return;
        }
        JpegXrHeader header = JpegXrHeader.of(payload, shape);
        JpegXrLibrary.get();
        long stride = (long) header.width() * shape.type().bytes();
        long bytes = IMAGE_AT + header.image().byteSize();
        if (stride > Integer.MAX_VALUE || bytes > Integer.MAX_VALUE) {
            throw new DamagedPayloadException(
                    "a JPEG-XR image of " + bytes + " bytes with rows of " + stride + " bytes", "less than 2 GiB each");
        }
        // A process may have ended for want of work, or suffered from an earlier stream: a new one decides.
        if (!decode(header, bytes, (int) stride, shape, out, JpegXrProcess.borrow())) {
            decode(header, bytes, (int) stride, shape, out, JpegXrProcess.start());
        }
    }

    /// @return false where the process has died, and not of this stream for certain
    private boolean decode(
            JpegXrHeader header, long bytes, int stride, TileShape shape, MemorySegment out, JpegXrProcess process) {
        long at = (bytes + MARGIN + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        boolean fresh = process.isFresh();
        boolean usable = false;
        try {
            MemorySegment memory = process.stream(at + stride * (header.height() + 16L) + MARGIN);
            container(header, memory);
            long patience = PATIENCE_MILLIS + (long) (PATIENCE_PER_PIXEL * header.width() * header.height());
            JpegXrProcess.Answer answer = process.decode(bytes, header.width(), header.height(), at, stride, patience);
            if (answer == JpegXrProcess.Answer.DIED && !fresh) {
                return false;
            }
            if (answer == JpegXrProcess.Answer.TOO_SLOW) {
                throw new DamagedPayloadException(
                        "a JPEG-XR image that jxrlib did not decode in " + patience / 1000 + " s",
                        "a fraction of that");
            }
            if (answer != JpegXrProcess.Answer.DECODED) {
                throw new DamagedPayloadException("a damaged JPEG-XR image", "one that jxrlib decodes");
            }
            long start = System.nanoTime();
            MemorySegment pixels = memory.asSlice(at);
            if (header.format().isRedFirst()) {
                swap(
                        pixels,
                        (long) header.width() * header.height(),
                        shape.type().dtype().bytes());
            }
            Rows.copy(pixels, header.width(), header.height(), shape, out);
            unpackNanos = System.nanoTime() - start;
            usable = true;
            return true;
        } finally {
            if (usable) {
                process.giveBack();
            } else {
                process.end();
            }
        }
    }

    @Override
    public long unpackNanos() {
        return unpackNanos;
    }

    private static void container(JpegXrHeader header, MemorySegment file) {
        long bytes = header.image().byteSize();
        file.asSlice(0, IMAGE_AT).fill((byte) 0);
        file.set(INT, 0, 0x01BC4949);
        file.set(INT, 4, 8);
        file.set(SHORT, 8, (short) ENTRIES);
        entry(file, 0, JpegXrHeader.PIXEL_FORMAT, 1, 16, GUID_AT);
        entry(file, 1, JpegXrHeader.WIDTH, 4, 1, header.width());
        entry(file, 2, JpegXrHeader.HEIGHT, 4, 1, header.height());
        entry(file, 3, JpegXrHeader.IMAGE_OFFSET, 4, 1, IMAGE_AT);
        entry(file, 4, JpegXrHeader.IMAGE_BYTES, 4, 1, (int) bytes);
        MemorySegment.copy(JpegXrHeader.GUID, 0, file, ValueLayout.JAVA_BYTE, GUID_AT, JpegXrHeader.GUID.length);
        file.set(ValueLayout.JAVA_BYTE, GUID_AT + JpegXrHeader.GUID.length, (byte)
                header.format().guid());
        MemorySegment.copy(header.image(), 0, file, IMAGE_AT, bytes);
        file.asSlice(IMAGE_AT + bytes, MARGIN).fill((byte) 0);
    }

    private static void entry(MemorySegment file, int i, int tag, int type, int count, int value) {
        int at = 10 + 12 * i;
        file.set(SHORT, at, (short) tag);
        file.set(SHORT, at + 2, (short) type);
        file.set(INT, at + 4, count);
        file.set(INT, at + 8, value);
    }

    /// Red and blue change places in `n` pixels of three samples of one or two bytes.
    private static void swap(MemorySegment pixels, long n, int sample) {
        for (long i = 0; i < n; i++) {
            long red = 3L * sample * i;
            if (sample == 1) {
                byte kept = pixels.get(ValueLayout.JAVA_BYTE, red);
                pixels.set(ValueLayout.JAVA_BYTE, red, pixels.get(ValueLayout.JAVA_BYTE, red + 2));
                pixels.set(ValueLayout.JAVA_BYTE, red + 2, kept);
            } else {
                short kept = pixels.get(SHORT, red);
                pixels.set(SHORT, red, pixels.get(SHORT, red + 4));
                pixels.set(SHORT, red + 4, kept);
            }
        }
    }
}
