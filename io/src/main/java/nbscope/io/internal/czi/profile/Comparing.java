package nbscope.io.internal.czi.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.io.MalformedDataException;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziComparison;
import nbscope.io.czi.profile.CziComparison.Check;
import nbscope.io.czi.profile.CziComparison.Timing;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.CziValidation;
import nbscope.io.czi.profile.DataFile;
import nbscope.io.czi.profile.PhaseSummary;
import nbscope.io.czi.profile.ProfileJson;
import org.jspecify.annotations.Nullable;

/// Sets two results beside each other.
public final class Comparing {
    private static final String BENCHMARK = "nbscope-czi-benchmark";
    private static final String PROFILE = "nbscope-czi-profile";

    /// Areas that differ by less count as the same.
    private static final double SAME_AREA = 1e-4;

    private Comparing() {}

    /// As [CziComparison#of].
    public static CziComparison of(Path before, Path after) {
        String kind = kind(before);
        if (!kind.equals(kind(after))) {
            throw new IllegalArgumentException(before + " is a result of " + kind + ", " + after + " one of "
                    + kind(after) + "; compare two of the same kind");
        }
        List<Timing> timings = new ArrayList<>();
        List<Check> checks;
        if (kind.equals(BENCHMARK)) {
            CziBenchmark a = ProfileJson.read(before, CziBenchmark.class);
            CziBenchmark b = ProfileJson.read(after, CziBenchmark.class);
            for (BenchmarkRow row : a.rows()) {
                b.row(row.configuration().name())
                        .filter(other -> row.measured() && other.measured())
                        .ifPresent(other ->
                                timings.add(timing(row.configuration().name(), row.seconds(), other.seconds())));
            }
            timings.add(timing("expected for the plane", a.expectedPlane(), b.expectedPlane()));
            checks = checks(
                    anew(a.image().file(), a.options().channel(), a.options().scene(), a.validation()),
                    anew(b.image().file(), b.options().channel(), b.options().scene(), b.validation()));
        } else {
            CziProfile a = ProfileJson.read(before, CziProfile.class);
            CziProfile b = ProfileJson.read(after, CziProfile.class);
            for (int i = 0; i < Math.min(a.phases().size(), b.phases().size()); i++) {
                PhaseSummary phase = a.phases().get(i);
                timings.add(timing(
                        phase.name() + " per tile",
                        phase.mean(),
                        b.phases().get(i).mean()));
            }
            timings.add(timing("estimate for the plane", a.estimatePlane(), b.estimatePlane()));
            timings.add(timing("estimate with threads", a.estimateParallel(), b.estimateParallel()));
            checks = checks(
                    anew(a.image().file(), a.options().channel(), a.options().scene(), null),
                    anew(b.image().file(), b.options().channel(), b.options().scene(), null));
        }
        return new CziComparison(
                "nbscope-czi-comparison 1",
                before.toString(),
                after.toString(),
                timings,
                checks,
                checks.stream().allMatch(Check::good));
    }

    private static String kind(Path file) {
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(Files.readAllBytes(file));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new MalformedDataException(
                    file.toString(), -1, e.getOriginalMessage(), "JSON that nbscope czi wrote; run it again");
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        String format = tree.path("format").asText("");
        if (format.startsWith(BENCHMARK + " ")) {
            return BENCHMARK;
        }
        if (format.startsWith(PROFILE + " ")) {
            return PROFILE;
        }
        throw new MalformedDataException(
                file.toString(),
                -1,
                "JSON with the format \"" + format + "\"",
                "a result of nbscope czi benchmark or profile");
    }

    private static Timing timing(String name, double before, double after) {
        return new Timing(name, before, after, after == 0 ? Double.NaN : before / after);
    }

    /// Of the file as it is now, else as it was when the result was made.
    private static @Nullable CziValidation anew(
            String file, int channel, @Nullable Integer scene, @Nullable CziValidation then) {
        DataFile found = DataFile.find(Path.of(file));
        return Files.isRegularFile(found.path()) ? CziValidation.of(found.path(), channel, scene) : then;
    }

    private static List<Check> checks(@Nullable CziValidation a, @Nullable CziValidation b) {
        if (a == null || b == null) {
            return List.of(new Check("files", there(a), there(b), false));
        }
        return List.of(
                check("dimensions", size(a), size(b), size(a).equals(size(b))),
                check(
                        "pixels",
                        a.sha256(),
                        b.sha256(),
                        !a.sha256().isEmpty() && a.sha256().equals(b.sha256())),
                check("seams", seams(a), seams(b), a.seamPixels() == 0 && b.seamPixels() == 0),
                check(
                        "missing tiles",
                        missing(a),
                        missing(b),
                        a.unreadable().isEmpty()
                                && b.unreadable().isEmpty()
                                && a.tiles() == b.tiles()
                                && Double.compare(a.uncovered(), b.uncovered()) == 0),
                check("memory", memory(a), memory(b), within(a) && within(b)),
                check(
                        "downstream",
                        otsu(a),
                        otsu(b),
                        Double.isNaN(a.otsuArea())
                                ? Double.isNaN(b.otsuArea())
                                : Math.abs(a.otsuArea() - b.otsuArea()) < SAME_AREA));
    }

    private static Check check(String name, String before, String after, boolean good) {
        return new Check(name, before, after, good);
    }

    private static String there(@Nullable CziValidation v) {
        return v == null ? "the file is not there" : "the file is there";
    }

    private static String size(CziValidation v) {
        return v.width() + " x " + v.height() + " of " + v.pixelType();
    }

    private static String seams(CziValidation v) {
        return String.format(Locale.ROOT, "%d wrong pixels, step %.3f", v.seamPixels(), v.seamStep());
    }

    private static String missing(CziValidation v) {
        return String.format(
                Locale.ROOT,
                "%d tiles, %d unreadable, %.3f %% uncovered",
                v.tiles(),
                v.unreadable().size(),
                100 * v.uncovered());
    }

    private static boolean within(CziValidation v) {
        return v.peakBytes() < 0 || v.peakBytes() <= v.memoryBound();
    }

    private static String memory(CziValidation v) {
        return (v.peakBytes() < 0 ? "unknown" : (v.peakBytes() >> 20) + " MiB") + ", bound " + (v.memoryBound() >> 20)
                + " MiB";
    }

    private static String otsu(CziValidation v) {
        return String.format(Locale.ROOT, "area above Otsu's %.0f: %.4f %%", v.otsuThreshold(), 100 * v.otsuArea());
    }
}
