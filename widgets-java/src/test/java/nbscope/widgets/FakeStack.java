package nbscope.widgets;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import nbscope.compute.Image;
import nbscope.compute.RoundDetector;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.widgets.internal.StackSource;

/// A small stack in a Java array with the slowest, plainest sums.
final class FakeStack implements StackSource {
    final Facts facts;
    private final long[] data;
    private final List<Runnable> actions = new ArrayList<>();
    private boolean freed;
    int computed;

    FakeStack(Facts facts, long[] data) {
        this.facts = facts;
        this.data = data;
    }

    /// 2 frames of 3 × 4 patterns of 8 × 10 pixels, u16, calibrated.
    static FakeStack small() {
        return random(DType.U16, 1000, 42);
    }

    static FakeStack random(DType dtype, long bound, long seed) {
        var calibration = Calibration.none()
                .mradPerPixel(10)
                .centre(4, 5)
                .semiangle(12)
                .scanStep(0.5)
                .frameLabels(List.of("first", "second"));
        return random(new Facts("demo", dtype, calibration, 2, 3, 4, 8, 10), bound, seed);
    }

    static FakeStack random(Facts facts, long bound, long seed) {
        var random = new SplittableRandom(seed);
        long[] data = new long
                [facts.frames() * facts.scanRows() * facts.scanCols() * facts.detectorRows() * facts.detectorCols()];
        for (int i = 0; i < data.length; i++) {
            data[i] = random.nextLong(bound);
        }
        return new FakeStack(facts, data);
    }

    long at(int frame, int row, int col, int y, int x) {
        int scan = (frame * facts.scanRows() + row) * facts.scanCols() + col;
        return data[(scan * facts.detectorRows() + y) * facts.detectorCols() + x];
    }

    @Override
    public Facts facts() {
        return facts;
    }

    @Override
    public String device() {
        return "fake";
    }

    @Override
    public long bytes() {
        return (long) data.length * facts.dtype().bytes();
    }

    @Override
    public Image virtualImage(int frame, RoundDetector detector) {
        check();
        computed++;
        long[] sums = new long[facts.scanRows() * facts.scanCols()];
        for (int i = 0; i < sums.length; i++) {
            for (int y = 0; y < facts.detectorRows(); y++) {
                for (int x = 0; x < facts.detectorCols(); x++) {
                    if (inside(detector, y, x)) {
                        sums[i] += at(frame, i / facts.scanCols(), i % facts.scanCols(), y, x);
                    }
                }
            }
        }
        return sums(facts.scanRows(), facts.scanCols(), sums);
    }

    static boolean inside(RoundDetector detector, int y, int x) {
        if (detector.kind() == RoundDetector.Kind.POINT) {
            return y == Math.round(detector.row()) && x == Math.round(detector.col());
        }
        double square = Math.pow(y - detector.row(), 2) + Math.pow(x - detector.col(), 2);
        return square >= Math.pow(detector.inner(), 2) && square < Math.pow(detector.outer(), 2);
    }

    @Override
    public Image pattern(int frame, int row, int col) {
        check();
        computed++;
        int count = facts.detectorRows() * facts.detectorCols();
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = at(frame, row, col, i / facts.detectorCols(), i % facts.detectorCols());
        }
        return image(facts.detectorRows(), facts.detectorCols(), facts.dtype(), values);
    }

    @Override
    public Image sumPattern(int frame) {
        check();
        computed++;
        long[] sums = new long[facts.detectorRows() * facts.detectorCols()];
        for (int i = 0; i < sums.length; i++) {
            for (int p = 0; p < facts.scanRows() * facts.scanCols(); p++) {
                sums[i] += at(
                        frame,
                        p / facts.scanCols(),
                        p % facts.scanCols(),
                        i / facts.detectorCols(),
                        i % facts.detectorCols());
            }
        }
        return sums(facts.detectorRows(), facts.detectorCols(), sums);
    }

    private static Image sums(int rows, int cols, long[] sums) {
        boolean fits = java.util.Arrays.stream(sums).allMatch(sum -> sum >= 0 && sum < 1L << 32);
        return image(rows, cols, fits ? DType.U32 : DType.I64, sums);
    }

    /// An image of whole numbers in any type.
    static Image image(int rows, int cols, DType dtype, long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            switch (dtype) {
                case U8, I8 -> bytes.put((byte) value);
                case U16, I16 -> bytes.putShort((short) value);
                case U32, I32 -> bytes.putInt((int) value);
                case U64, I64 -> bytes.putLong(value);
                case F32 -> bytes.putFloat((float) value);
                case F64 -> bytes.putDouble((double) value);
                case F16, C64, C128, RAW -> throw new IllegalArgumentException(dtype + " is not shown");
            }
        }
        MemorySegment segment = MemorySegment.ofArray(bytes.array());
        if (dtype.bytes() == 4) {
            // The library's own images lie in arrays of their element type.
            int[] ints = segment.toArray(ValueLayout.JAVA_INT_UNALIGNED);
            segment = MemorySegment.ofArray(ints);
        }
        return Image.of(rows, cols, dtype, segment);
    }

    @Override
    public long free() {
        if (freed) {
            return 0;
        }
        freed = true;
        actions.forEach(Runnable::run);
        return bytes();
    }

    @Override
    public boolean isFreed() {
        return freed;
    }

    @Override
    public void onFree(Runnable action) {
        if (freed) {
            action.run();
        } else {
            actions.add(action);
        }
    }

    private void check() {
        if (freed) {
            throw new IllegalStateException("the stack was freed");
        }
    }
}
