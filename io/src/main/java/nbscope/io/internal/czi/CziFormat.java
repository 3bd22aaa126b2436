package nbscope.io.internal.czi;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import nbscope.io.Format;
import nbscope.io.NdArray;
import nbscope.io.czi.CziOptions;

/// ZEISS's CZI, as an array of its planes.
public final class CziFormat implements Format {
    private static final byte[] MAGIC = Segment.FILE.getBytes(StandardCharsets.US_ASCII);

    @Override
    public String name() {
        return "CZI .czi";
    }

    @Override
    public String id() {
        return "czi";
    }

    @Override
    public Match detect(byte[] head, String fileName) {
        if (head.length >= MAGIC.length && Arrays.equals(Arrays.copyOf(head, MAGIC.length), MAGIC)) {
            return Match.CONTENT;
        }
        return fileName.endsWith(".czi") ? Match.NAME : Match.NO;
    }

    @Override
    public NdArray open(Path file) {
        OpenCzi open = OpenCzi.open(file, CziOptions.defaults());
        try {
            return CziArray.of(open);
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }
}
