package nbscope.io.internal.frms6;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.DataSetOptions;
import nbscope.io.MalformedDataException;
import nbscope.io.UnsupportedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.bytes.MappedFile;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;
import nbscope.io.internal.dataset.NumberedFiles;

/// PNDetector FRMS6: `x.hdr`, `x_000.frms6` with dark frames, `x_001.frms6` and so on with the scan; any of
/// them may be named. Dark frames are not subtracted: pixels stay as they were recorded.
public final class Frms6Format implements FrameFormat {
    private static final String ENDING = ".frms6";

    @Override
    public String name() {
        return "PNDetector FRMS6";
    }

    @Override
    public String id() {
        return "frms6";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (Frms6Header.isOne(head)) {
            return Match.CONTENT;
        }
        if (fileName.endsWith(".hdr")) {
            String text = new String(head, StandardCharsets.ISO_8859_1);
            return text.contains(Frms6Info.SECTION) ? Match.CONTENT : Match.NO;
        }
        return fileName.endsWith(ENDING) ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        String prefix = prefix(file);
        Path text = file.resolveSibling(prefix.substring(0, prefix.length() - 1) + ".hdr");
        Frms6Info info = Frms6Info.parse(MappedFile.load(text, Frms6Info.LONGEST));
        List<Path> paths = NumberedFiles.from(file.getParent(), prefix, ENDING);
        if (paths.size() < 2) {
            throw new MalformedDataException(
                    file.toString(),
                    -1,
                    "no file of frames but " + paths.getFirst().getFileName() + ", which holds dark frames",
                    "files from " + prefix + "001" + ENDING + " on; copy them into the same folder");
        }
        List<FileHead> heads = paths.stream()
                .map(path -> FileHead.read(path, Frms6Header.LENGTH))
                .toList();
        long[] sizes = heads.stream().mapToLong(FileHead::size).toArray();
        return layout(info, heads.stream().map(FileHead::asFile).toList(), sizes, text.toString(), options);
    }

    private static String prefix(Path file) {
        String name = String.valueOf(file.getFileName());
        if (name.toLowerCase(Locale.ROOT).endsWith(".hdr")) {
            return name.substring(0, name.length() - 4) + "_";
        }
        String prefix = NumberedFiles.prefix(file, ENDING);
        if (prefix.equals(name)) {
            throw new UnsupportedDataException(
                    file.toString(), "it has no number; files of an FRMS6 set are called x_000.frms6, beside x.hdr");
        }
        return prefix;
    }

    /// @param heads headers of all files, that of the dark frames first
    /// @param sizes lengths of all files
    static FrameLayout layout(
            Frms6Info info, List<MappedFile> heads, long[] sizes, String text, DataSetOptions options) {
        Frms6Header dark = Frms6Header.parse(heads.getFirst());
        List<String> guesses = new ArrayList<>();
        List<DataFile> files = new ArrayList<>();
        long first = 0;
        for (int i = 1; i < sizes.length; i++) {
            Frms6Header h = Frms6Header.parse(heads.get(i));
            if (h.rows() != dark.rows() || h.cols() != dark.cols()) {
                throw heads.get(i)
                        .malformed(
                                88,
                                "frames of " + h.rows() + " x " + h.cols() + " pixels",
                                dark.rows() + " x " + dark.cols() + " as in "
                                        + heads.getFirst().name() + "; the file belongs to another set");
            }
            String name = heads.get(i).name();
            long promised = h.frames() == 0 ? -1 : h.frames();
            long n = FileChecks.frames(name, sizes[i], Frms6Header.LENGTH, h.stride(), 0, promised, options);
            files.add(new DataFile(name, first, first + n, Frms6Header.LENGTH));
            first += n;
            if (i < sizes.length - 1 && (n < promised || sizes[i] < Frms6Header.LENGTH + n * h.stride())) {
                guesses.add(name + " is cut short; the frames of the files after it are left out");
                break;
            }
        }
        int[] sig = FileChecks.detector(text, -1, 2L * dark.rows() * info.binning(), dark.cols() / 2);
        scan(info, first, text, options, guesses);
        Map<String, Object> fields = new LinkedHashMap<>(info.fields());
        fields.put("dark_frames", heads.getFirst().name());
        guesses.add("the dark frames of " + Path.of(heads.getFirst().name()).getFileName()
                + " are not subtracted: pixels are as they were recorded");
        var set = new FileSet(
                files,
                dark.rows() * dark.cols(),
                16,
                Frms6Header.FRAME_HEADER,
                0,
                ReadRanges.make((ReadRanges.TileBlock) new FoldedRows(dark.rows(), info.binning())));
        return FrameLayout.of(new Shape(info.scan(), sig), set, FoldedRows.Unfold.INSTANCE)
                .header(fields)
                .guesses(guesses);
    }

    private static void scan(Frms6Info info, long found, String text, DataSetOptions options, List<String> guesses) {
        if (found < info.signalFrames() && !options.partial()) {
            throw new MalformedDataException(
                    text,
                    -1,
                    found + " frames in the files of the set",
                    info.signalFrames() + ", as SignalFrames says; copy the missing files, or open what is there with "
                            + "allowPartial() or --partial");
        }
        if (Arrays.stream(info.scan()).distinct().count() > 1) {
            guesses.add("scan " + Arrays.toString(info.scan()) + " is STEMImageSize, read as rows, then columns");
        }
    }
}
