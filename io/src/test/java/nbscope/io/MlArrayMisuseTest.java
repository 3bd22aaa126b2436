package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What mlarray refuses, and what it should: each with a sentence that says what to do.
class MlArrayMisuseTest {
    @TempDir
    Path folder;

    private static MlArray small() {
        return MlArray.of(new short[4 * 6 * 8], 4, 6, 8);
    }

    static Stream<Arguments> contradictions() {
        MlaOptions plain = MlaOptions.defaults();
        return Stream.of(
                Arguments.of(plain.patch(8).chunks(2, 2, 2).blocks(1, 1, 1), "cannot both be given"),
                Arguments.of(plain.chunks(2, 2, 2), "found only chunks"),
                Arguments.of(plain.blocks(2, 2, 2), "found only blocks"),
                Arguments.of(plain.chunks(2, 2, 2).blocks(1, 3, 1), "longer than its chunk"),
                Arguments.of(plain.chunks(2, 2).blocks(1, 1), "give 3 lengths"),
                Arguments.of(plain.patch(8, 8), "3 spatial axes"));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void contradictingOptions(MlaOptions options, String named) {
        Path file = folder.resolve("x.mla");
        assertThatThrownBy(() -> small().save(file, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
        assertThat(file).doesNotExist();
    }

    @Test
    void patchesThatAreNone() {
        for (int[] patch : new int[][] {{0}, {-3}, {8, 0, 8}, {}}) {
            assertThatThrownBy(() -> MlaOptions.defaults().patch(patch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("at least 1")
                    .hasMessageContaining("noPatch()");
        }
        assertThatThrownBy(() -> MlaOptions.defaults().strategy("best")).hasMessageContaining("patch-aligned");
    }

    @Test
    void namesThatDoNotEndWithMla() {
        assertThatThrownBy(() -> small().save(folder.resolve("x.b2nd"))).hasMessageContaining("Blosc2.open");
        assertThatThrownBy(() -> MlArray.open(folder.resolve("x.npy"))).hasMessageContaining(".mla");
        assertThatThrownBy(() -> MlArray.load(folder.resolve("x"))).hasMessageContaining(".mla");
        assertThatThrownBy(() -> MlArray.create(folder.resolve("x"), DType.U8, 3))
                .hasMessageContaining(".mla");
    }

    @Test
    void filesThatAreNone() throws IOException {
        assertThatThrownBy(() -> MlArray.open(folder.resolve("no.mla")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("no.mla");
        assertThatThrownBy(() -> MlArray.open(Fixture.path("mla/plain_b2nd.mla")))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("plain b2nd")
                .hasMessageContaining("Blosc2.open");
        Path cut = folder.resolve("cut.mla");
        byte[] bytes = Files.readAllBytes(Fixture.path("mla/volume.mla"));
        Files.write(cut, Arrays.copyOf(bytes, bytes.length - 100));
        assertThatThrownBy(() -> MlArray.open(cut)).isInstanceOf(MalformedDataException.class);
    }

    @Test
    void labelsAndGeometryThatDoNotSuitTheArray() {
        NdArray array = NdArray.of(new short[48], 4, 3, 4);
        assertThatThrownBy(() -> MlArray.of(array, MlaMetadata.empty().withAxisLabels("spatial_y", "spatial_x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has 2 labels")
                .hasMessageContaining("expected 3");
        assertThatThrownBy(() -> MlArray.of(array, MlaMetadata.empty().withSpacing(1, 2)))
                .hasMessageContaining("meta.spatial.spacing has 2 values");
        MlaMetadata channels = MlaMetadata.empty().withAxisLabels("channel", "temporal", "components");
        assertThatThrownBy(() -> MlArray.of(array, channels).save(folder.resolve("x.mla")))
                .hasMessageContaining("blosc2-auto");
    }

    @Test
    void writingWhatIsOpenForReading() {
        Path file = folder.resolve("read.mla");
        small().save(file);
        try (MlArray array = MlArray.open(file);
                Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(2);
            Region region = new Region(new long[3], new long[] {1, 1, 1});
            assertThatThrownBy(() -> array.write(region, one)).hasMessageContaining("Mmap.READ_WRITE");
            assertThatThrownBy(array::writeMetadata).hasMessageContaining("Mmap.READ_WRITE");
        }
        assertThatThrownBy(() -> small().chunks()).hasMessageContaining("save it");
    }

    @Test
    void changesOfACopyStayInMemory() throws IOException {
        Path file = folder.resolve("copy.mla");
        small().save(file);
        byte[] before = Files.readAllBytes(file);
        Region first = new Region(new long[3], new long[] {1, 1, 1});
        for (MlArray array : List.of(MlArray.open(file, Mmap.COPY_ON_WRITE), MlArray.load(file))) {
            try (array;
                    Arena arena = Arena.ofConfined()) {
                array.write(first, arena.allocateFrom(ValueLayout.JAVA_SHORT, (short) 7));
                MemorySegment out = arena.allocate(2);
                array.read(first, out);
                assertThat(out.get(ValueLayout.JAVA_SHORT, 0)).isEqualTo((short) 7);
            }
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aLoadedArrayDoesNotNeedItsFile() throws IOException {
        Path file = folder.resolve("gone.mla");
        short[] values = new short[192];
        Arrays.fill(values, (short) 3);
        MlArray.of(values, 4, 6, 8).save(file);
        try (MlArray array = MlArray.load(file);
                Arena arena = Arena.ofConfined()) {
            Files.write(file, new byte[10]);
            MemorySegment out = arena.allocate(384);
            array.read(Region.whole(4, 6, 8), out);
            assertThat(out.toArray(ValueLayout.JAVA_SHORT)).isEqualTo(values);
            Path again = folder.resolve("again.mla");
            array.save(again);
            assertThat(Files.size(again)).isGreaterThan(100);
        }
    }

    @Test
    void savingOntoItselfWhileOpenForWriting() {
        Path file = folder.resolve("self.mla");
        small().save(file);
        try (MlArray array = MlArray.open(file, Mmap.READ_WRITE)) {
            assertThatThrownBy(() -> array.save(file)).hasMessageContaining("another name");
        }
        try (MlArray array = MlArray.open(file)) {
            array.metadata(array.metadata().withSpacing(1, 2, 3));
            array.save(file);
        }
        try (MlArray array = MlArray.open(file)) {
            assertThat(array.metadata().spacing()).containsExactly(1, 2, 3);
            assertThat(array.axes()).extracting(Axis::step).containsExactly(1.0, 2.0, 3.0);
        }
    }

    @Test
    void metadataThatAreWrittenCannotSayWhatIsNot() {
        Path file = folder.resolve("meta.mla");
        small().save(file, MlaOptions.defaults().patch(4));
        try (MlArray array = MlArray.open(file, Mmap.READ_WRITE)) {
            // From elsewhere: what saving sets stays that of this array.
            array.metadata(MlaMetadata.empty().withSpacing(4, 5, 6));
            array.writeMetadata();
        }
        try (MlArray array = MlArray.open(file)) {
            assertThat(array.hasArray()).isTrue();
            assertThat(array.metadata().patch()).containsExactly(4, 4, 4);
            assertThat(array.metadata().shape()).containsExactly(4, 6, 8);
            assertThat(array.metadata().spacing()).containsExactly(4, 5, 6);
        }
    }
}
