package nbscope.io.internal.mib;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import nbscope.io.DataSetOptions;
import nbscope.io.ElementType;
import nbscope.io.MalformedDataException;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.ReadRanges;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import org.jspecify.annotations.Nullable;

/// Acquisitions of Merlin: one or many .mib files, and the .hdr file beside them. Opened by any of
/// them.
public final class MibFormat implements FrameFormat {
    @Override
    public String name() {
        return "Merlin MIB";
    }

    @Override
    public String id() {
        return "mib";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (MibHeader.isMarked(head) || (ScanHeader.isMarked(head) && fileName.endsWith(".hdr"))) {
            return Match.CONTENT;
        }
        return fileName.endsWith(".mib") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        boolean scanFile =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".hdr");
        return layout(scanFile ? MibSet.ofScanFile(file, options) : MibSet.ofFile(file, options), options);
    }

    static FrameLayout layout(MibSet set, DataSetOptions options) {
        MibHeader first = set.members().getFirst().header();
        List<String> guesses = new ArrayList<>(set.guesses());
        List<DataFile> files = FileSet.inOrder(
                set.members().stream().map(MibSet.Member::location).toList(),
                set.members().stream().mapToLong(MibSet.Member::frames).toArray(),
                0);
        long frames = files.getLast().end();
        if (frames == 0) {
            throw new MalformedDataException(
                    files.getFirst().location(),
                    -1,
                    "no whole frame",
                    "one of " + first.frameBytes() + " bytes at least");
        }
        ScanHeader scan = set.scan();
        long @Nullable [] nav = scan == null || options.nav() != null ? null : scan.scan();
        FileSet fileSet = new FileSet(
                files, first.rows() * first.cols(), first.kind().bits, first.bytes(), 0, maker(first.kind()));
        Decoder decoder = first.kind().isRaw()
                ? new MibDecoder(first.kind())
                : Decoder.plain(ElementType.of(first.kind().dtype, java.nio.ByteOrder.BIG_ENDIAN));
        return FrameLayout.of(
                        new Shape(
                                nav == null ? FileChecks.guessedScan(frames, guesses) : nav,
                                new int[] {first.rows(), first.cols()}),
                        fileSet,
                        decoder)
                .header(values(set, first))
                .guesses(guesses);
    }

    private static ReadRanges.@Nullable Maker maker(MibHeader.Kind kind) {
        if (kind.quad) {
            ReadRanges.TileBlock block = MibRanges::quad;
            return ReadRanges.make(block);
        }
        if (kind == MibHeader.Kind.RAW_24) {
            ReadRanges.PxToBytes pixels = MibRanges::twice;
            return ReadRanges.make(pixels);
        }
        return null;
    }

    private static Map<String, Object> values(MibSet set, MibHeader first) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("kind", first.kind().name().toLowerCase(Locale.ROOT));
        values.put("bit_depth", first.depth());
        values.put("chips", first.chips());
        values.put("layout", first.layout());
        values.put("first_frame", first.sequence());
        values.put("files", set.members().size());
        ScanHeader scan = set.scan();
        if (scan != null) {
            values.put("hdr", scan.values());
        }
        return values;
    }
}
