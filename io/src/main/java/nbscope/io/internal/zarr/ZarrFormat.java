package nbscope.io.internal.zarr;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import nbscope.io.Format;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.UnsupportedDataException;
import org.jspecify.annotations.Nullable;

/// Zarr v2 and v3 in folders: an array, or a group with an OME-Zarr image, of which level 0 is opened.
public final class ZarrFormat implements Format {
    private static final int MOST_NAMES = 20;

    @Override
    public String name() {
        return "Zarr (folder)";
    }

    @Override
    public String id() {
        return "zarr";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        return Match.NO;
    }

    @Override
    public boolean detectFolder(Path folder) {
        return Stream.of(MetadataV3.FILE, MetadataV2.ARRAY, MetadataV2.GROUP, UnfinishedFolder.STATE)
                .anyMatch(file -> Files.isRegularFile(folder.resolve(file)));
    }

    @Override
    public NdArray open(Path folder) {
        if (Files.exists(folder.resolve(UnfinishedFolder.STATE))) {
            throw new UnsupportedDataException(
                    folder.toString(),
                    "an unfinished OME-Zarr image, whose writing was cut off; the same call of convert goes on with it");
        }
        @Nullable ArrayMetadata array = array(folder);
        if (array != null) {
            return new ZarrArray(array, List.of(), array.attributes());
        }
        return OmeImage.read(folder).level(0);
    }

    /// The metadata of an array; null where the folder is a group.
    ///
    /// @throws MalformedDataException when they are damaged
    static @Nullable ArrayMetadata array(Path folder) {
        Path v3 = folder.resolve(MetadataV3.FILE);
        if (Files.exists(v3)) {
            JsonPart json = JsonPart.read(v3);
            JsonPart version = json.get("zarr_format");
            if (!version.node().isIntegralNumber() || version.node().asInt() != 3) {
                throw version.malformed("3");
            }
            return switch (json.get("node_type").text()) {
                case "array" -> MetadataV3.read(folder, json);
                case "group" -> null;
                default -> throw json.get("node_type").malformed("\"array\" or \"group\"");
            };
        }
        return Files.exists(folder.resolve(MetadataV2.ARRAY)) ? MetadataV2.read(folder) : null;
    }

    /// What a group says about itself.
    static Map<String, @Nullable Object> groupAttributes(Path folder) {
        Path v3 = folder.resolve(MetadataV3.FILE);
        if (!Files.exists(v3)) {
            return MetadataV2.attributes(folder);
        }
        JsonPart attributes = JsonPart.read(v3).find("attributes");
        return attributes == null ? Map.of() : attributes.map();
    }

    /// What to open instead of a group that is no image.
    static UnsupportedDataException noImage(Path folder) {
        List<String> inside;
        try (Stream<Path> entries = Files.list(folder)) {
            inside = entries.filter(entry -> Files.isDirectory(entry) && new ZarrFormat().detectFolder(entry))
                    .map(entry -> String.valueOf(entry.getFileName()))
                    .sorted()
                    .limit(MOST_NAMES)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be listed: " + e.getMessage(), e);
        }
        return new UnsupportedDataException(
                folder.toString(),
                "this is a Zarr group without an OME-Zarr image of its own (no \"multiscales\" in its attributes); "
                        + (inside.isEmpty()
                                ? "it holds no array either"
                                : "open one of what it holds: " + String.join(", ", inside)));
    }
}
