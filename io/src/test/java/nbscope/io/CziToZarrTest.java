package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import nbscope.io.czi.CziPlane;
import nbscope.io.internal.czi.CziArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo slide, whose expected pixels `notebooks/data/make_mosaic.py` wrote with pylibCZIrw, as tiles, as a mosaic
/// and as OME-Zarr.
class CziToZarrTest {
    private static final Path SLIDE = Path.of("../notebooks/data/tissue-mosaic.czi");
    private static final JsonNode EXPECTED = json(Path.of("../notebooks/data/tissue-mosaic.expected.json"));

    @TempDir
    Path folder;

    private static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(MemorySegment pixels) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(pixels.toArray(ValueLayout.JAVA_BYTE)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyTileOfTheSlideIsAsItWasWritten() {
        try (var file = CziFile.open(SLIDE);
                var arena = Arena.ofConfined()) {
            assertThat(file.tileCount()).isEqualTo(EXPECTED.get("subblocks").asInt());
            for (JsonNode tile : EXPECTED.get("tiles")) {
                var plane = CziPlane.channel(tile.get("C").asInt());
                var found = file.tile(tile.get("m").asInt(), plane).orElseThrow();
                assertThat(hash(file.readTile(found.index(), arena)))
                        .isEqualTo(tile.get("sha256_le_u16").asText());
            }
        }
    }

    @Test
    void theMosaicIsKeptAndTilesAreDecodedAboutOnce() {
        Path zarr = folder.resolve("slide.zarr");
        try (var file = CziFile.open(SLIDE);
                var planes = ((CziArray) file.array()).planes()) {
            OmeZarr.write(zarr, planes, OmeZarrOptions.defaults().withChunk(128), done -> {});
            assertThat(file.counters().tilesDecoded()).isBetween((long) file.tileCount(), 2L * file.tileCount());
        }
        var image = OmeZarr.open(zarr);
        assertThat(image.channels()).extracting(PlaneSource.Channel::name).containsExactly("DAPI", "Collagen-AF488");
        assertThat(image.channels()).extracting(PlaneSource.Channel::rgb).containsExactly(0x0050ff, 0x00ff3c);
        try (var level = image.level(0);
                var arena = Arena.ofConfined()) {
            long[] shape = level.shape();
            assertThat(shape).endsWith(2, 1, 2821, 2821);
            assertThat(level.axes().getLast().step()).isEqualTo(0.325);
            for (int c = 0; c < 2; c++) {
                long[] start = new long[shape.length];
                long[] size = shape.clone();
                start[shape.length - 4] = c;
                size[shape.length - 4] = 1;
                assertThat(hash(level.read(new Region(start, size), arena)))
                        .isEqualTo(
                                EXPECTED.get("composite_sha256_le_u16").get(c).asText());
            }
        }
    }

    @Test
    void coloursBecomeChannelsRedFirst() {
        Path source = Path.of("src/test/fixtures/czi/negative_bgr24.czi");
        Path zarr = folder.resolve("rgb.zarr");
        OmeZarr.convert(source, zarr, OmeZarrOptions.defaults().withChunk(32), done -> {});
        try (var file = CziFile.open(source);
                var level = OmeZarr.open(zarr).level(0);
                var arena = Arena.ofConfined()) {
            MemorySegment bgr = file.readMosaic(file.bounds(), 1, CziPlane.first(), arena);
            MemorySegment rgb = level.read(Region.whole(level.shape()), arena);
            long pixels = file.bounds().width() * file.bounds().height();
            for (long p = 0; p < pixels; p++) {
                for (int sample = 0; sample < 3; sample++) {
                    assertThat(rgb.get(ValueLayout.JAVA_BYTE, sample * pixels + p))
                            .isEqualTo(bgr.get(ValueLayout.JAVA_BYTE, 3 * p + 2 - sample));
                }
            }
            assertThat(OmeZarr.open(zarr).channels())
                    .isEqualTo(List.of(
                            new PlaneSource.Channel("Red", 0xff0000),
                            new PlaneSource.Channel("Green", 0x00ff00),
                            new PlaneSource.Channel("Blue", 0x0000ff)));
        }
    }
}
