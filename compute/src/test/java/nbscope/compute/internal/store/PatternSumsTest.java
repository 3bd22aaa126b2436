package nbscope.compute.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.Random;
import nbscope.compute.internal.Workers;
import nbscope.compute.internal.frames.SumFrames;
import nbscope.compute.internal.sums.Runs;
import nbscope.io.DType;
import nbscope.io.Pixels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PatternSumsTest {
    private final Workers workers = new Workers(2);

    @ParameterizedTest
    @EnumSource(names = {"U8", "I8", "U16", "I16", "U32", "I32", "F32", "F64"})
    void onceCompiledTheFastKernelGivesTheSame(DType dtype) throws InterruptedException {
        var random = new Random(dtype.name().hashCode());
        var g = new Geometry(dtype, 37, 41, 19, 23);
        try (var chunks = new HostChunks(g, 1 << 20)) {
            for (int i = 0; i < chunks.count(); i++) {
                fill(chunks, i, random);
            }
            boolean[] some = new boolean[g.positions()];
            for (int p = 0; p < some.length; p++) {
                some[p] = random.nextInt(3) > 0;
            }
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (SumFrames.TWIN.compiled(dtype) == null && System.nanoTime() < end) {
                SumFrames.TWIN.of(dtype);
                Thread.sleep(10);
            }
            for (Runs positions : new Runs[] {Runs.all(g.positions()), Runs.of(some)}) {
                assertSame(chunks, positions);
            }
        }
    }

    private void assertSame(HostChunks chunks, Runs positions) {
        int pixels = chunks.geometry().pixels();
        if (chunks.geometry().dtype().isInteger()) {
            long[] plain = new long[pixels];
            long[] fast = new long[pixels];
            PatternSums.sum(chunks, workers, positions, false, plain);
            PatternSums.sum(chunks, workers, positions, true, fast);
            assertThat(fast).isEqualTo(plain);
        } else {
            double[] plain = new double[pixels];
            double[] fast = new double[pixels];
            PatternSums.sum(chunks, workers, positions, false, plain);
            PatternSums.sum(chunks, workers, positions, true, fast);
            for (int p = 0; p < pixels; p++) {
                assertThat(fast[p]).isCloseTo(plain[p], within(1e-12 * 500 * positions.count()));
            }
        }
    }

    private static void fill(HostChunks chunks, int i, Random random) {
        var g = chunks.geometry();
        var chunk = chunks.chunk(i);
        byte[] noise = new byte[(int) chunk.byteSize()];
        random.nextBytes(noise);
        chunk.copyFrom(java.lang.foreign.MemorySegment.ofArray(noise));
        for (int p = 0; !g.dtype().isInteger() && p < chunks.positions(i) * g.pixels(); p++) {
            double v = random.nextDouble() * 500;
            if (g.dtype() == DType.F32) {
                chunk.set(Pixels.F32, 4L * p, (float) v);
            } else {
                chunk.set(Pixels.F64, 8L * p, v);
            }
        }
        // What lies behind the data must not count.
        chunk.set(ValueLayout.JAVA_BYTE, chunk.byteSize() - 1, (byte) 0x7f);
    }
}
