package nbscope.io.internal.zarr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.OmeZarrOptions;
import nbscope.io.OmeZarrOptions.Ngff;
import nbscope.io.PlaneSource;
import org.jspecify.annotations.Nullable;

/// The metadata of an image that is being written (zarr-specs v2 and v3 core; NGFF 0.4 and 0.5). The
/// same image gives the same text: no times, no names of machines.
final class ImageText {
    private static final JsonMapper JSON = new JsonMapper();

    private final PlaneSource source;
    private final OmeZarrOptions options;
    private final Pyramid pyramid;
    private final boolean v2;

    ImageText(PlaneSource source, OmeZarrOptions options, Pyramid pyramid) {
        this.source = source;
        this.options = options;
        this.pyramid = pyramid;
        v2 = options.ngff() == Ngff.V04;
    }

    static String json(Map<String, ?> map) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(map).replace("\r\n", "\n") + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /// An object with the keys in their order; a value of null is a JSON null.
    private static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            out.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return out;
    }

    /// What must be the same for an unfinished image to be gone on with.
    String state() {
        return json(object(
                "format",
                1,
                "source",
                source.fingerprint(),
                "ngff",
                options.ngff().label(),
                "levels",
                pyramid.count(),
                "chunk",
                options.chunk(),
                "shard",
                options.shard(),
                "codec",
                options.codec().label(),
                "codecs",
                CodecScratch.twins()));
    }

    String arrayFile() {
        return v2 ? MetadataV2.ARRAY : MetadataV3.FILE;
    }

    Map<String, @Nullable Object> array(ArrayMetadata array) {
        if (v2) {
            return object(
                    "zarr_format",
                    2,
                    "shape",
                    array.shape(),
                    "chunks",
                    array.chunk(),
                    "dtype",
                    array.type().numpy(),
                    "compressor",
                    array.codecs().isEmpty() ? null : codecV2(array.codecs().getFirst()),
                    "fill_value",
                    0,
                    "order",
                    "C",
                    "filters",
                    null,
                    "dimension_separator",
                    "/");
        }
        List<Object> codecs = new ArrayList<>();
        codecs.add(bytes(array.type().bytes()));
        array.codecs().forEach(codec -> codecs.add(codecV3(codec)));
        ArrayMetadata.Shard shard = array.shard();
        return object(
                "zarr_format",
                3,
                "node_type",
                "array",
                "shape",
                array.shape(),
                "data_type",
                dataType(array),
                "chunk_grid",
                named("regular", object("chunk_shape", array.inFile())),
                "chunk_key_encoding",
                named("default", object("separator", "/")),
                "fill_value",
                0,
                "codecs",
                shard == null
                        ? codecs
                        : List.of(named(
                                "sharding_indexed",
                                object(
                                        "chunk_shape",
                                        array.chunk(),
                                        "codecs",
                                        codecs,
                                        "index_codecs",
                                        List.of(bytes(Long.BYTES), object("name", "crc32c")),
                                        "index_location",
                                        "end"))),
                "attributes",
                object(),
                "dimension_names",
                array.names());
    }

    private static String dataType(ArrayMetadata array) {
        String kind = switch (array.type().dtype().numpy().charAt(0)) {
            case 'u' -> "uint";
            case 'i' -> "int";
            default -> "float";
        };
        return kind + 8 * array.type().bytes();
    }

    private static Map<String, @Nullable Object> named(String name, Map<String, @Nullable Object> configuration) {
        return object("name", name, "configuration", configuration);
    }

    private static Map<String, @Nullable Object> bytes(int item) {
        return item == 1 ? object("name", "bytes") : named("bytes", object("endian", "little"));
    }

    private static Map<String, @Nullable Object> codecV2(ByteCodec codec) {
        return switch (codec) {
            case GzipCodec gzip -> object("id", "gzip", "level", gzip.level());
            case ZlibCodec zlib -> object("id", "zlib", "level", zlib.level());
            case ZstdCodec _ -> object("id", "zstd", "level", ZstdCodec.LEVEL);
            case BloscCodec blosc ->
                object(
                        "id",
                        "blosc",
                        "cname",
                        blosc.codec().label(),
                        "clevel",
                        blosc.level(),
                        "shuffle",
                        1,
                        "blocksize",
                        0);
            case Lz4Codec _, Crc32cCodec _ -> throw new IllegalStateException(codec.name() + " is not written");
        };
    }

    private static Map<String, @Nullable Object> codecV3(ByteCodec codec) {
        return switch (codec) {
            case GzipCodec gzip -> named("gzip", object("level", gzip.level()));
            case ZstdCodec _ -> named("zstd", object("level", ZstdCodec.LEVEL, "checksum", false));
            case BloscCodec blosc ->
                named(
                        "blosc",
                        object(
                                "cname",
                                blosc.codec().label(),
                                "clevel",
                                blosc.level(),
                                "shuffle",
                                "shuffle",
                                "typesize",
                                blosc.item(),
                                "blocksize",
                                0));
            case ZlibCodec _, Lz4Codec _, Crc32cCodec _ ->
                throw new IllegalStateException(codec.name() + " is not written");
        };
    }

    /// The attributes of the group, or its `zarr.json`.
    ///
    /// @param ranges of the channels, empty where nothing is known of those
    Map<String, @Nullable Object> image(List<ValueRange> ranges) {
        Map<String, @Nullable Object> image = object();
        if (v2) {
            image.put("version", options.ngff().label());
        }
        image.put("name", shortName());
        image.put("axes", source.axes().stream().map(ImageText::axis).toList());
        image.put("datasets", pyramid.levels().stream().map(this::dataset).toList());
        image.put("type", "area mean");
        Map<String, @Nullable Object> ome = object();
        if (!v2) {
            ome.put("version", options.ngff().label());
        }
        ome.put("multiscales", List.of(image));
        if (!ranges.isEmpty()) {
            ome.put("omero", omero(ranges));
        }
        return v2 ? ome : object("zarr_format", 3, "node_type", "group", "attributes", object("ome", ome));
    }

    private String shortName() {
        String name = source.name();
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
    }

    private static Map<String, @Nullable Object> axis(Axis axis) {
        String type = switch (axis.name()) {
            case "t" -> "time";
            case "c" -> "channel";
            default -> "space";
        };
        Map<String, @Nullable Object> out = object("name", axis.name(), "type", type);
        String unit = LengthUnits.longName(axis.unit());
        if (!unit.isEmpty() && !axis.name().equals("c")) {
            out.put("unit", unit);
        }
        return out;
    }

    /// A pixel of level n covers 2^n of the first, so its middle lies (2^n - 1) / 2 of those further
    /// on.
    private Map<String, @Nullable Object> dataset(Pyramid.Level level) {
        List<Double> scale = new ArrayList<>();
        List<Double> move = new ArrayList<>();
        for (Axis axis : source.axes()) {
            boolean plane = axis.name().equals("y") || axis.name().equals("x");
            double factor = plane ? (double) (1L << level.index()) : 1;
            double step = axis.name().equals("c") || !(axis.step() > 0) ? 1 : axis.step();
            double origin = axis.name().equals("c") || !Double.isFinite(axis.origin()) ? 0 : axis.origin();
            scale.add(step * factor);
            move.add(origin + step * (factor - 1) / 2);
        }
        List<Object> transformations = new ArrayList<>();
        transformations.add(object("type", "scale", "scale", scale));
        if (move.stream().anyMatch(v -> v != 0)) {
            transformations.add(object("type", "translation", "translation", move));
        }
        return object("path", Integer.toString(level.index()), "coordinateTransformations", transformations);
    }

    private Map<String, @Nullable Object> omero(List<ValueRange> ranges) {
        List<Object> channels = new ArrayList<>();
        for (int c = 0; c < ranges.size(); c++) {
            PlaneSource.Channel channel = source.channels().get(c);
            ValueRange range = ranges.get(c);
            ValueRange type = range.ofType(source.dtype());
            channels.add(object(
                    "label",
                    channel.name(),
                    "color",
                    String.format(Locale.ROOT, "%06X", channel.rgb() & 0xffffff),
                    "active",
                    true,
                    "window",
                    object("min", type.least(), "max", type.most(), "start", range.least(), "end", range.most())));
        }
        return object("channels", channels, "rdefs", object("model", "color"));
    }
}
