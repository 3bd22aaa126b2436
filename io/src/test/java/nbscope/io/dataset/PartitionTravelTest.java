package nbscope.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import nbscope.io.DType;
import nbscope.io.internal.dataset.PlainDecoder;
import org.junit.jupiter.api.Test;

/// What goes over the network in the place of frames.
class PartitionTravelTest {
    private static final int FILES = 10_000;
    private static final int PER_FILE = 7;

    private static FileSet set() {
        List<DataFile> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            files.add(new DataFile("scan/frames-%05d.raw".formatted(i), (long) i * PER_FILE, (i + 1L) * PER_FILE, 64));
        }
        return new FileSet(files, 256, 16, 0, 0);
    }

    private static byte[] sent(BasePartition partition) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(partition);
        }
        return bytes.toByteArray();
    }

    private static BasePartition partition(long first, long count, long syncOffset) {
        var slice = Slice.frames(first, count, new int[] {16, 16});
        return new BasePartition(slice, set(), new PlainDecoder(DType.U16, true), IOBackend.buffered(), syncOffset);
    }

    private static FileSet arrived(BasePartition partition) throws Exception {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(sent(partition)))) {
            return ((BasePartition) in.readObject()).fileSet();
        }
    }

    @Test
    void aPartitionCarriesTheFilesOfItsFramesOnly() throws Exception {
        FileSet there = arrived(partition(703, 20, 0));
        assertThat(there.files()).hasSize(4);
        assertThat(there.files().getFirst().first()).isEqualTo(700);
        assertThat(there.fileOf(722)).isEqualTo(3);
        assertThat(Path.of(there.files().getFirst().location())).isAbsolute().hasFileName("frames-00100.raw");
        assertThat(sent(partition(703, 20, 0))).hasSizeLessThan(2_000);
        var scheme = TilingScheme.frames(8, new int[] {16, 16});
        var here = set().readRanges(703, 723, scheme, 0, null);
        var ranges = there.readRanges(703, 723, scheme, 0, null);
        assertThat(ranges.tiles()).isEqualTo(here.tiles());
        for (int tile = 0; tile < here.tiles(); tile++) {
            for (int r = 0; r < here.count(tile); r++) {
                assertThat(ranges.file(tile, r)).isEqualTo(here.file(tile, r) - 100);
                assertThat(ranges.start(tile, r)).isEqualTo(here.start(tile, r));
            }
        }
    }

    @Test
    void aSyncOffsetMovesWhatTravels() throws Exception {
        assertThat(arrived(partition(0, 10, -3)).files()).hasSize(1);
        assertThat(arrived(partition(0, 10, 70)).files().getFirst().first()).isEqualTo(70);
        FileSet last = arrived(partition(FILES * PER_FILE - 10, 10, 5));
        assertThat(last.frames()).isEqualTo((long) FILES * PER_FILE);
        assertThat(arrived(partition(FILES * PER_FILE - 2, 2, 70)).files()).hasSize(1);
    }
}
