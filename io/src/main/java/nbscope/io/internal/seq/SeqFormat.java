package nbscope.io.internal.seq;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// Norpix SEQ, uncompressed monochrome frames. Beside the file, under its name: bad pixels
/// (`.Config.Metadata.xml` with `.metadata`), which become the mask, and references (`.dark.mrc`,
/// `.gain.mrc`), which are named in the header and not applied: pixels stay as they were recorded.
public final class SeqFormat implements FrameFormat {
    @Override
    public String name() {
        return "Norpix SEQ";
    }

    @Override
    public String id() {
        return "seq";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        boolean magic = head.length >= 4
                && (head[0] & 0xff) == 0xED
                && (head[1] & 0xff) == 0xFE
                && head[2] == 0
                && head[3] == 0;
        return magic ? Match.CONTENT : fileName.endsWith(".seq") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        FileHead head = FileHead.read(file, SeqHeader.LENGTH);
        SeqHeader header = SeqHeader.parse(head.asFile());
        FrameLayout layout = layout(file.toString(), head.size(), header, options);
        return sideFiles(file, header, layout);
    }

    static FrameLayout layout(String name, long size, SeqHeader header, DataSetOptions options) {
        int pixels = header.sig()[0] * header.sig()[1];
        int footer = (int) (header.stride() - (long) pixels * header.type().bytes());
        // What the header speaks of counts where the file holds no more: recordings that were broken off
        // have 0 or 1 there.
        long most = Math.max(0, size - header.bytes() + footer) / header.stride();
        long promised = header.allocated() >= most ? header.allocated() : -1;
        long whole = FileChecks.frames(name, size, header.bytes(), header.stride(), footer, promised, options);
        List<String> guesses = new ArrayList<>();
        long[] scan = FileChecks.guessedScan(whole, guesses);
        if (whole != header.allocated()) {
            guesses.add("the header speaks of " + header.allocated() + " frames, the file holds " + whole);
        }
        var files = new FileSet(
                List.of(new DataFile(name, 0, whole, header.bytes())),
                pixels,
                8 * header.type().bytes(),
                0,
                footer);
        Decoder decoder = Decoder.plain(ElementType.of(header.type()));
        return FrameLayout.of(new Shape(scan, header.sig()), files, decoder)
                .header(header.fields())
                .guesses(guesses);
    }

    private static FrameLayout sideFiles(Path file, SeqHeader header, FrameLayout layout) {
        Map<String, Object> fields = new LinkedHashMap<>(header.fields());
        List<String> guesses = new ArrayList<>(layout.guesses());
        for (String kind : List.of("dark", "gain")) {
            Path reference = beside(file, "." + kind + ".mrc");
            if (Files.isRegularFile(reference)) {
                fields.put(kind + "_reference", reference.toString());
                guesses.add(reference.getFileName() + " is not applied: pixels are as they were recorded");
            }
        }
        Path bad = beside(file, ".Config.Metadata.xml");
        Path detector = beside(file, ".metadata");
        boolean[] masked = null;
        if (Files.isRegularFile(bad) && Files.isRegularFile(detector)) {
            masked = BadPixels.read(bad, detector, header.sig(), guesses);
        } else if (Files.isRegularFile(bad)) {
            guesses.add("the bad pixels of " + bad.getFileName() + " are not used: " + detector.getFileName()
                    + ", which says how frames lie on the detector, is missing");
        }
        return layout.header(fields).guesses(guesses).masked(masked);
    }

    /// A side file: recordings are called `x.seq`, some by mistake `x.seq.seq`, side files `x.seq.…`.
    private static Path beside(Path file, String ending) {
        String name = String.valueOf(file.getFileName());
        String base = name;
        while (base.toLowerCase(Locale.ROOT).endsWith(".seq")) {
            base = base.substring(0, base.length() - 4);
        }
        return file.resolveSibling((base.isEmpty() ? name : base) + ".seq" + ending);
    }
}
