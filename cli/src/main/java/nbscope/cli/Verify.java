package nbscope.cli;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import nbscope.io.MalformedDataException;
import nbscope.io.NdArray;
import nbscope.io.Region;
import nbscope.io.UnsupportedDataException;
import nbscope.io.Verification;
import nbscope.io.Verification.Broken;
import org.jspecify.annotations.Nullable;

/// `verify FILE [--region 0:10,5:20] [--json]`: decodes everything, names what is broken, prints the
/// SHA-256 of the values. For CZI files also tile by tile, or of one plane: [VerifyCzi].
final class Verify {
    private static final String USAGE = "nbscope verify FILE [--region 0:10,5:20] [--json], and for .czi files "
            + "nbscope verify FILE.czi --tiles | --plane C=0,Z=0,T=0 [--scene 0] [--roi x,y,w,h] [--json]";

    private Verify() {}

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        FileArguments wanted = FileArguments.parse(
                arguments, USAGE, 1, Set.of("--json", "--tiles"), Set.of("--region", "--plane", "--scene", "--roi"));
        checkTogether(wanted);
        if (wanted.has("--tiles")) {
            return tiles(wanted, out, err);
        }
        @Nullable String text = wanted.option("--region");
        @Nullable RegionText region = text == null ? null : RegionText.parse(text, USAGE);
        Path file = wanted.files().getFirst();
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("file", file.toString());
        for (String key : List.of("format", "shape", "dtype", "bytes", "sha256")) {
            answer.put(key, null);
        }
        List<Broken> broken;
        try {
            broken = wanted.option("--plane") == null
                    ? read(file, region, answer, err)
                    : plane(file, wanted, answer, err);
        } catch (UncheckedIOException | MalformedDataException | UnsupportedDataException e) {
            broken = List.of(Broken.of(-1, e));
        }
        answer.put("errors", broken.stream().map(Verify::error).toList());
        broken.forEach(
                b -> err.println("nbscope: " + (b.chunk() < 0 ? "" : "chunk " + b.chunk() + ": ") + b.message()));
        if (wanted.json()) {
            out.println(Json.text(answer));
        } else {
            print(answer, broken.size(), out);
        }
        return broken.isEmpty() ? ExitStatus.GOOD : ExitStatus.UNREADABLE;
    }

    private static void checkTogether(FileArguments wanted) {
        boolean plane = wanted.option("--plane") != null;
        if (!plane && (wanted.option("--scene") != null || wanted.option("--roi") != null)) {
            throw Arguments.wrong("--scene and --roi belong to --plane", USAGE);
        }
        int ways = (plane ? 1 : 0) + (wanted.has("--tiles") ? 1 : 0) + (wanted.option("--region") != null ? 1 : 0);
        if (ways > 1) {
            throw Arguments.wrong("--region, --tiles and --plane exclude each other", USAGE);
        }
    }

    private static int tiles(FileArguments wanted, PrintStream out, PrintStream err) {
        Map<String, @Nullable Object> answer = VerifyCzi.tiles(wanted.files().getFirst(), err);
        int broken = 0;
        for (Object each : (List<?>) Objects.requireNonNull(answer.get("tiles"))) {
            Map<?, ?> tile = (Map<?, ?>) each;
            Object error = tile.get("error");
            if (error != null) {
                broken++;
                err.println("nbscope: tile " + tile.get("index") + ": " + error);
            }
            if (!wanted.json()) {
                out.println(tile.get("index") + " " + tile.get("position") + " " + tile.get("shape") + " "
                        + tile.get("pixelType") + " " + tile.get("compression") + " "
                        + (error == null ? tile.get("sha256") : "broken"));
            }
        }
        if (wanted.json()) {
            out.println(Json.text(answer));
        }
        return broken == 0 ? ExitStatus.GOOD : ExitStatus.UNREADABLE;
    }

    private static List<Broken> plane(
            Path file, FileArguments wanted, Map<String, @Nullable Object> answer, PrintStream err) {
        @Nullable String scene = wanted.option("--scene");
        @Nullable String roi = wanted.option("--roi");
        if (scene != null && !scene.matches("[0-9]{1,9}")) {
            throw Arguments.wrong("--scene is \"" + scene + "\", expected a number", USAGE);
        }
        return VerifyCzi.plane(
                file,
                String.valueOf(wanted.option("--plane")),
                scene == null ? null : Integer.valueOf(scene),
                roi == null ? null : VerifyCzi.box(roi, USAGE),
                answer,
                err);
    }

    private static List<Broken> read(
            Path file, @Nullable RegionText region, Map<String, @Nullable Object> answer, PrintStream err) {
        try (NdArray array = NdArray.open(file)) {
            answer.put("format", FileFormat.of(file, array));
            answer.put("shape", array.shape());
            answer.put("dtype", array.elementType().numpy());
            Region part = region == null ? Region.whole(array.shape()) : region.of(array.shape());
            long bytes = part.elements() * array.elementType().bytes();
            answer.put("bytes", bytes);
            try (ProgressLines progress = new ProgressLines("verify", bytes, err)) {
                Verification found = Verification.of(array, part, progress);
                answer.put("sha256", found.sha256());
                return found.broken();
            }
        }
    }

    private static Map<String, @Nullable Object> error(Broken broken) {
        Map<String, @Nullable Object> error = new LinkedHashMap<>();
        error.put("chunk", broken.chunk() < 0 ? null : broken.chunk());
        error.put("offset", broken.offset() < 0 ? null : broken.offset());
        error.put("message", broken.message());
        return error;
    }

    private static void print(Map<String, @Nullable Object> answer, int broken, PrintStream out) {
        answer.forEach((key, value) -> {
            if (!key.equals("errors") && value != null) {
                out.printf("%-8s %s%n", key, value instanceof long[] shape ? Arrays.toString(shape) : value);
            }
        });
        out.printf(
                "%-8s %s%n",
                "result", broken == 0 ? "good" : broken == 1 ? "broken" : "broken in " + broken + " places");
    }
}
