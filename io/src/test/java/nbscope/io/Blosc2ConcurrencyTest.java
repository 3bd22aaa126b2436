package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import nbscope.io.Compression.Codec;
import nbscope.io.Compression.Filter.Kind;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Many readers of one array object beside a writer. Every assignment sets all elements to its number, so a read that
/// finds two numbers, or a number older than one that its thread has seen, was wrong.
class Blosc2ConcurrencyTest {
    private static final int READS = 10_000;
    private static final int WRITES = 10;
    private static final int READERS = 8;
    private static final long[] SHAPE = {24, 40, 24};

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Mmap.class,
            names = {"READ_WRITE", "COPY_ON_WRITE"})
    void noReadIsWrongBesideAWriter(Mmap mode) throws Exception {
        Path file = folder.resolve("shared.b2nd");
        int count = 24 * 40 * 24;
        Compression compression = Compression.of(Codec.LZ4, 5, Kind.DELTA, Kind.SHUFFLE);
        Blosc2.save(file, NdArray.of(new int[count], SHAPE), new int[] {8, 16, 24}, new int[] {4, 8, 12}, compression);
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger writes = new AtomicInteger();
        try (Blosc2Array array = Blosc2.open(file, mode);
                ExecutorService pool = Executors.newFixedThreadPool(READERS)) {
            List<Future<Integer>> wrong = new ArrayList<>();
            for (int r = 0; r < READERS; r++) {
                int seed = r;
                wrong.add(pool.submit(() -> read(array, new Random(seed), reads, writes)));
            }
            int[] all = new int[count];
            while (more(reads, writes) && wrong.stream().noneMatch(Future::isDone)) {
                int number = writes.incrementAndGet();
                Arrays.fill(all, number);
                array.write(Region.whole(SHAPE), MemorySegment.ofArray(all));
            }
            int sum = 0;
            for (Future<Integer> future : wrong) {
                sum += future.get();
            }
            assertThat(sum)
                    .as("wrong of %d reads beside %d writes", reads.get(), writes.get())
                    .isZero();
        }
    }

    private static boolean more(AtomicInteger reads, AtomicInteger writes) {
        return reads.get() < READS || writes.get() < WRITES;
    }

    private static int read(Blosc2Array array, Random random, AtomicInteger reads, AtomicInteger writes) {
        int wrong = 0;
        int seen = 0;
        int[] out = new int[12 * 12 * 12];
        while (more(reads, writes)) {
            reads.incrementAndGet();
            long[] start = {random.nextInt(13), random.nextInt(29), random.nextInt(13)};
            array.read(new Region(start, new long[] {12, 12, 12}), MemorySegment.ofArray(out));
            int number = out[0];
            boolean same = Arrays.stream(out).allMatch(v -> v == number);
            if (!same || number < seen || number > writes.get()) {
                wrong++;
            }
            seen = number;
        }
        return wrong;
    }
}
