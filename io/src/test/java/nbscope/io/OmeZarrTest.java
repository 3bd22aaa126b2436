package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import nbscope.io.OmeZarrOptions.Codec;
import nbscope.io.OmeZarrOptions.Ngff;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images as they are written and read again; what zarr-python and ome-zarr see in them is in
/// OmeZarrPeerTest.
class OmeZarrTest {
    private static final Axis Y = new Axis("y", 0.5, "µm", 10);
    private static final Axis X = new Axis("x", 0.25, "µm", 0);

    @TempDir
    Path folder;

    private static OmeZarrOptions small() {
        return OmeZarrOptions.defaults().withChunk(16);
    }

    @Test
    void aLevelIsTheMeanOfTheOneBefore() {
        int[] values = {
            1, 2, 3, //
            2, 4, 5, //
            -3, -2, 7
        };
        Path target = folder.resolve("mean.zarr");
        OmeZarr.write(target, PlaneSource.of(NdArray.of(values, 3, 3)), small().withLevels(2), done -> {});
        // (1+2+2+4)/4 = 2.25, (3+5)/2 = 4, (-3-2)/2 = -2.5 half up, 7
        try (NdArray level = OmeZarr.open(target).level(1)) {
            assertThat(Fixture.read(level, Region.whole(2, 2))).isEqualTo(ints(2, 4, -2, 7));
        }
    }

    private static byte[] ints(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        out.asIntBuffer().put(values);
        return out.array();
    }

    @Test
    void axesAndChannelsAreKept() {
        for (Ngff ngff : Ngff.values()) {
            Path target = folder.resolve(ngff.label());
            OmeZarr.write(target, new Sample(DType.U16, 2, 40, 70), small().withNgff(ngff), done -> {});
            OmeZarr image = OmeZarr.open(target);
            assertThat(image.levels()).isEqualTo(3);
            assertThat(image.channels())
                    .containsExactly(
                            new PlaneSource.Channel("DAPI", 0x0000ff), new PlaneSource.Channel("GFP", 0x00ff00));
            try (NdArray first = NdArray.open(target);
                    NdArray second = image.level(1)) {
                assertThat(first.axes()).containsExactly(Axis.pixels("c"), Y, X);
                assertThat(second.shape()).containsExactly(2, 20, 35);
                assertThat(second.axes())
                        .containsExactly(
                                Axis.pixels("c"), new Axis("y", 1, "µm", 10.25), new Axis("x", 0.5, "µm", 0.125));
            }
        }
    }

    @Test
    void everyCodecAndShardsHoldWhatTheSourceHas() {
        for (Ngff ngff : Ngff.values()) {
            for (Codec codec : Codec.values()) {
                for (int shard : new int[] {0, 1, 3}) {
                    if (ngff == Ngff.V04 ? shard > 0 : codec == Codec.ZLIB) {
                        continue;
                    }
                    OmeZarrOptions options = new OmeZarrOptions(ngff, 3, 16, shard, codec);
                    Sample sample = new Sample(DType.I16, 2, 101, 67);
                    Path target = folder.resolve(ngff.label() + codec.label() + shard);
                    OmeZarr.write(target, sample, options, done -> {});
                    try (NdArray array = NdArray.open(target)) {
                        assertThat(Fixture.read(array, Region.whole(array.shape())))
                                .as(options.toString())
                                .isEqualTo(sample.all());
                    }
                }
            }
        }
    }

    @Test
    void whatStandsThereIsNotOverwritten() throws IOException {
        Path target = folder.resolve("there");
        Files.createDirectories(target);
        Files.writeString(target.resolve("notes.txt"), "mine");
        assertThatThrownBy(() -> OmeZarr.write(target, new Sample(DType.U8, 1, 20, 20), small(), done -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("exists already");
        assertThat(target.toFile().list()).containsExactly("notes.txt");
    }

    @Test
    void wishesThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> small().withNgff(Ngff.V04).withShard(2)).hasMessageContaining("no shards");
        assertThatThrownBy(() -> small().withCodec(Codec.ZLIB)).hasMessageContaining("gzip or zstd");
        assertThatThrownBy(() -> small().withChunk(17)).hasMessageContaining("even");
        assertThatThrownBy(() -> OmeZarr.write(
                        folder.resolve("x"), new Sample(DType.U8, 1, 4, 4), small().withLevels(9), done -> {}))
                .hasMessageContaining("at most 3");
        assertThatThrownBy(() -> PlaneSource.of(NdArray.of(new byte[6], 6))).hasMessageContaining("2 to 5 axes");
        assertThat(List.of(folder.toFile().list())).isEmpty();
    }

    @Test
    void anArrayKeepsItsPlanes() {
        short[] values = new short[2 * 3 * 4 * 20 * 30];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (i * 31);
        }
        NdArray array = NdArray.of(values, DType.U16, 2, 3, 4, 20, 30);
        Path target = folder.resolve("five.zarr");
        OmeZarr.write(target, PlaneSource.of(array), small(), done -> {});
        try (DataSet data = DataSet.open(target)) {
            assertThat(data.frames()).isEqualTo(2);
            assertThat(data.array().axes().stream().map(Axis::name)).containsExactly("t", "c", "z", "y", "x");
            assertThat(Fixture.read(data.array(), Region.whole(array.shape())))
                    .isEqualTo(Fixture.read(array, Region.whole(array.shape())));
            assertThat(Verification.of(data.array(), Region.whole(array.shape()), done -> {})
                            .broken())
                    .isEmpty();
        }
        assertThat(Map.copyOf(OmeZarr.open(target).attributes())).containsKey("ome");
    }
}
