package nbscope.compute.internal.index;

import java.util.function.Supplier;
import nbscope.compute.JavaDevice;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.HostChunks;
import nbscope.io.DType;
import org.jspecify.annotations.Nullable;

/// The inner loops of the index: those of the Vector API once they are compiled and faster, until then, and
/// where there is none, the plain ones. Both give the same numbers. Safe from any thread.
final class IndexKernels {
    /// Below this the vectors of the transposition are taken apart by the JIT, which is far slower.
    private static final int LEAST_BITS = 256;

    private static final long LONGEST_NANOS = 5_000_000_000L;

    private final SpanKernel scalar = new ScalarSpans();
    private final boolean turns;
    private final boolean adds;
    private boolean started;
    private volatile boolean turnsNow;
    private volatile @Nullable SpanKernel spans;

    private IndexKernels(boolean vector) {
        this.adds = vector;
        this.turns = vector && wide();
    }

    /// The fastest ones of this JVM, after a warm-up.
    static IndexKernels best() {
        return new IndexKernels(JavaDevice.vectorModulePresent());
    }

    static IndexKernels scalar() {
        return new IndexKernels(false);
    }

    /// Those of the Vector API from the start, compiled or not; for tests.
    static IndexKernels vector() {
        var kernels = new IndexKernels(true);
        kernels.started = true;
        kernels.turnsNow = true;
        kernels.spans = new VectorSpans();
        return kernels;
    }

    /// A method of its own: without the module the vector classes are never loaded.
    private static boolean wide() {
        return VectorSpans.bits() >= LEAST_BITS;
    }

    SpanKernel spans() {
        SpanKernel fast = spans;
        return fast == null ? scalar : fast;
    }

    /// What one thread turns rows with, asked before every group.
    Supplier<RowTurner> turner(RowPrefixIndex index) {
        if (index.sums() != DType.U16) {
            var turner = new IntTurner(index);
            return () -> turner;
        }
        var plain = new ShortTurner(index);
        return new Supplier<>() {
            private @Nullable RowTurner fast;

            @Override
            public RowTurner get() {
                if (fast == null && turnsNow) {
                    fast = new VectorTurner(index);
                }
                return fast == null ? plain : fast;
            }
        };
    }

    /// Lets the JIT compile the vector kernels, once and in the background; returns at once.
    void warmUp() {
        synchronized (this) {
            if (started || !adds) {
                return;
            }
            started = true;
        }
        Thread.ofPlatform().daemon().name("nbscope-index-warm-up").start(this::run);
    }

    /// On a small frame, in the same kind of memory as a real one.
    private void run() {
        var g = new Geometry(DType.U16, 16, 16, 32, 64);
        try (var chunks = new HostChunks(g, Long.MAX_VALUE);
                var index = new RowPrefixIndex(g, DType.U16, this)) {
            chunks.chunk(0).fill((byte) 0);
            var group = new Group(chunks);
            group.find(0);
            long end = System.nanoTime() + LONGEST_NANOS;
            if (turns) {
                var plain = new ShortTurner(index);
                var fast = new VectorTurner(index);
                turnsNow = wins(end, () -> turn(plain, group), () -> turn(fast, group));
            }
            var fast = new VectorSpans();
            int[] ends = index.ends(new int[] {5, 40, 70, 90, 130, 190, 200, 2048});
            long[] at = new long[ends.length];
            for (int k = 0; k < ends.length; k++) {
                at[k] = ends[k] < 0 ? -1 : index.tiles().offset(ends[k], 0);
            }
            if (wins(end, () -> add(scalar, index, at), () -> add(fast, index, at))) {
                spans = fast;
            }
        }
    }

    private static void turn(RowTurner turner, Group group) {
        for (int row = 0; row < 32; row++) {
            turner.turn(group, row);
        }
    }

    private static void add(SpanKernel kernel, RowPrefixIndex index, long[] at) {
        long[] out = new long[index.geometry().positions()];
        for (int i = 0; i < 20; i++) {
            kernel.shorts(index.planes(), at, out.length, out, 0);
            kernel.ints(index.planes(), at, true, out.length / 2, out, 0);
            kernel.ints(index.planes(), at, false, out.length / 2, out, 0);
        }
    }

    /// Whether `fast` takes less time than `plain` before the time is over, three times in a row.
    private static boolean wins(long end, Runnable plain, Runnable fast) {
        int times = 0;
        while (times < 3 && System.nanoTime() < end) {
            long start = System.nanoTime();
            plain.run();
            long between = System.nanoTime();
            fast.run();
            times = System.nanoTime() - between < between - start ? times + 1 : 0;
        }
        return times == 3;
    }
}
