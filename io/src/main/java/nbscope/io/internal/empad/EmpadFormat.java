package nbscope.io.internal.empad;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import nbscope.io.DType;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// Frames of the EMPAD detector: 130 x 128 float32, of which the last two rows are no pixels.
/// Opened by the .xml file that names the .raw file beside it, or by the .raw file itself.
public final class EmpadFormat implements FrameFormat {
    private static final int SIDE = 128;
    private static final int FOOTER = 2 * SIDE * Float.BYTES;
    private static final long STRIDE = (long) SIDE * SIDE * Float.BYTES + FOOTER;
    private static final int LONGEST_XML = 1 << 20;

    /// The name that the detector's program gives to a .raw file.
    private static final Pattern RAW_NAME = Pattern.compile("scan_x(\\d{1,5})_y(\\d{1,5})\\.raw");

    @Override
    public String name() {
        return "EMPAD";
    }

    @Override
    public String id() {
        return "empad";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (fileName.endsWith(".raw")) {
            return RAW_NAME.matcher(fileName).matches() ? Match.NAME : Match.NO;
        }
        String text = new String(head, StandardCharsets.ISO_8859_1);
        if (text.contains("<raw_file") || text.contains("<scan_parameters")) {
            return Match.CONTENT;
        }
        return fileName.endsWith(".xml") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        String fileName = String.valueOf(file.getFileName());
        if (fileName.toLowerCase(Locale.ROOT).endsWith(".raw")) {
            return fromRaw(FileHead.read(file, 0), fileName, options);
        }
        EmpadXml xml = EmpadXml.parse(FileHead.read(file, LONGEST_XML + 1), LONGEST_XML);
        Path raw = beside(file, xml.rawFile());
        if (!Files.isRegularFile(raw)) {
            throw new UncheckedIOException(
                    file + " names its pixels \"" + xml.rawFile() + "\", and there is no such file beside it; copy it "
                            + "there, or open the .raw file with --format empad and --nav",
                    new NoSuchFileException(raw.toString()));
        }
        return fromXml(file.toString(), FileHead.read(raw, 0), xml, options);
    }

    private static Path beside(Path file, String rawFile) {
        try {
            return file.resolveSibling(rawFile);
        } catch (InvalidPathException e) {
            throw new MalformedDataException(
                    file.toString(),
                    -1,
                    "the raw_file \"" + rawFile + "\"",
                    "a name that this computer can have for a file; open the .raw file with --format empad and --nav");
        }
    }

    /// The scan is the caller's, else that of the name where it fits, else a guess.
    static FrameLayout fromRaw(FileHead raw, String fileName, DataSetOptions options) {
        long frames = FileChecks.frames(raw.name(), raw.size(), 0, STRIDE, FOOTER, -1, options);
        List<String> guesses = new ArrayList<>();
        Matcher named = RAW_NAME.matcher(fileName.toLowerCase(Locale.ROOT));
        long[] nav = {frames};
        if (options.nav() == null) {
            boolean fits = named.matches()
                    && Long.parseLong(named.group(2)) * Long.parseLong(named.group(1)) == frames
                    && frames > 0;
            if (fits) {
                nav = new long[] {Long.parseLong(named.group(2)), Long.parseLong(named.group(1))};
                guesses.add("scan " + nav[0] + " x " + nav[1] + " was taken from the name of the file");
            } else {
                nav = FileChecks.guessedScan(frames, guesses);
            }
        }
        return layout(raw.name(), frames, nav, guesses, Map.of());
    }

    /// The scan of the .xml file that fits the length of the .raw file: that of `acquire`, else of
    /// `search`.
    static FrameLayout fromXml(String name, FileHead raw, EmpadXml xml, DataSetOptions options) {
        Map<String, Object> header = new LinkedHashMap<>(xml.values());
        List<String> guesses = new ArrayList<>();
        if (options.nav() != null) {
            long frames = FileChecks.frames(raw.name(), raw.size(), 0, STRIDE, FOOTER, -1, options);
            return layout(raw.name(), frames, new long[] {frames}, guesses, header);
        }
        for (EmpadXml.Scan scan : xml.scans()) {
            long frames = frames(scan);
            if (raw.size() == frames * STRIDE || raw.size() == frames * STRIDE - FOOTER) {
                if (scan.mode().equals("search")) {
                    guesses.add("scan " + Arrays.toString(scan.nav())
                            + " is that of mode \"search\"; that of \"acquire\" does not fit the file");
                }
                header.put("mode", scan.mode());
                return layout(raw.name(), frames, scan.nav(), guesses, header);
            }
        }
        EmpadXml.Scan first = xml.scans().getFirst();
        long whole = (raw.size() + FOOTER) / STRIDE;
        if (!options.partial()) {
            throw new MalformedDataException(
                    raw.name(),
                    raw.size(),
                    whole + " whole frames, the file ends at byte " + raw.size(),
                    xml.scans().stream()
                                    .map(scan -> frames(scan) + " frames of " + STRIDE + " bytes, "
                                            + frames(scan) * STRIDE + " bytes in all, for "
                                            + Arrays.toString(scan.nav()) + " (" + scan.mode() + ")")
                                    .collect(Collectors.joining(" or "))
                            + " as " + name + " says; copy the file again, say the scan shape (nav), or open what is "
                            + "there with allowPartial() or --partial");
        }
        header.put("mode", first.mode());
        return layout(raw.name(), Math.min(whole, frames(first)), first.nav(), guesses, header);
    }

    /// At most 2^31-1, as the scan was checked.
    private static long frames(EmpadXml.Scan scan) {
        return Arrays.stream(scan.nav()).reduce(1, (a, b) -> a * b);
    }

    private static FrameLayout layout(
            String raw, long frames, long[] nav, List<String> guesses, Map<String, Object> header) {
        FileSet files = new FileSet(List.of(new DataFile(raw, 0, frames, 0)), SIDE * SIDE, 8 * Float.BYTES, 0, FOOTER);
        return FrameLayout.of(new Shape(nav, new int[] {SIDE, SIDE}), files, Decoder.plain(ElementType.of(DType.F32)))
                .header(header)
                .guesses(guesses);
    }
}
