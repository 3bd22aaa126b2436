package nbscope.io.internal.blo;

import java.nio.file.Path;
import java.util.List;
import nbscope.io.Calibration;
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

/// Diffraction patterns in Nanomegas .blo files.
public final class BloFormat implements FrameFormat {
    private static final int FRAME_HEADER = 6;

    @Override
    public String name() {
        return "Nanomegas BLO";
    }

    @Override
    public String id() {
        return "blo";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        return BloHeader.isMarked(head) ? Match.CONTENT : fileName.endsWith(".blo") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        return layout(FileHead.read(file, BloHeader.MOST), options);
    }

    static FrameLayout layout(FileHead head, DataSetOptions options) {
        BloHeader header = BloHeader.parse(head);
        int bytes = header.dtype().bytes();
        int pixels = header.side() * header.side();
        long frames = FileChecks.frames(
                head.name(),
                head.size(),
                header.dataStart(),
                FRAME_HEADER + (long) pixels * bytes,
                0,
                (long) header.rows() * header.cols(),
                options);
        FileSet files = new FileSet(
                List.of(new DataFile(head.name(), 0, frames, header.dataStart())), pixels, 8 * bytes, FRAME_HEADER, 0);
        Shape shape = new Shape(new long[] {header.rows(), header.cols()}, new int[] {header.side(), header.side()});
        return FrameLayout.of(shape, files, Decoder.plain(ElementType.of(header.dtype())))
                .calibration(calibration(header))
                .header(header.values());
    }

    private static Calibration calibration(BloHeader header) {
        Calibration known = Calibration.none();
        if (header.stepNm() > 0) {
            known = known.scanStep(10 * header.stepNm());
        }
        return header.volts() > 0 ? known.voltage(header.volts() / 1000.0) : known;
    }
}
