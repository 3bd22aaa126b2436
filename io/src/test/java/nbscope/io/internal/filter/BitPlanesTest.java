package nbscope.io.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The scalar code against the definition, bit by bit, and the vector code against the scalar one; numbers that use
/// all of their bits, few, or none.
class BitPlanesTest {
    private static final int[] ELEMENTS = {8, 16, 64, 72, 128, 192, 1000, 4096};

    static IntStream items() {
        return IntStream.of(1, 2, 3, 4, 8, 16);
    }

    /// @param used planes that may have bits
    private static byte[] planes(int item, int elements, int used, long seed) {
        byte[] bytes = new byte[item * elements];
        new SplittableRandom(seed).nextBytes(bytes);
        Arrays.fill(bytes, used * elements / 8, bytes.length, (byte) 0);
        return bytes;
    }

    private static byte[] joined(BitPlanes by, int item, byte[] planes) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(planes.length + 9);
            out.fill((byte) 5);
            by.join(item, planes.length, planes, out, 3, new BitPlanes.Room());
            byte[] all = out.toArray(ValueLayout.JAVA_BYTE);
            for (int i : new int[] {0, 1, 2, all.length - 1, all.length - 6}) {
                assertThat(all[i]).as("byte %d, outside", i).isEqualTo((byte) 5);
            }
            return Arrays.copyOfRange(all, 3, 3 + planes.length);
        }
    }

    @ParameterizedTest(name = "{0} bytes per element")
    @MethodSource("items")
    void scalarCodeGathersTheBitsOfAnElement(int item) {
        for (int elements : ELEMENTS) {
            for (int used : new int[] {0, 5, 8 * item}) {
                byte[] planes = planes(item, elements, used, elements);
                byte[] expected = new byte[planes.length];
                for (int e = 0; e < elements; e++) {
                    for (int bit = 0; bit < 8 * item; bit++) {
                        int at = bit * elements + e;
                        expected[e * item + bit / 8] |= (byte) ((planes[at / 8] >> at % 8 & 1) << bit % 8);
                    }
                }
                assertThat(joined(BitPlanes.scalar(), item, planes))
                        .as("%d elements, %d planes", elements, used)
                        .isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest(name = "{0} bytes per element")
    @MethodSource("items")
    void vectorCodeEqualsTheScalarOne(int item) {
        assumeTrue(
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(),
                "the JVM runs without jdk.incubator.vector");
        assertThat(BitPlanes.best()).isNotSameAs(BitPlanes.scalar());
        for (int elements : ELEMENTS) {
            for (int used = 0; used <= 8 * item; used += item > 2 ? 3 : 1) {
                byte[] planes = planes(item, elements, used, 7L * elements + used);
                assertThat(joined(BitPlanes.best(), item, planes))
                        .as("%d elements, %d planes", elements, used)
                        .isEqualTo(joined(BitPlanes.scalar(), item, planes));
            }
        }
    }

    @Test
    void warmingCodeGivesTheSameBeforeAndAfterItChangesOver() {
        BitPlanes warming = BitPlanes.warming();
        byte[] planes = planes(2, 4096, 11, 1);
        byte[] expected = joined(BitPlanes.scalar(), 2, planes);
        long end = System.nanoTime() + 3_000_000_000L;
        do {
            assertThat(joined(warming, 2, planes)).isEqualTo(expected);
        } while (warming instanceof WarmingBitPlanes w && !w.isCompiled(2) && System.nanoTime() < end);
    }
}
