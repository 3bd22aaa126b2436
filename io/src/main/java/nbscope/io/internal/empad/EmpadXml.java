package nbscope.io.internal.empad;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import nbscope.io.internal.xml.XmlElements;
import org.jspecify.annotations.Nullable;

/// What the .xml file says. Document types and external entities are refused.
///
/// @param rawFile name of the file with the pixels, without folders
/// @param scans   possible scans: `acquire`, then `search`; or the one series
/// @param values  short texts of the document, by the names of their elements
record EmpadXml(String rawFile, List<Scan> scans, Map<String, Object> values) {
    /// @param mode `acquire`, `search` or `series`
    /// @param nav  lengths of the navigation axes
    record Scan(String mode, long[] nav) {}

    private static final int DEEPEST = 100;
    private static final int MOST_VALUES = 500;

    /// @param limit bytes of a document that is read
    static EmpadXml parse(FileHead file, int limit) {
        if (file.size() > limit) {
            throw new MalformedDataException(
                    file.name(),
                    0,
                    "a document of " + file.size() + " bytes",
                    "at most " + limit + "; this is no EMPAD file");
        }
        String text = new String(file.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            Reading reading = new Reading();
            var document = new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
            XmlElements.walk(document, DEEPEST, reading);
            return reading.found(file.name());
        } catch (XMLStreamException e) {
            throw malformed(file.name(), "a broken document (" + e.getMessage() + ")");
        }
    }

    private static MalformedDataException malformed(String name, String found) {
        return new MalformedDataException(
                name,
                -1,
                found,
                "the .xml file of an EMPAD data set; open the .raw file with --format empad and --nav instead");
    }

    /// The document while it is read.
    private static final class Reading implements XmlElements.Visitor {
        private final Map<String, Object> values = new LinkedHashMap<>();
        private final Map<String, long[]> resolutions = new LinkedHashMap<>();
        private @Nullable String rawFile;
        private @Nullable String mode;
        private String type = "scan";
        private String count = "";

        @Override
        public void begin(Deque<String> path, XMLStreamReader reader) {
            if (path.size() != 2) {
                return;
            }
            switch (reader.getLocalName()) {
                case "raw_file" -> rawFile = reader.getAttributeValue(null, "filename");
                case "scan_parameters" -> mode = reader.getAttributeValue(null, "mode");
                default -> {}
            }
        }

        @Override
        public void end(Deque<String> path, String text) {
            String last = Objects.requireNonNull(path.peekLast());
            if (path.size() == 2) {
                switch (last) {
                    case "type" -> type = text.isEmpty() ? type : text;
                    case "count" -> count = text;
                    case "scan_parameters" -> mode = null;
                    default -> {}
                }
                if (!text.isEmpty() && values.size() < MOST_VALUES) {
                    values.put(last, text);
                }
                return;
            }
            String scan = mode;
            if (path.size() == 3 && scan != null && last.startsWith("scan_resolution_")) {
                long[] nav = resolutions.computeIfAbsent(scan, key -> new long[2]);
                switch (last) {
                    case "scan_resolution_y" -> nav[0] = number(text);
                    case "scan_resolution_x" -> nav[1] = number(text);
                    default -> {}
                }
            }
        }

        EmpadXml found(String name) {
            String raw = rawFile;
            if (raw == null) {
                throw malformed(name, "a document without raw_file");
            }
            // The name may come with the folders of another computer.
            String base = raw.substring(Math.max(raw.lastIndexOf('/'), raw.lastIndexOf('\\')) + 1);
            if (base.isBlank() || base.equals(".") || base.equals("..") || base.indexOf('\0') >= 0) {
                throw malformed(name, "the raw_file \"" + raw + "\"");
            }
            List<Scan> scans = new ArrayList<>();
            switch (type) {
                case "series" -> scans.add(new Scan("series", FileChecks.scan(name, -1, number(count))));
                case "scan" -> {
                    for (String m : List.of("acquire", "search")) {
                        long[] nav = resolutions.get(m);
                        if (nav != null) {
                            scans.add(new Scan(m, FileChecks.scan(name, -1, nav)));
                        }
                    }
                    if (scans.isEmpty()) {
                        throw malformed(name, "no scan_parameters of mode acquire or search");
                    }
                }
                default ->
                    throw new UnsupportedDataException(
                            name,
                            "its type is \"" + type + "\"; nbscope reads scan and series. Open the .raw file with "
                                    + "--format empad and --nav");
            }
            return new EmpadXml(base, scans, values);
        }

        /// 0, which no scan has, where the text is no number.
        private static long number(String text) {
            return text.matches("\\d{1,10}") ? Long.parseLong(text) : 0;
        }
    }
}
