package nbscope.io.internal.seq;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.xml.XmlElements;
import org.jspecify.annotations.Nullable;

/// The bad pixels of a camera, from its XML file: maps of the whole detector, one per binning, each with
/// defects that are rows, columns, or pixels. External entities are not looked at: a text with a document
/// type is refused.
final class BadPixels {
    private static final int LARGEST_TEXT = 4 << 20;
    private static final int LARGEST_METADATA = 1 << 20;
    private static final int DEEPEST = 100;

    /// How a frame lies on the detector: the numbers of the camera's `.metadata` file.
    ///
    /// @param rows   of the frame, without binning
    /// @param row    of the detector at which it begins, without binning
    record Window(int rows, int cols, int row, int col, int binning) {
        /// Where the numbers stand in the file.
        private static final int AT = 282;

        static Window parse(MappedFile file) {
            return new Window(
                    file.i32(AT + 12, "UnbinnedFrameSizeY"),
                    file.i32(AT + 8, "UnbinnedFrameSizeX"),
                    file.i32(AT + 20, "OffsetY"),
                    file.i32(AT + 16, "OffsetX"),
                    file.i32(AT + 24, "HardwareBinning"));
        }

        /// The same in pixels of the maps: those of binned frames are half as long.
        Window onMap() {
            return binning > 1 ? new Window(rows / 2, cols / 2, row / 2, col / 2, binning) : this;
        }
    }

    /// Rows and columns `[from, to]` of a map.
    private record Defect(long rowFrom, long rowTo, long colFrom, long colTo) {}

    private record DetectorMap(long rows, long cols, int binning, List<Defect> defects) {}

    private BadPixels() {}

    /// True for bad pixels of a frame; null where the maps are of another detector, which is said.
    static boolean @Nullable [] read(Path xml, Path metadata, int[] sig, List<String> guesses) {
        MappedFile text = MappedFile.load(xml, LARGEST_TEXT);
        Window window = Window.parse(MappedFile.load(metadata, LARGEST_METADATA));
        return read(text, window, sig, guesses);
    }

    static boolean @Nullable [] read(MappedFile text, Window window, int[] sig, List<String> guesses) {
        DetectorMap map = largest(maps(text), window.binning() > 1);
        Window w = window.onMap();
        if (map == null) {
            guesses.add("the bad pixels of " + text.name() + " are not used: there is no map "
                    + (window.binning() > 1 ? "with" : "without") + " binning");
            return null;
        }
        if (w.rows() != sig[0]
                || w.cols() != sig[1]
                || w.row() < 0
                || w.col() < 0
                || (long) w.row() + w.rows() > map.rows()
                || (long) w.col() + w.cols() > map.cols()) {
            guesses.add("the bad pixels of " + text.name() + " are not used: their map of " + map.rows() + " x "
                    + map.cols() + " pixels and the window of " + w.rows() + " x " + w.cols() + " at " + w.row() + ", "
                    + w.col() + " do not fit frames of " + sig[0] + " x " + sig[1]);
            return null;
        }
        return mask(map, w, sig, text);
    }

    private static boolean[] mask(DetectorMap map, Window w, int[] sig, MappedFile text) {
        boolean[] mask = new boolean[sig[0] * sig[1]];
        // A list that covers the frame again and again is no list of a camera.
        long left = 64L * mask.length;
        for (Defect d : map.defects()) {
            int top = (int) Math.max(0, d.rowFrom() - w.row());
            int end = (int) Math.min(sig[0], d.rowTo() - w.row() + 1);
            int first = (int) Math.max(0, d.colFrom() - w.col());
            int last = (int) Math.min(sig[1], d.colTo() - w.col() + 1);
            left -= Math.max(0L, end - top) * Math.max(0, last - first);
            if (left < 0) {
                throw text.malformed(-1, "defects that cover the detector many times", "a list of bad pixels");
            }
            for (int row = top; row < end && first < last; row++) {
                java.util.Arrays.fill(mask, row * sig[1] + first, row * sig[1] + last, true);
            }
        }
        return mask;
    }

    /// The map with the most columns, of those with or without binning.
    private static @Nullable DetectorMap largest(List<DetectorMap> maps, boolean binned) {
        DetectorMap best = null;
        for (DetectorMap map : maps) {
            if (map.binning() > 1 == binned && (best == null || map.cols() > best.cols())) {
                best = map;
            }
        }
        return best;
    }

    private static List<DetectorMap> maps(MappedFile text) {
        byte[] bytes = text.copy(0, (int) text.size(), "text");
        try {
            var reading = new Reading();
            XmlElements.walk(new ByteArrayInputStream(bytes), DEEPEST, reading);
            return reading.maps;
        } catch (XMLStreamException | RuntimeException e) {
            // The parser of the JDK has exceptions of its own for some texts that are no XML.
            throw new MalformedDataException(
                    text.name(),
                    -1,
                    "a list of bad pixels that cannot be read (" + e.getMessage() + ")",
                    "XML with BadPixelMap elements; move the file away to read the frames without it");
        }
    }

    /// The document while it is read.
    private static final class Reading implements XmlElements.Visitor {
        private final List<DetectorMap> maps = new ArrayList<>();
        private int mapDepth = -1;

        @Override
        public void begin(Deque<String> path, XMLStreamReader element) throws XMLStreamException {
            if (element.getLocalName().equals("BadPixelMap")) {
                String binning = element.getAttributeValue(null, "Binning");
                maps.add(new DetectorMap(
                        number(element, "Rows"),
                        number(element, "Columns"),
                        binning == null ? 1 : Integer.parseInt(binning.strip()),
                        new ArrayList<>()));
                mapDepth = path.size();
            } else if (path.size() == mapDepth + 1
                    && !maps.isEmpty()
                    && element.getLocalName().equals("Defect")) {
                maps.getLast().defects().add(defect(element));
            }
        }

        @Override
        public void end(Deque<String> path, String text) {
            mapDepth = path.size() <= mapDepth ? -1 : mapDepth;
        }
    }

    private static Defect defect(XMLStreamReader reader) throws XMLStreamException {
        long[] rows = range(reader, "Row", "Rows");
        long[] cols = range(reader, "Column", "Columns");
        if (rows.length == 0 && cols.length == 0) {
            throw new XMLStreamException("a Defect without Row, Rows, Column or Columns");
        }
        long[] all = {0, Integer.MAX_VALUE};
        long[] r = rows.length == 0 ? all : rows;
        long[] c = cols.length == 0 ? all : cols;
        return new Defect(r[0], r[1], c[0], c[1]);
    }

    /// `7` or `7-9`; empty where the element has neither attribute.
    private static long[] range(XMLStreamReader reader, String one, String many) {
        String text = reader.getAttributeValue(null, one);
        if (text == null) {
            text = reader.getAttributeValue(null, many);
        }
        if (text == null) {
            return new long[0];
        }
        String[] parts = text.strip().split("-", -1);
        long from = Integer.parseInt(parts[0].strip());
        long to = Integer.parseInt(parts[parts.length - 1].strip());
        return new long[] {from, to};
    }

    private static long number(XMLStreamReader reader, String attribute) throws XMLStreamException {
        String text = reader.getAttributeValue(null, attribute);
        if (text == null) {
            throw new XMLStreamException("a BadPixelMap without " + attribute);
        }
        return Integer.parseInt(text.strip());
    }
}
