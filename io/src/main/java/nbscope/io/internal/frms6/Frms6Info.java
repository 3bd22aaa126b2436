package nbscope.io.internal.frms6;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;

/// The text header of a set: an .hdr file with lines `key = value` below `[measurementInfo]`.
///
/// @param scan         lengths of the scan, in the order of `STEMImageSize`
/// @param binning      rows of the sensor that one row of the file stands for: 1, 2 or 4
/// @param signalFrames frames of the scan, -1 where the text does not say
/// @param fields       all keys in lower case, with their texts
record Frms6Info(long[] scan, int binning, long signalFrames, Map<String, Object> fields) {
    static final int LONGEST = 1 << 20;

    static final String SECTION = "[measurementInfo]";

    private static final Pattern READOUT =
            Pattern.compile("\"?bin:\\s*([0-9]{1,4}),\\s*windowing:\\s*[0-9]+\\s*x\\s*[0-9]+\\s*\"?");

    /// @throws MalformedDataException when a line that is needed is missing or makes no sense
    static Frms6Info parse(MappedFile file) {
        String text = new String(file.copy(0, (int) file.size(), "text"), StandardCharsets.ISO_8859_1);
        Map<String, Object> fields = new LinkedHashMap<>();
        boolean inside = false;
        boolean seen = false;
        for (String line : text.split("\\R", -1)) {
            String l = line.strip();
            if (l.startsWith("[")) {
                inside = l.equals(SECTION);
                seen |= inside;
            } else if (inside && !l.isEmpty() && l.charAt(0) != '#' && l.charAt(0) != ';') {
                Matcher m = Pattern.compile("[=:]").matcher(l);
                if (m.find()) {
                    fields.put(
                            l.substring(0, m.start()).strip().toLowerCase(Locale.ROOT),
                            l.substring(m.end()).strip());
                }
            }
        }
        if (!seen) {
            throw file.malformed(-1, "no line " + SECTION, "the text header of an FRMS6 set");
        }
        Matcher readout = READOUT.matcher(value(fields, "readoutmode", file));
        int binning = readout.matches() ? Integer.parseInt(readout.group(1)) : 0;
        if (binning != 1 && binning != 2 && binning != 4) {
            throw file.malformed(
                    -1,
                    "readoutMode " + fields.get("readoutmode"),
                    "\"bin: 1, windowing: rows x columns\" with a binning of 1, 2 or 4");
        }
        return new Frms6Info(
                scan(value(fields, "stemimagesize", file), file),
                binning,
                fields.containsKey("signalframes") ? number(value(fields, "signalframes", file), file) : -1,
                fields);
    }

    private static long[] scan(String text, MappedFile file) {
        String[] parts = text.split("x", -1);
        long[] scan = new long[parts.length];
        long frames = 1;
        for (int i = 0; i < parts.length; i++) {
            scan[i] = number(parts[i].strip(), file);
            frames *= scan[i];
            if (frames < 1 || frames > Integer.MAX_VALUE || parts.length > 3) {
                throw file.malformed(-1, "STEMImageSize " + text, "the lengths of a scan, for example 128x128");
            }
        }
        return scan;
    }

    private static String value(Map<String, Object> fields, String key, MappedFile file) {
        Object value = fields.get(key);
        if (value == null) {
            throw file.malformed(-1, "no line " + key + " below " + SECTION, "one; the header is damaged");
        }
        return value.toString();
    }

    private static long number(String text, MappedFile file) {
        if (!text.matches("[0-9]{1,9}")) {
            throw file.malformed(-1, "\"" + text + "\"", "a whole number");
        }
        return Long.parseLong(text);
    }
}
