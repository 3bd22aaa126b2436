package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziAttachment;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged CZI files end in our own exceptions, and what is not damaged can be read.
@Timeout(120)
class CziDamageTest {
    private static final long SMALL = 1 << 22;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    /// Everything that a file can be asked.
    private static void readAll(Path path, CziOptions options) {
        try (CziFile file = CziFile.open(path, options);
                Arena arena = Arena.ofShared()) {
            file.metadata();
            for (int i = 0; i < file.tileCount(); i++) {
                int tile = i;
                own(() -> file.readTile(tile, arena));
                own(() -> file.mask(tile));
            }
            own(() -> file.attachments().forEach(file::attachment));
            own(() -> {
                // A damaged start makes a box for which no test has the memory.
                if (file.raster(file.bounds(), 1, CziPlane.first()).bytes() < SMALL) {
                    file.readMosaic(file.bounds(), 1, CziPlane.first(), arena);
                }
            });
        }
    }

    private static @Nullable Throwable own(Runnable reading) {
        Throwable thrown = catchThrowable(reading::run);
        assertThat(thrown == null
                        || thrown instanceof MalformedDataException
                        || thrown instanceof UnsupportedDataException
                        || thrown instanceof IllegalArgumentException)
                .as("%s", thrown)
                .isTrue();
        return thrown;
    }

    static Stream<Long> seeds() {
        return Seeds.of(3);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aFlippedByteInAnyHeaderIsOursOrHarmless(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        CziAccess access = seed % 2 == 0 ? CziAccess.MAPPED : CziAccess.POSITIONAL;
        CziBytes sound = CziBytes.of("sparse").attachment("Thumbnail", "JPG", new byte[40]);
        for (int at : headers(sound)) {
            byte[] bytes = sound.toArray();
            bytes[at] ^= (byte) (1 + random.nextInt(255));
            Path damaged = new CziBytes(bytes).save(folder.resolve("flip.czi"));
            own(() -> readAll(damaged, CziOptions.defaults().access(access).threads(1)));
        }
    }

    private static int[] headers(CziBytes file) {
        Stream<int[]> parts = Stream.concat(
                Stream.of(
                        new int[] {0, 32 + 80},
                        new int[] {file.directory(), file.entries().getLast() + 32 + 8 * 20},
                        new int[] {(int) file.i64(CziBytes.METADATA), (int) file.i64(CziBytes.METADATA) + 40},
                        new int[] {(int) file.i64(CziBytes.ATTACHMENTS), file.size()}),
                file.entries().stream().map(entry -> (int) file.i64(entry + 6)).map(at ->
                        new int[] {at, at + 32 + 16 + 32 + 8 * 20}));
        return parts.flatMapToInt(part -> IntStream.range(part[0], Math.min(part[1], file.size())))
                .toArray();
    }

    @Test
    void everyTruncationIsReportedWithTheFile() {
        byte[] bytes = CziBytes.of("sparse").toArray();
        for (CziAccess access : List.of(CziAccess.MAPPED, CziAccess.POSITIONAL)) {
            int end = CziBytes.of("sparse").directory();
            for (int n = 0; n <= end; n += n < 600 ? 13 : 97) {
                Path cut = new CziBytes(Arrays.copyOf(bytes, n)).save(folder.resolve("cut.czi"));
                assertThat(catchThrowable(
                                () -> readAll(cut, CziOptions.defaults().access(access))))
                        .as("cut to %d bytes", n)
                        .isInstanceOf(MalformedDataException.class)
                        .hasMessageContaining(cut.toString())
                        .hasMessageContaining("byte ");
            }
        }
    }

    private void refused(CziBytes file, String... says) {
        Path path = file.save(folder.resolve("wrong.czi"));
        assertThatThrownBy(() -> CziFile.open(path)).hasMessageContainingAll(says);
    }

    @Test
    void whatIsWrongInTheDirectoryIsNamed() {
        CziBytes good = CziBytes.of("sparse");
        int directory = good.directory();
        int entry = good.entries().get(1);
        refused(
                new CziBytes(good.toArray()).putInt(directory + 32, 1 << 30),
                "1073741824 entries",
                "" + (directory + 32));
        refused(new CziBytes(good.toArray()).putInt(directory + 32, -1), "-1 entries");
        refused(new CziBytes(good.toArray()).putLong(directory + 24, 1L << 62), "ZISRAWDIRECTORY", "" + (1L << 62));
        refused(new CziBytes(good.toArray()).putText(directory, "DELETED\0\0\0\0\0\0\0\0\0"), "a deleted segment");
        refused(new CziBytes(good.toArray()).putLong(CziBytes.DIRECTORY, 0), "no position of a directory");
        refused(new CziBytes(good.toArray()).putLong(CziBytes.DIRECTORY, 1L << 62), "byte 84");
        // A ring: the directory is the header that points to it.
        refused(
                new CziBytes(good.toArray()).putLong(CziBytes.DIRECTORY, 32).putText(32, "ZISRAWDIRECTORY"),
                "wrong.czi");
        refused(new CziBytes(good.toArray()).putInt(entry + 28, 41), "41 dimensions in entry 1", "ZISRAWDIRECTORY");
        refused(new CziBytes(good.toArray()).putInt(entry + 28, -1), "-1 dimensions");
        refused(new CziBytes(good.toArray()).putText(entry, "DE"), "schema DE");
        refused(new CziBytes(good.toArray()).putText(entry, "XX"), "schema \"XX\"", "byte " + entry);
        refused(
                new CziBytes(good.toArray()).putText(entry + 32, "Q"),
                "a dimension named \"Q\"",
                "byte " + (entry + 32));
        refused(new CziBytes(good.toArray()).putInt(entry + 32 + 8, 0), "pixels");
        refused(new CziBytes(good.toArray()).putInt(32, 7), "version 7");
        refused(new CziBytes(good.toArray()).putInt(32 + 48, 1), "part 1");
    }

    @Test
    void aDamagedSubBlockLeavesTheOthersReadable() {
        CziBytes good = CziBytes.of("sparse");
        int block = good.subBlock(1);
        int entry = good.entries().get(1);
        tileFails(new CziBytes(good.toArray()).putLong(block + 32 + 8, 1L << 62), "" + (1L << 62), "ZISRAWSUBBLOCK");
        tileFails(new CziBytes(good.toArray()).putLong(block + 32 + 8, -5), "pixels of -5");
        tileFails(new CziBytes(good.toArray()).putInt(block + 32, Integer.MAX_VALUE), "metadata of 2147483647");
        tileFails(
                new CziBytes(good.toArray()).putText(block, "DELETED\0\0\0\0\0\0\0\0\0"),
                "a deleted segment",
                "byte " + block);
        tileFails(new CziBytes(good.toArray()).putLong(entry + 6, good.directory()), "ZISRAWDIRECTORY");
        tileFails(new CziBytes(good.toArray()).putLong(entry + 6, 1L << 62), "byte " + (entry + 6));
        tileFails(new CziBytes(good.toArray()).putInt(block + 32 + 16 + 28, 41), "41 dimensions");
        tileFails(new CziBytes(good.toArray()).putInt(block + 32 + 16 + 2, 1), "pixel type 1");
        tileFails(new CziBytes(good.toArray()).putInt(entry + 2, 99).putInt(block + 48 + 2, 99), "type 99");
        tileFails(new CziBytes(good.toArray()).putInt(entry + 18, 150).putInt(block + 48 + 18, 150), "camera RAW");
        // A size that would need 2 EiB.
        CziBytes huge = new CziBytes(good.toArray());
        for (int at : new int[] {entry + 32, block + 48 + 32}) {
            for (int i = 0; i < 8; i++) {
                boolean side = huge.i32(at + 20 * i) == 'X' || huge.i32(at + 20 * i) == 'Y';
                if (side) {
                    huge.putInt(at + 20 * i + 8, 1 << 30).putInt(at + 20 * i + 16, 1 << 30);
                }
            }
        }
        tileFails(huge, "1073741824 x 1073741824 pixels");
    }

    private void tileFails(CziBytes damaged, String... says) {
        Path path = damaged.save(folder.resolve("tile.czi"));
        try (CziFile file = CziFile.open(path);
                Arena arena = Arena.ofShared()) {
            assertThatThrownBy(() -> file.readTile(1, arena))
                    .isInstanceOfAny(MalformedDataException.class, UnsupportedDataException.class)
                    .hasMessageContainingAll(says);
            assertThat(file.readTile(0, arena).byteSize()).isPositive();
            assertThat(file.readTile(2, arena).byteSize()).isPositive();
        }
    }

    @Test
    void metadataThatCannotBeUsedDoNotHinderReading() {
        CziBytes good = CziBytes.of("sparse");
        String secret = folder.resolve("secret.txt").toUri().toString();
        List<String> texts = List.of(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"" + secret + "\">]><ImageDocument>&x;</ImageDocument>",
                "<!DOCTYPE ImageDocument SYSTEM \"" + secret + "\"><ImageDocument/>",
                "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><ImageDocument/>",
                "<ImageDocument><Metadata>",
                "no XML at all",
                "<a>".repeat(100_000),
                "");
        for (String text : texts) {
            Path path = new CziBytes(good.toArray()).metadata(text).save(folder.resolve("xml.czi"));
            try (CziFile file = CziFile.open(path);
                    Arena arena = Arena.ofShared()) {
                assertThat(file.metadata().problem()).isNotNull().contains("xml.czi");
                assertThat(file.metadata().xml()).isEqualTo(text);
                assertThat(file.channels()).isEmpty();
                file.readMosaic(file.bounds(), 1, CziPlane.first(), arena);
            }
        }
        int segment = (int) good.i64(CziBytes.METADATA);
        Path path = good.putInt(segment + 32, Integer.MAX_VALUE).save(folder.resolve("xml.czi"));
        try (CziFile file = CziFile.open(path)) {
            assertThat(file.metadata().problem()).contains("ZISRAWMETADATA", "byte " + (segment + 32));
        }
    }

    @Test
    void attachmentsAreListedAndRead() {
        byte[] content = {1, 2, 3, 4, 5};
        CziBytes good = CziBytes.of("sparse").attachment("TimeStamps", "CZTIMS", content);
        try (CziFile file = CziFile.open(good.save(folder.resolve("attached.czi")))) {
            CziAttachment found = file.attachments().getFirst();
            assertThat(found.name()).isEqualTo("TimeStamps");
            assertThat(found.type()).isEqualTo("CZTIMS");
            assertThat(file.attachment(found)).isEqualTo(content);
        }
        int list = (int) good.i64(CziBytes.ATTACHMENTS);
        Path broken = good.putInt(list + 32, 1 << 28).save(folder.resolve("attached.czi"));
        try (CziFile file = CziFile.open(broken);
                Arena arena = Arena.ofShared()) {
            assertThatThrownBy(file::attachments)
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("ZISRAWATTDIR");
            file.readTile(0, arena);
        }
    }

    /// Windows does not let that happen.
    @EnabledOnOs({OS.LINUX, OS.MAC})
    @ParameterizedTest
    @EnumSource(names = {"MAPPED", "POSITIONAL"})
    void aFileThatShrinksWhileItIsOpenIsAnErrorOfOurs(CziAccess access) throws IOException {
        for (String name : List.of("many_planes", "float_raw")) {
            Path path = Files.copy(Fixture.path("czi/" + name + ".czi"), folder.resolve(name + ".czi"));
            try (CziFile file = CziFile.open(path, CziOptions.defaults().access(access));
                    Arena arena = Arena.ofShared()) {
                try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    channel.truncate(0);
                }
                MemorySegment out = arena.allocate(1 << 16);
                for (int i = 0; i < file.tileCount(); i++) {
                    int tile = i;
                    assertThatThrownBy(() -> file.readTile(tile, out))
                            .isInstanceOf(MalformedDataException.class)
                            .hasMessageContaining(path.toString());
                }
            }
        }
    }
}
