package nbscope.cli;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.io.Region;
import org.jspecify.annotations.Nullable;

/// A region as a person types it: `0:10,5:20`, with NumPy's meaning. A missing end is the array's, a negative index
/// counts from the end, what lies outside is clipped, axes that are not named are whole, a single index is one element.
record RegionText(String text, Part[] parts) {
    private static final Pattern SLICE = Pattern.compile("\\s*([+-]?\\d+)?\\s*:\\s*([+-]?\\d+)?\\s*");
    private static final Pattern INDEX = Pattern.compile("\\s*([+-]?\\d+)\\s*");

    /// One axis. `single`: only `from` counts.
    record Part(@Nullable Long from, @Nullable Long until, boolean single) {}

    /// @throws UsageException when the text is no region
    static RegionText parse(String text, String usage) {
        String[] pieces = text.split(",", -1);
        Part[] parts = new Part[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            Matcher slice = SLICE.matcher(pieces[i]);
            Matcher index = INDEX.matcher(pieces[i]);
            if (slice.matches()) {
                parts[i] = new Part(number(slice.group(1), usage), number(slice.group(2), usage), false);
            } else if (index.matches()) {
                parts[i] = new Part(number(index.group(1), usage), null, true);
            } else {
                throw Arguments.wrong(
                        "\"" + pieces[i].strip() + "\" in --region " + text
                                + " is no range; expected first:end for each axis, such as 0:10,5:20, without steps",
                        usage);
            }
        }
        return new RegionText(text, parts);
    }

    private static @Nullable Long number(@Nullable String digits, String usage) {
        try {
            return digits == null ? null : Long.valueOf(digits);
        } catch (NumberFormatException e) {
            throw Arguments.wrong(digits + " is too large for an index", usage);
        }
    }

    /// @throws UsageException when there are more ranges than axes, or a single index lies outside
    Region of(long[] shape) {
        if (parts.length > shape.length) {
            throw new UsageException("--region " + text + " has " + parts.length + " ranges, the array has "
                    + shape.length + " axes " + Arrays.toString(shape));
        }
        long[] start = new long[shape.length];
        long[] length = shape.clone();
        for (int i = 0; i < parts.length; i++) {
            Part part = parts[i];
            if (part.single && part.from != null) {
                long index = part.from < 0 ? part.from + shape[i] : part.from;
                if (index < 0 || index >= shape[i]) {
                    throw new UsageException("--region " + text + ": index " + part.from + " lies outside axis " + i
                            + ", which has length " + shape[i]);
                }
                start[i] = index;
                length[i] = 1;
            } else {
                start[i] = clip(part.from == null ? 0 : part.from, shape[i]);
                long until = clip(part.until == null ? shape[i] : part.until, shape[i]);
                length[i] = Math.max(0, until - start[i]);
            }
        }
        return new Region(start, length);
    }

    private static long clip(long index, long length) {
        return index < 0 ? Math.max(0, index + length) : Math.min(index, length);
    }
}
