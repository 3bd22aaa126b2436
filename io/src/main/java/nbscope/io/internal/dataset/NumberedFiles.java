package nbscope.io.internal.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nbscope.io.UnsupportedDataException;

/// Files of one folder whose names differ only in the number at their end: `scan_000.tvips`,
/// `scan_001.tvips`. Other files of the folder are left alone.
public final class NumberedFiles {
    private NumberedFiles() {}

    /// What stands before the number, as `scan_`; the whole name where there is no number after a `_`.
    public static String prefix(Path file, String extension) {
        Matcher m = pattern("(.*_)", extension).matcher(name(file));
        return m.matches() ? m.group(1) : name(file);
    }

    /// The files that begin with the prefix, by their numbers, which go from 0 on without a gap.
    ///
    /// @param folder where they lie; null for the current one
    /// @throws UncheckedIOException when one is missing; it is named
    public static List<Path> from(@org.jspecify.annotations.Nullable Path folder, String prefix, String extension) {
        SortedMap<Long, Path> found = found(folder, prefix, extension);
        long next = 0;
        for (long number : found.keySet()) {
            if (number != next) {
                break;
            }
            next++;
        }
        if (next != found.size() || found.isEmpty()) {
            int digits = found.isEmpty() ? 3 : digits(found.values().iterator().next(), prefix, extension);
            String missing = prefix + String.format(Locale.ROOT, "%0" + digits + "d", next) + extension;
            throw new UncheckedIOException(
                    missing + " belongs to the data set and is missing; copy it into the folder of the other "
                            + found.size() + " files",
                    new NoSuchFileException(missing));
        }
        return new ArrayList<>(found.values());
    }

    private static SortedMap<Long, Path> found(
            @org.jspecify.annotations.Nullable Path folder, String prefix, String extension) {
        Path place = folder == null ? Path.of("") : folder;
        Pattern pattern = pattern(Pattern.quote(prefix), extension);
        SortedMap<Long, Path> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Matcher m = pattern.matcher(name(file));
                if (!m.matches()) {
                    continue;
                }
                Path other = found.put(Long.parseLong(m.group(m.groupCount())), file);
                if (other != null) {
                    throw new UnsupportedDataException(
                            file.toString(),
                            "its number is that of " + name(other) + " too; move one of them to another folder");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + place + " cannot be read: " + e.getMessage(), e);
        }
        return found;
    }

    private static int digits(Path file, String prefix, String extension) {
        return name(file).length() - prefix.length() - extension.length();
    }

    private static Pattern pattern(String prefix, String extension) {
        // More digits than any recording has would be no number of a long.
        return Pattern.compile(prefix + "([0-9]{1,9})" + Pattern.quote(extension), Pattern.CASE_INSENSITIVE);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
