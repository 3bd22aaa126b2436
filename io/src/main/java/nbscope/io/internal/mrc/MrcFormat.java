package nbscope.io.internal.mrc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.DataSetOptions;
import nbscope.io.dataset.DataFile;
import nbscope.io.dataset.Decoder;
import nbscope.io.dataset.FileSet;
import nbscope.io.dataset.FrameFormat;
import nbscope.io.dataset.FrameLayout;
import nbscope.io.dataset.Shape;
import nbscope.io.internal.dataset.FileChecks;
import nbscope.io.internal.dataset.FileHead;

/// Stacks of images in MRC files: one section is one frame. An extended header is skipped.
public final class MrcFormat implements FrameFormat {
    @Override
    public String name() {
        return "MRC";
    }

    @Override
    public String id() {
        return "mrc";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (MrcHeader.isMarked(head)) {
            return Match.CONTENT;
        }
        return fileName.endsWith(".mrc") || fileName.endsWith(".mrcs") ? Match.NAME : Match.NO;
    }

    @Override
    public FrameLayout layout(Path file, DataSetOptions options) {
        return layout(FileHead.read(file, MrcHeader.BYTES), options);
    }

    static FrameLayout layout(FileHead head, DataSetOptions options) {
        MrcHeader header = MrcHeader.parse(head);
        long frameBytes = (long) header.rows() * header.cols() * header.type().bytes();
        long frames = FileChecks.frames(
                head.name(), head.size(), header.dataStart(), frameBytes, 0, header.frames(), options);
        List<String> guesses = new ArrayList<>();
        if (!header.marked()) {
            guesses.add("the header has no machine stamp; the byte order, "
                    + header.type().order() + ", was taken from its numbers");
        }
        // A missing rest of a cut file stays in the shape: its positions are empty.
        long[] nav = FileChecks.oneRow(header.frames(), guesses);
        FileSet files = new FileSet(
                List.of(new DataFile(head.name(), 0, frames, header.dataStart())),
                header.rows() * header.cols(),
                8 * header.type().bytes(),
                0,
                0);
        return FrameLayout.of(
                        new Shape(nav, new int[] {header.rows(), header.cols()}), files, Decoder.plain(header.type()))
                .header(header.values())
                .guesses(guesses);
    }
}
