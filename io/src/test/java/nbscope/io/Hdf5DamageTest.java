package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import nbscope.io.internal.codec.BitshuffleChunk;
import nbscope.io.internal.codec.CodecFormat;
import nbscope.io.internal.codec.Decoder;
import nbscope.io.internal.filter.BitPlanes;
import nbscope.io.internal.hdf5.Hdf5Entry;
import nbscope.io.internal.hdf5.Hdf5File;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are cut or changed end in a sentence that names them, or in numbers, and in nothing else.
@Timeout(120)
class Hdf5DamageTest {
    private static final List<String> FILES = List.of(
            "largest.h5", "user_block_contiguous.h5", "complex128.h5", "mask.h5", "links/many.h5", "refused.h5");

    @TempDir
    Path folder;

    @BeforeEach
    void unzip() {
        Hdf5Fixtures.unzip(folder);
    }

    static Stream<Long> seeds() {
        return Seeds.of(40);
    }

    /// Reads all there is.
    private static void readAll(Path path) {
        try (Hdf5File file = Hdf5File.open(path)) {
            for (Hdf5Entry entry : file.entries()) {
                try {
                    NdArray array = file.array(entry.path());
                    if (entry.bytes() <= 1 << 20) {
                        Fixture.read(array, Region.whole(array.shape()));
                    }
                } catch (MalformedDataException | UnsupportedDataException e) {
                    assertThat(e).hasMessageContaining(path.toString());
                }
            }
        } catch (MalformedDataException | UnsupportedDataException e) {
            assertThat(e).hasMessageContaining(path.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"largest.h5", "user_block_contiguous.h5", "complex128.h5"})
    void aFileThatIsCutSaysSo(String name) throws IOException {
        Path file = folder.resolve("hdf5").resolve(name);
        byte[] bytes = Files.readAllBytes(file);
        for (int cut = 1; cut < bytes.length; cut += Math.max(1, bytes.length / 97)) {
            Path part = folder.resolve("cut_" + cut + ".h5");
            Files.write(part, Arrays.copyOf(bytes, bytes.length - cut));
            assertThatThrownBy(() -> Hdf5File.open(part, null).close())
                    .as("%d bytes less", cut)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining(part.toString())
                    .hasMessageContaining("expected");
            Files.delete(part);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void changedBytesGiveNumbersOrOurOwnException(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (String name : FILES) {
            Path file = folder.resolve("hdf5").resolve(name);
            byte[] bytes = Files.readAllBytes(file);
            for (int n = random.nextInt(1, 30); n > 0; n--) {
                // Structures lie at the start of what is not empty: changes there are found more often.
                int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 4096));
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : bytes[at] ^ 1 << random.nextInt(8));
            }
            Path changed = folder.resolve("changed.h5");
            Files.write(changed, bytes);
            readAll(changed);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void numbersOfTheStructureMayBeAnything(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        long[] values = {0, -1, 1, 255, 65_535, Integer.MAX_VALUE, Long.MAX_VALUE, 1L << 40, 96, 800};
        for (String name : FILES) {
            byte[] bytes = Files.readAllBytes(folder.resolve("hdf5").resolve(name));
            MemorySegment memory = MemorySegment.ofArray(bytes);
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                int at = random.nextInt(bytes.length / 8) * 8;
                memory.set(
                        ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN),
                        at,
                        values[random.nextInt(values.length)]);
            }
            Path changed = folder.resolve("changed.h5");
            Files.write(changed, bytes);
            readAll(changed);
        }
    }

    @Test
    void aChecksumThatDiffersIsNamed() throws IOException {
        Path file = folder.resolve("hdf5/earliest.h5");
        byte[] bytes = Files.readAllBytes(file);
        byte[] stored;
        try (NdArray array = Hdf5File.open(file, "/filters/none")) {
            stored = Fixture.read(array, new Region(new long[3], new long[] {2, 8, 24}));
        }
        int changed = 0;
        for (int at = 0; at + stored.length + 4 < bytes.length; at++) {
            boolean here = Arrays.equals(bytes, at, at + stored.length, stored, 0, stored.length);
            if (here) {
                bytes[at] ^= 4;
                changed++;
            }
        }
        // The plain one, and the one with its checksum.
        assertThat(changed).isEqualTo(2);
        Files.write(file, bytes);
        assertThatThrownBy(() -> {
                    try (NdArray array = Hdf5File.open(file, "/filters/fletcher")) {
                        Fixture.read(array, Region.whole(array.shape()));
                    }
                })
                .isInstanceOf(MalformedDataException.class)
                .hasMessageContaining(file + ", byte ")
                .hasMessageContaining("checksum")
                .hasMessageContaining("fletcher32");
    }

    @Test
    void aChunkThatIsDamagedNamesItsPlace() {
        Decoder lz4 = Decoder.of(CodecFormat.LZ4, false);
        BitshuffleChunk chunk = new BitshuffleChunk(BitPlanes.scalar(), lz4);
        ByteOrder big = ByteOrder.BIG_ENDIAN;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(256);
            MemorySegment in = arena.allocate(64);
            assertThatThrownBy(() -> chunk.decode(in.asSlice(0, 5), 2, 0, out, "f", 100))
                    .hasMessageContaining("f, byte 100: found a chunk of 5 bytes");
            assertThatThrownBy(() -> chunk.decode(in, 2, 0, out, "f", 100))
                    .hasMessageContaining("f, byte 100: found a bitshuffle chunk of 0 decoded bytes, expected 256");
            in.set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(big), 0, 256);
            for (int size : new int[] {0, -16, 8, 24}) {
                in.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(big), 8, size);
                assertThatThrownBy(() -> chunk.decode(in, 2, 0, out, "f", 100))
                        .hasMessageContaining("f, byte 108: found bitshuffle blocks of");
            }
            in.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(big), 8, Integer.MAX_VALUE & -16);
            for (int length : new int[] {0, -1, 49, Integer.MAX_VALUE}) {
                in.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(big), 12, length);
                assertThatThrownBy(() -> chunk.decode(in, 2, 0, out, "f", 100))
                        .hasMessageContaining("f, byte 112: found a compressed block of");
            }
            in.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(big), 12, 48);
            assertThatThrownBy(() -> chunk.decode(in, 2, 0, out, "f", 100))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("f, byte 116: found a damaged compressed block");
        }
    }
}
