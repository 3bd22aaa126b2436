package nbscope.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import nbscope.io.DType;
import nbscope.io.TilingPreferences;
import nbscope.io.TilingPreferences.Method;
import org.jspecify.annotations.Nullable;

/// A random data set, a set of UDFs and a ROI: whether partitions, tiling scheme and read ranges are what LiberTEM 0.16
/// made of them (`make_libertem_cases.py`).
final class LibertemCase {
    private LibertemCase() {}

    /// @return how many there were
    static int checkAll(JsonNode made) {
        int i = 0;
        for (JsonNode v : made.get("cases")) {
            check(v, "seed " + made.get("seed") + ", case " + i);
            i++;
        }
        return i;
    }

    private static void check(JsonNode v, String name) {
        Shape shape = new Shape(longs(v.get("nav")), ints(v.get("sig")));
        List<Slice> slices = BasePartition.makeSlices(
                shape, BasePartition.usualCount(shape, v.get("cores").intValue()));
        long[] borders = new long[slices.size() + 1];
        for (int i = 0; i < slices.size(); i++) {
            borders[i + 1] = slices.get(i).firstFrame() + slices.get(i).frameCount();
        }
        assertThat(borders).as(name).isEqualTo(longs(v.get("boundaries")));
        Roi roi = roi(v.get("roi"), (int) shape.frames());
        DType raw = LibertemVectorsTest.dtype(v.get("raw").textValue());
        DType read = LibertemVectorsTest.dtype(v.get("read").textValue());
        boolean copy = roi != null
                || raw != read
                || v.get("backend").textValue().equals("buffered")
                || v.get("sync").longValue() < 0;
        TilingScheme scheme = Negotiator.libertem()
                .scheme(LibertemVectorsTest.request(
                        wishes(v.get("udfs")), shape.sig(), slices.getFirst().frameCount(), raw, read, copy));
        int[] tile = ints(v.get("tileshape"));
        assertThat(scheme.depth()).as(name).isEqualTo(tile[0]);
        assertThat(scheme.tileSig()).as(name).isEqualTo(Arrays.copyOfRange(tile, 1, 3));
        assertThat(scheme.size()).as(name).isEqualTo(v.get("slices").intValue());
        assertThat(scheme.intent().name().toLowerCase(Locale.ROOT))
                .as(name)
                .isEqualTo(v.get("intent").textValue());
        if (v.has("ranges")) {
            ranges(v, shape, raw, roi, scheme, name);
        }
    }

    private static void ranges(
            JsonNode v, Shape shape, DType raw, @Nullable Roi roi, TilingScheme scheme, String name) {
        long[] headers = longs(v.get("headers"));
        JsonNode expected = v.get("ranges");
        var set = new FileSet(
                List.of(new DataFile("file", 0, shape.frames(), headers[0])),
                shape.pixels(),
                8 * raw.bytes(),
                (int) headers[1],
                (int) headers[2]);
        long sync = v.get("sync").longValue();
        var fitted =
                new TilingScheme(expected.get("depth").intValue(), scheme.tileSig(), scheme.sig(), scheme.intent());
        ReadRanges ranges = set.readRanges(
                expected.get("start").longValue(), expected.get("stop").longValue(), fitted, sync, roi);
        assertThat(ranges.tiles()).as(name).isEqualTo(expected.get("tiles").intValue());
        if (ranges.tiles() > 0) {
            assertThat(ranges.perTile())
                    .as(name)
                    .isEqualTo(expected.get("per_tile").intValue());
            assertThat(digest(ranges.slices()))
                    .as(name)
                    .isEqualTo(expected.get("slices").textValue());
            assertThat(digest(ranges.ranges()))
                    .as(name)
                    .isEqualTo(expected.get("rows").textValue());
            long[] index = Arrays.stream(ranges.schemeIndex()).asLongStream().toArray();
            assertThat(digest(index)).as(name).isEqualTo(expected.get("index").textValue());
        }
    }

    private static String digest(long[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.array());
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<TilingPreferences> wishes(JsonNode udfs) {
        List<TilingPreferences> wishes = new ArrayList<>();
        for (JsonNode udf : udfs) {
            Method method = Method.valueOf(udf.get(0).textValue().toUpperCase(Locale.ROOT));
            long bytes = udf.get(2).longValue();
            wishes.add(LibertemVectorsTest.wish(
                    method, udf.get(1).intValue(), bytes < 0 ? TilingPreferences.ANY_SIZE : bytes));
        }
        return wishes;
    }

    private static @Nullable Roi roi(JsonNode packed, int frames) {
        if (packed.isNull()) {
            return null;
        }
        byte[] bits = HexFormat.of().parseHex(packed.textValue());
        boolean[] mask = new boolean[frames];
        for (int i = 0; i < frames; i++) {
            mask[i] = (bits[i / 8] >> (7 - i % 8) & 1) != 0;
        }
        return Roi.of(mask);
    }

    private static long[] longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToLong(JsonNode::longValue)
                .toArray();
    }

    private static int[] ints(JsonNode list) {
        return Arrays.stream(longs(list)).mapToInt(Math::toIntExact).toArray();
    }
}
