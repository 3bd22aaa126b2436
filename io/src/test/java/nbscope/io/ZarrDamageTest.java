package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damaged Zarr folders end in a sentence, before anything is allocated by a size that a file names.
class ZarrDamageTest {
    private static final String ARRAY = "codecs/v3_zstd";

    @TempDir
    Path folder;

    @BeforeEach
    void unzip() throws IOException {
        ZarrFixtures.unzip(folder);
    }

    static Stream<Long> seeds() {
        return Seeds.of(12);
    }

    private void edit(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        String changed = text.replaceFirst(from, to);
        assertThat(changed).as("an edit that changes something").isNotEqualTo(text);
        Files.writeString(path, changed);
    }

    private void refuses(String array, String... words) {
        assertThatThrownBy(() -> readAll(folder.resolve(array)))
                .isInstanceOfAny(MalformedDataException.class, UnsupportedDataException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static byte[] readAll(Path path) {
        try (NdArray array = NdArray.open(path)) {
            return Fixture.read(array, Region.whole(array.shape()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"shape\": \\[\\s*30, | \"shape\": [-1, | at least 0",
                "\"shape\": \\[\\s*30, | \"shape\": [\"30\", | whole numbers",
                "\"shape\": \\[\\s*30, | \"shape\": [30.5, | whole numbers",
                "\"shape\": \\[\\s*30, | \"shape\": [9e99, | whole numbers",
                "\"shape\": \\[\\s*30, | \"shape\": [4611686018427387904, | 2^63",
                "\"shape\": \\[\\s*30, | \"shape\": [30, 1, | one length for each",
                "\"chunk_shape\": \\[\\s*16, | \"chunk_shape\": [0, | at least 1",
                "\"chunk_shape\": \\[\\s*16, | \"chunk_shape\": [2147483647, | smaller chunks",
                "\"chunk_shape\": \\[\\s*16, | \"chunk_shape\": [4611686018427387904, | smaller chunks",
                "\"uint16\" | \"uint17\" | uint17",
                "\"zstd\" | \"lzma9\" | lzma9",
                "\"name\": \"bytes\" | \"name\": \"vlen-utf8\" | vlen-utf8",
                "\"little\" | \"middle\" | little",
                "\"separator\": \"/\" | \"separator\": \"/../\" | between the numbers",
                "\"regular\" | \"rectangular\" | one size",
                "\"storage_transformers\": \\[ | \"storage_transformers\": [{\"name\": \"x\"} | storage transformers",
                "\"node_type\": \"array\" | \"node_type\": \"tree\" | group",
                "\"zarr_format\": 3 | \"zarr_format\": 4 | zarr_format",
                "\"fill_value\": 0 | \"fill_value\": -1 | fits u16",
                "\"fill_value\": 0 | \"fill_value\": 1e999999999 | whole number",
                "\"fill_value\": 0 | \"fill_value\": \"x\" | whole number",
            })
    void metadataThatSayTheImpossible(String from, String to, String word) throws IOException {
        edit(ARRAY + "/zarr.json", from.strip(), to.strip());
        refuses(ARRAY, word.strip(), "zarr.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"order\": \"C\" | \"order\": \"K\" | \"C\" or \"F\"",
                "\"zstd\" | \"bz2\" | bz2",
                "\"filters\": null | \"filters\": [{\"id\": \"delta\"}] | delta",
                "\"<u2\" | [[\"a\", \"<u2\"]] | one field",
                "\"<u2\" | \"O\" | Python objects",
            })
    void metadataOfTheOlderVersion(String from, String to, String word) throws IOException {
        edit("codecs/v2_zstd/.zarray", from.strip(), to.strip());
        refuses("codecs/v2_zstd", word.strip(), ".zarray");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "17", "{\"a\": nul", "\u0000\u0001"})
    void whatIsNoJson(String text) throws IOException {
        Files.writeString(folder.resolve(ARRAY + "/zarr.json"), text);
        refuses(ARRAY, "zarr.json");
        Files.writeString(folder.resolve(ARRAY + "/zarr.json"), "{\"a\": " + "[".repeat(100_000));
        refuses(ARRAY, "zarr.json");
    }

    @Test
    void aLevelOutsideOfTheImageIsRefused() throws IOException {
        for (String path : List.of("../v04/s0", "/etc", "s0/../../v04/s0", "")) {
            ZarrFixtures.replace(folder, "ome/v05/zarr.json");
            edit("ome/v05/zarr.json", "\"path\": \"s0\"", "\"path\": \"" + path + "\"");
            refuses("ome/v05", "inside of the image");
        }
        ZarrFixtures.replace(folder, "ome/v05/zarr.json");
        edit("ome/v05/zarr.json", "\"path\": \"s0\"", "\"path\": \"gone\"");
        refuses("ome/v05", "gone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "codecs/v3_zstd",
                "codecs/v3_zstd_checksum",
                "codecs/v3_gzip",
                "codecs/v3_crc32c",
                "codecs/v3_blosc_lz4_shuffle",
                "codecs/v3_blosc_zstd_bitshuffle",
                "types/v3_u2"
            })
    void aChunkThatWasCutShortLeavesTheOthers(String array) throws IOException {
        Path chunk = folder.resolve(array + "/c/0/0");
        byte[] bytes = Files.readAllBytes(chunk);
        for (int length : new int[] {0, 1, 5, bytes.length / 2, bytes.length - 1}) {
            Files.write(chunk, Arrays.copyOf(bytes, length));
            refuses(array, "c/0/0".replace('/', File.separatorChar));
        }
        try (NdArray open = NdArray.open(folder.resolve(array))) {
            long[] last = open.shape();
            last[0]--;
            last[1]--;
            assertThat(Fixture.read(open, new Region(last, new long[] {1, 1}))).hasSize(2);
        }
    }

    @Test
    void whatUnpacksToMoreThanAChunkIsNotUnpacked() throws IOException {
        byte[] zeros = new byte[1 << 20];
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            for (int i = 0; i < 512; i++) {
                out.write(zeros);
            }
        }
        Files.write(folder.resolve("codecs/v3_gzip/c/0/0"), shortened(gzip.toByteArray()));
        refuses("codecs/v3_gzip", "c");
        ByteArrayOutputStream small = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(small)) {
            out.write(zeros);
        }
        Files.write(folder.resolve("codecs/v3_gzip/c/0/0"), small.toByteArray());
        refuses("codecs/v3_gzip", "more than 512 bytes");
        ByteArrayOutputStream zlib = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(zlib)) {
            out.write(zeros);
        }
        Files.write(folder.resolve("codecs/v2_zlib/0.0"), zlib.toByteArray());
        refuses("codecs/v2_zlib", "more than 512 bytes");
        // One segment of 2^40 bytes.
        byte[] frame = ByteBuffer.allocate(13)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0xFD2FB528)
                .put((byte) 0xE0)
                .putLong(1L << 40)
                .array();
        Files.write(folder.resolve("codecs/v3_zstd/c/0/0"), frame);
        refuses("codecs/v3_zstd", "zstd");
        Path blosc = folder.resolve("codecs/v3_blosc_lz4_shuffle/c/0/0");
        byte[] chunk = Files.readAllBytes(blosc);
        ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).putInt(4, Integer.MAX_VALUE);
        Files.write(blosc, chunk);
        refuses("codecs/v3_blosc_lz4_shuffle", "at most 512");
        Path lz4 = folder.resolve("codecs/v2_lz4/0.0");
        byte[] block = Files.readAllBytes(lz4);
        ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(0, Integer.MAX_VALUE);
        Files.write(lz4, block);
        refuses("codecs/v2_lz4", "at most 512");
    }

    private static byte[] shortened(byte[] bytes) {
        assertThat(bytes.length).isGreaterThan(100_000);
        return bytes;
    }

    @Test
    void aChunkThatUnpacksToLessIsRefused() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gzip)) {
            out.write(new byte[100]);
        }
        Files.write(folder.resolve("codecs/v3_gzip/c/0/0"), gzip.toByteArray());
        refuses("codecs/v3_gzip", "100 bytes", "512");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shards/end", "shards/start"})
    void indexesOfShardsAreChecked(String array) throws IOException {
        Path shard = folder.resolve(array + "/c/0/0/0");
        byte[] bytes = Files.readAllBytes(shard);
        int length = 16 * 16 + 4;
        int at = array.endsWith("end") ? bytes.length - length : 0;
        Files.write(shard, Arrays.copyOf(bytes, length - 1));
        refuses(array, "index");
        byte[] changed = bytes.clone();
        changed[at] ^= 1;
        Files.write(shard, changed);
        refuses(array, "checksum");
        for (long[] pair : new long[][] {{1L << 40, 10}, {0, 1L << 40}, {-5, 10}, {10, -5}, {Long.MAX_VALUE, 10}}) {
            ByteBuffer index = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
            index.putLong(at, pair[0]).putLong(at + 8, pair[1]);
            CRC32C sum = new CRC32C();
            sum.update(index.array(), at, length - 4);
            index.putInt(at + length - 4, (int) sum.getValue());
            Files.write(shard, index.array());
            refuses(array, "inside of the file");
        }
        Files.delete(shard);
        assertThat(readAll(folder.resolve(array))).hasSize(2 * 40 * 45 * 2);
    }

    /// Any byte of any file may be wrong: the values are then others, or there is a sentence.
    @ParameterizedTest
    @MethodSource("seeds")
    void flippedBytesEndInASentence(long seed) throws IOException {
        Random random = new Random(seed);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (int i = 0; i < 150; i++) {
            Path file = files.get(random.nextInt(files.size()));
            byte[] bytes = Files.readAllBytes(file);
            byte[] changed = bytes.clone();
            for (int k = random.nextInt(3); k >= 0 && changed.length > 0; k--) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, random.nextInt(4) == 0 ? Arrays.copyOf(bytes, bytes.length / 2) : changed);
            Path array = folder.resolve(folder.relativize(file).getName(0))
                    .resolve(folder.relativize(file).getName(1));
            try {
                readAll(array);
            } catch (MalformedDataException | UnsupportedDataException sentence) {
                assertThat(sentence.getMessage()).isNotBlank();
            } catch (RuntimeException | OutOfMemoryError e) {
                fail("%s, seed %d, step %d: %s", file, seed, i, e);
            }
            Files.write(file, bytes);
        }
    }
}
