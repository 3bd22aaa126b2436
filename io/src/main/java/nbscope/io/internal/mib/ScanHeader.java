package nbscope.io.internal.mib;

import java.util.LinkedHashMap;
import java.util.Map;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import org.jspecify.annotations.Nullable;

/// The .hdr file beside .mib files: lines of a key, a tab and a value.
///
/// @param name   of the file
/// @param values by their keys, without the colon
record ScanHeader(String name, Map<String, Object> values) {
    static final int MOST = 1 << 20;
    private static final String MARK = "HDR";
    private static final String FRAMES = "Frames in Acquisition (Number)";
    private static final String PER_TRIGGER = "Frames per Trigger (Number)";

    static boolean isMarked(byte[] head) {
        return head.length > MARK.length()
                && head[0] == 'H'
                && head[1] == 'D'
                && head[2] == 'R'
                && (head[3] == ',' || head[3] == '\t');
    }

    static ScanHeader parse(FileHead head) {
        String text = head.text(0, Math.min(head.length(), MOST));
        if (!text.startsWith(MARK)) {
            throw new MalformedDataException(
                    head.name(),
                    0,
                    "no header",
                    "the text \"HDR\" at the start of the .hdr file of Merlin; open one of " + "the .mib files");
        }
        Map<String, Object> values = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int tab = line.indexOf('\t');
            if (tab > 0 && !line.startsWith(MARK) && !line.startsWith("End\t")) {
                String key = line.substring(0, tab).strip();
                values.put(
                        key.endsWith(":") ? key.substring(0, key.length() - 1) : key,
                        line.substring(tab + 1).strip());
            }
        });
        return new ScanHeader(head.name(), values);
    }

    /// `ScanY` x `ScanX`, else the triggers as rows; null where it says neither: a trigger for each
    /// frame, or one for all, tells nothing of rows.
    long @Nullable [] scan() {
        if (values.containsKey("ScanX") && values.containsKey("ScanY")) {
            return FileChecks.scan(name, -1, number("ScanY"), number("ScanX"));
        }
        if (!values.containsKey(FRAMES) || !values.containsKey(PER_TRIGGER)) {
            return null;
        }
        long frames = number(FRAMES);
        long perTrigger = number(PER_TRIGGER);
        if (perTrigger <= 1 || frames <= perTrigger) {
            return null;
        }
        return FileChecks.scan(name, -1, frames / perTrigger, perTrigger);
    }

    private long number(String key) {
        String text = String.valueOf(values.get(key));
        if (!text.matches("[0-9]{1,10}")) {
            throw new MalformedDataException(
                    name,
                    -1,
                    "\"" + (text.length() > 40 ? text.substring(0, 40) : text) + "\" as " + key,
                    "a whole number; correct the .hdr file, or say the scan shape (nav)");
        }
        return Long.parseLong(text);
    }
}
