package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import nbscope.io.czi.CziAccess;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A fixture with a deleted segment of 5 GiB behind its header, as a sparse file: positions need more than 32 bits.
class CziLargeTest {
    private static final int HEADER = 32 + 512;
    private static final long GAP = 32 + (5L << 30);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(
            value = CziAccess.class,
            names = {"MAPPED", "POSITIONAL"})
    void tilesBehindFiveGibibytesAreTheSame(CziAccess access) throws IOException {
        Path small = Fixture.path("czi/exotic/shuffled.czi");
        Path large = folder.resolve("large.czi");
        write(ByteBuffer.wrap(Files.readAllBytes(small)).order(ByteOrder.LITTLE_ENDIAN), large);
        assertThat(Files.size(large)).isGreaterThan(5L << 30);
        try (CziFile expected = CziFile.open(small);
                CziFile file = CziFile.open(large, CziOptions.defaults().access(access));
                Arena arena = Arena.ofShared()) {
            assertThat(file.tileCount()).isEqualTo(expected.tileCount());
            for (int i = 0; i < file.tileCount(); i++) {
                assertThat(file.tile(i).offset()).isEqualTo(expected.tile(i).offset() + GAP);
                same(file.readTile(i, arena), expected.readTile(i, arena));
            }
            CziPlane plane = CziPlane.channel(0);
            same(file.readMosaic(file.bounds(), 1, plane, arena), expected.readMosaic(file.bounds(), 1, plane, arena));
            assertThat(file.metadata().xml()).isEqualTo(expected.metadata().xml());
        }
    }

    private static void same(MemorySegment found, MemorySegment expected) {
        assertThat(found.mismatch(expected)).isEqualTo(-1);
    }

    private static void write(ByteBuffer bytes, Path to) throws IOException {
        int directory = (int) bytes.getLong(32 + 52);
        for (int pointer : new int[] {52, 60}) {
            shift(bytes, 32 + pointer);
        }
        int entry = directory + 32 + 128;
        for (int i = bytes.getInt(directory + 32); i > 0; i--) {
            // The copy of the entry in the sub-block's own header.
            shift(bytes, (int) bytes.getLong(entry + 6) + 32 + 16 + 6);
            shift(bytes, entry + 6);
            entry += 32 + 20 * bytes.getInt(entry + 28);
        }
        ByteBuffer deleted = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        deleted.put("DELETED".getBytes(StandardCharsets.US_ASCII));
        deleted.putLong(16, GAP - 32).putLong(24, GAP - 32).rewind();
        try (FileChannel file = FileChannel.open(
                to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            file.write(bytes.slice(0, HEADER), 0);
            file.write(deleted, HEADER);
            file.write(bytes.slice(HEADER, bytes.capacity() - HEADER), HEADER + GAP);
        }
    }

    private static void shift(ByteBuffer bytes, int at) {
        bytes.putLong(at, bytes.getLong(at) + GAP);
    }
}
