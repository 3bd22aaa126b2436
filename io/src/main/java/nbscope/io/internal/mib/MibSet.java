package nbscope.io.internal.mib;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import org.jspecify.annotations.Nullable;

/// The files of one acquisition: those in a folder whose names differ in the digits at their end,
/// in the order of the sequence numbers of their first frames.
///
/// @param members at least one
/// @param scan    the .hdr file, null for none
/// @param guesses sentences about what was not certain
record MibSet(List<Member> members, @Nullable ScanHeader scan, List<String> guesses) {
    /// A file with its frames.
    record Member(String location, MibHeader header, long frames) {
        long end() {
            return header.sequence() + frames;
        }
    }

    /// Bytes of most headers.
    private static final int HEAD = 1024;

    /// The set of a .hdr file.
    static MibSet ofScanFile(Path file, DataSetOptions options) {
        ScanHeader scan = ScanHeader.parse(FileHead.read(file, ScanHeader.MOST));
        String stem = stem(file);
        List<Path> found = siblings(file, stem, "[_ -]?");
        if (found.isEmpty()) {
            throw new UncheckedIOException(
                    file + " has no pixels beside it: there is no file " + stem + ".mib, nor one with digits after "
                            + stem + "; copy them there, or open a .mib file",
                    new NoSuchFileException(file.resolveSibling(stem + ".mib").toString()));
        }
        List<String> guesses = new ArrayList<>();
        List<Member> members = members(found, options, guesses);
        Member twice = overlap(members);
        if (twice != null) {
            throw new MalformedDataException(
                    twice.location(),
                    0,
                    "the sequence number " + twice.header().sequence() + ", which another file beside " + file
                            + " has too",
                    "files of one acquisition; move those of others elsewhere, or open one .mib file");
        }
        return new MibSet(inOrder(members, options, guesses), scan, guesses);
    }

    /// The set to which a .mib file belongs. A .hdr file of the same name, digits and all, is that of this file;
    /// else one without the digits is that of the set.
    static MibSet ofFile(Path file, DataSetOptions options) {
        String stem = stem(file);
        Path own = file.resolveSibling(stem + ".hdr");
        boolean named = isScanFile(own);
        String prefix = named ? stem : stem.replaceFirst("[0-9]+$", "");
        ScanHeader scan = named ? parsed(own) : scanOf(file, prefix);
        List<Path> found = siblings(file, prefix, named ? "[_ -]?" : "");
        List<String> guesses = new ArrayList<>();
        Member opened = member(file, options);
        boolean several =
                found.size() > 1 && found.stream().anyMatch(f -> f.endsWith(String.valueOf(file.getFileName())));
        List<Member> members = several ? members(found, options, guesses) : List.of(opened);
        if (overlap(members) != null) {
            guesses.add("the " + (members.size() - 1) + " other files named like this one are not read: their "
                    + "sequence numbers overlap, so they belong to several acquisitions");
            return new MibSet(inOrder(List.of(opened), options, guesses), named ? scan : null, guesses);
        }
        return new MibSet(inOrder(members, options, guesses), scan, guesses);
    }

    private static @Nullable ScanHeader scanOf(Path file, String prefix) {
        for (String name : List.of(prefix, prefix.replaceFirst("[_ -]$", ""))) {
            Path scan = file.resolveSibling(name + ".hdr");
            if (isScanFile(scan)) {
                return parsed(scan);
            }
        }
        return null;
    }

    private static boolean isScanFile(Path file) {
        return Files.isRegularFile(file)
                && ScanHeader.isMarked(FileHead.read(file, 8).bytes());
    }

    private static ScanHeader parsed(Path file) {
        return ScanHeader.parse(FileHead.read(file, ScanHeader.MOST));
    }

    /// The name without its ending.
    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /// The .mib files beside a file whose names are a prefix and digits.
    ///
    /// @param between what may stand between them
    private static List<Path> siblings(Path file, String prefix, String between) {
        Pattern pattern = Pattern.compile(Pattern.quote(prefix) + "(" + between + "[0-9]+)?(?i:\\.mib)");
        Path parent = file.getParent();
        try (Stream<Path> files = Files.list(parent == null ? Path.of("") : parent)) {
            return files.filter(f ->
                            pattern.matcher(String.valueOf(f.getFileName())).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the folder of " + file + " cannot be read: " + e.getMessage() + "; it is searched for the other "
                            + "files of the acquisition",
                    e);
        }
    }

    private static List<Member> members(List<Path> files, DataSetOptions options, List<String> guesses) {
        List<Member> members = new ArrayList<>();
        for (Path file : files) {
            if (options.partial() && MibHeader.isBegun(FileHead.read(file, HEAD))) {
                guesses.add(file + " ends within its first header and is left out");
            } else {
                members.add(member(file, options));
            }
        }
        if (members.isEmpty()) {
            members.add(member(files.getFirst(), options));
        }
        members.sort(
                Comparator.comparingLong((Member m) -> m.header().sequence()).thenComparing(Member::location));
        return members;
    }

    private static Member member(Path file, DataSetOptions options) {
        FileHead head = FileHead.read(file, HEAD);
        int bytes = MibHeader.length(head);
        MibHeader header = MibHeader.parse(bytes <= HEAD ? head : FileHead.read(file, bytes));
        long frames = FileChecks.frames(head.name(), head.size(), 0, header.frameBytes(), 0, -1, options);
        long last = (frames - 1) * header.frameBytes();
        if (frames > 1 && !MibHeader.isMarked(FileHead.read(file, last, 8).bytes())) {
            throw new MalformedDataException(
                    head.name(),
                    last,
                    "no header",
                    "that of frame " + (frames - 1) + ", as the first header says " + header.frameBytes()
                            + " bytes per frame; the first header is damaged, or bytes are missing");
        }
        return new Member(head.name(), header, frames);
    }

    /// The first file that begins before the one before it ends, null for none.
    private static @Nullable Member overlap(List<Member> sorted) {
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).header().sequence() < sorted.get(i - 1).end()) {
                return sorted.get(i);
            }
        }
        return null;
    }

    /// Refuses what does not go together: other pixels, or a file that is missing between two.
    private static List<Member> inOrder(List<Member> sorted, DataSetOptions options, List<String> guesses) {
        Member first = sorted.getFirst();
        if (first.header().sequence() > 1) {
            guesses.add("the first frame has the number " + first.header().sequence()
                    + "; if files before it are missing, so are their frames");
        }
        for (int i = 1; i < sorted.size(); i++) {
            Member file = sorted.get(i);
            Member before = sorted.get(i - 1);
            if (!file.header().sameFrames(first.header())) {
                throw new MalformedDataException(
                        file.location(),
                        0,
                        text(file.header()),
                        text(first.header()) + " as in " + first.location()
                                + "; move files of other acquisitions elsewhere");
            }
            if (file.header().sequence() > before.end()) {
                String missing =
                        "the frames " + before.end() + " to " + (file.header().sequence() - 1);
                if (!options.partial()) {
                    throw new MalformedDataException(
                            file.location(),
                            0,
                            "the sequence number " + file.header().sequence(),
                            before.end() + " after " + before.location() + ": " + missing
                                    + " are missing; copy their files here, or open what comes before them with "
                                    + "allowPartial() or --partial");
                }
                guesses.add(missing + " are missing; what comes after them is not read");
                return sorted.subList(0, i);
            }
        }
        return sorted;
    }

    private static String text(MibHeader header) {
        return "frames of " + header.rows() + " x " + header.cols() + " pixels, " + header.kind() + ", layout "
                + header.layout() + ", headers of " + header.bytes() + " bytes";
    }
}
