package nbscope.io.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scalar code against the definition, byte by byte, and the vector code against the scalar one.
class BytePairsTest {
    private static final int ROOM = 600;

    static IntStream lengths() {
        return IntStream.concat(IntStream.rangeClosed(0, 130), IntStream.of(200, 255, 256, 257));
    }

    @ParameterizedTest(name = "{0} numbers")
    @MethodSource("lengths")
    void scalarCodeTakesOneByteOfEachPlane(int n) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment planes = noise(arena, n);
            SplittableRandom random = new SplittableRandom(n);
            int low = random.nextInt(17);
            int high = low + n + random.nextInt(17);
            int to = random.nextInt(17);
            MemorySegment out = arena.allocate(ROOM);
            BytePairs.scalar().join(planes, low, high, out, to, n);
            for (int i = 0; i < ROOM; i++) {
                int k = i - to;
                byte expected =
                        k < 0 || k >= 2 * n ? 0 : planes.get(ValueLayout.JAVA_BYTE, (k % 2 == 0 ? low : high) + k / 2);
                assertThat(out.get(ValueLayout.JAVA_BYTE, i)).as("byte %d", i).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0} numbers")
    @MethodSource("lengths")
    void vectorCodeEqualsTheScalarOneAtEveryAlignment(int n) {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the JVM runs without jdk.incubator.vector");
        assertThat(BytePairs.best()).isNotSameAs(BytePairs.scalar());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment planes = noise(arena, n);
            for (int shift = 0; shift < 8; shift++) {
                MemorySegment one = arena.allocate(ROOM);
                MemorySegment other = arena.allocate(ROOM);
                int low = 3 * shift % 8;
                int high = low + n + shift;
                BytePairs.scalar().join(planes, low, high, one, 5L * shift, n);
                BytePairs.best().join(planes, low, high, other, 5L * shift, n);
                assertThat(other.mismatch(one)).as("shift %d", shift).isEqualTo(-1);
            }
        }
    }

    @Test
    void warmingCodeGivesTheSameBeforeAndAfterItChangesOver() {
        BytePairs warming = BytePairs.warming();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment planes = noise(arena, 7);
            MemorySegment one = arena.allocate(ROOM);
            MemorySegment other = arena.allocate(ROOM);
            BytePairs.scalar().join(planes, 1, 270, one, 3, 250);
            long end = System.nanoTime() + 3_000_000_000L;
            do {
                other.fill((byte) 0);
                warming.join(planes, 1, 270, other, 3, 250);
                assertThat(other.mismatch(one)).isEqualTo(-1);
            } while (warming instanceof WarmingBytePairs w && !w.isCompiled() && System.nanoTime() < end);
        }
    }

    private static MemorySegment noise(Arena arena, long seed) {
        MemorySegment planes = arena.allocate(ROOM);
        byte[] bytes = new byte[ROOM];
        new SplittableRandom(seed).nextBytes(bytes);
        return planes.copyFrom(MemorySegment.ofArray(bytes));
    }
}
