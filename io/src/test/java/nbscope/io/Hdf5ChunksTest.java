package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import nbscope.io.dataset.Partition;
import nbscope.io.dataset.Roi;
import nbscope.io.dataset.TileCursor;
import nbscope.io.dataset.TileRequest;
import nbscope.io.dataset.TilingScheme;
import nbscope.io.internal.hdf5.ChunkedArray;
import nbscope.io.internal.hdf5.Hdf5File;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Chunks that hold several frames: each is decoded once in a run, however partitions, tiles and a
/// region of interest cut it; and what is fetched ahead is what is read.
class Hdf5ChunksTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void unzip() {
        Hdf5Fixtures.unzip(folder);
    }

    static Stream<Long> seeds() {
        return Seeds.of(40);
    }

    private static ChunkedArray open(String file) {
        return (ChunkedArray) Hdf5File.open(folder.resolve("hdf5/blocks").resolve(file), null);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachChunkOfARunIsDecodedOnce(long seed) {
        Random random = new Random(seed);
        boolean scan = random.nextBoolean();
        try (ChunkedArray array = open(scan ? "scan.h5" : "frames.h5");
                DataSet data = DataSet.of(array, scan ? 2 : 1)) {
            int frames = (int) data.shape().frames();
            Roi roi = random.nextInt(3) == 0 ? null : roi(random, frames);
            List<Request> requests = requests(data, roi, random);
            long[] sums = new long[frames];
            requests.parallelStream().forEach(request -> request.sum(data, sums));
            assertThat(array.decoded()).isEqualTo(touched(array, roi, frames));
            byte[] all = Fixture.read(array, Region.whole(array.shape()));
            for (int f = 0; f < frames; f++) {
                boolean asked = roi == null || roi.below(f + 1) > roi.below(f);
                assertThat(sums[f]).as("frame %d", f).isEqualTo(asked ? sum(all, f, frames) : 0);
            }
        }
    }

    private static Roi roi(Random random, int frames) {
        boolean[] mask = new boolean[frames];
        int every = 1 + random.nextInt(9);
        for (int f = 0; f < frames; f++) {
            mask[f] = random.nextInt(every) == 0;
        }
        mask[random.nextInt(frames)] = true;
        return Roi.of(mask);
    }

    /// A stretch of one partition, as a run hands them to its threads.
    private record Request(Partition partition, TileRequest request) {
        void sum(DataSet data, long[] sums) {
            try (Arena arena = Arena.ofConfined();
                    TileCursor tiles = partition.tiles(request, arena::allocate)) {
                for (var tile = tiles.next(); tile != null; tile = tiles.next()) {
                    for (int i = 0; i < tile.depth(); i++) {
                        for (int p = 0; p < data.shape().pixels(); p++) {
                            sums[tile.position(i)] += (long) tile.value(i, p);
                        }
                    }
                }
            }
        }
    }

    private static List<Request> requests(DataSet data, @Nullable Roi roi, Random random) {
        var scheme = TilingScheme.frames(1 + random.nextInt(9), data.shape().sig());
        List<Request> requests = new ArrayList<>();
        for (Partition partition : data.partitions(1 + random.nextInt(12))) {
            int from = partition.fromIndex(roi);
            int end = partition.toIndex(roi);
            while (from < end) {
                int to = Math.min(end, from + 1 + random.nextInt(20));
                requests.add(new Request(partition, new TileRequest(scheme, roi, from, to)));
                from = to;
            }
        }
        Collections.shuffle(requests, random);
        return requests;
    }

    private static int touched(ChunkedArray array, @Nullable Roi roi, int frames) {
        int[] chunk = array.chunkShape();
        int cols = array.shape().length == 4 ? (int) array.shape()[1] : 1;
        TreeSet<Integer> chunks = new TreeSet<>();
        for (int i = 0; i < (roi == null ? frames : roi.below(frames)); i++) {
            int f = roi == null ? i : roi.position(i);
            int col = cols == 1 ? 0 : f % cols / chunk[1];
            chunks.add(f / cols / chunk[0] * 100 + col);
        }
        return chunks.size();
    }

    private static long sum(byte[] all, int frame, int frames) {
        int bytes = all.length / frames;
        MemorySegment memory = MemorySegment.ofArray(all);
        long sum = 0;
        for (long at = (long) frame * bytes; at < (frame + 1L) * bytes; at += 2) {
            sum += memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at) & 0xffff;
        }
        return sum;
    }

    @Test
    void partitionsEndWhereChunksEnd() {
        try (ChunkedArray array = open("frames.h5");
                DataSet data = DataSet.of(array, 1)) {
            assertThat(data.partitions(4).stream().map(p -> p.slice().firstFrame()))
                    .containsExactly(0L, 8L, 24L, 32L);
            assertThat(data.partitions(50)).hasSizeGreaterThanOrEqualTo(14);
        }
        try (ChunkedArray array = open("scan.h5");
                DataSet data = DataSet.of(array, 2)) {
            assertThat(data.partitions(3).stream().map(p -> p.slice().firstFrame()))
                    .containsExactly(0L, 20L, 40L);
        }
    }

    static Stream<DataSet> sets() {
        Path hdf5 = folder.resolve("hdf5");
        var arina = DataSetOptions.none().nav(3, 4);
        return Stream.of(
                DataSet.open(hdf5.resolve("blocks/frames.h5")),
                DataSet.open(
                        hdf5.resolve("blocks/frames.h5"), DataSetOptions.none().nav(5, 10)),
                DataSet.open(hdf5.resolve("blocks/scan.h5")),
                DataSet.open(hdf5.resolve("arina/run/run_master.h5"), arina),
                DataSet.open(hdf5.resolve("arina/run/run_master.h5"), arina.backend("buffered")),
                DataSet.series(List.of(
                        DataSet.open(hdf5.resolve("arina/run/run_master.h5"), arina),
                        DataSet.open(hdf5.resolve("arina/run/run_master.h5"), arina))));
    }

    @ParameterizedTest
    @MethodSource("sets")
    void whatIsFetchedIsWhatIsRead(DataSet set) {
        try (set) {
            NdArray array = set.array();
            long[] shape = array.shape();
            Random random = new Random(5);
            for (int round = 0; round < 20; round++) {
                long[] start = new long[shape.length];
                long[] lengths = new long[shape.length];
                for (int i = 0; i < shape.length; i++) {
                    start[i] = random.nextInt((int) shape[i]);
                    lengths[i] = 1L + random.nextInt((int) (shape[i] - start[i]));
                }
                Region region = new Region(start, lengths);
                try (Arena arena = Arena.ofShared()) {
                    MemorySegment buffer = arena.allocate(Math.max(1, array.fetchBytes(region)));
                    NdArray near = array.fetch(region, buffer);
                    assertThat(array.fetchBytes(region)).isPositive();
                    assertThat(near).isNotSameAs(array);
                    assertThat(Fixture.read(near, region)).isEqualTo(Fixture.read(array, region));
                }
            }
        }
    }

    @Test
    void aFileThatShrinksIsNamedByTheNextFetch() throws IOException {
        Path file = folder.resolve("shrinks.h5");
        Files.copy(folder.resolve("hdf5/blocks/frames.h5"), file);
        long length = Files.size(file);
        try (NdArray array = NdArray.open(file);
                Arena arena = Arena.ofShared()) {
            Region whole = Region.whole(array.shape());
            MemorySegment buffer = arena.allocate(array.fetchBytes(whole));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length - 2000);
            }
            assertThatThrownBy(() -> array.fetch(whole, buffer))
                    .isInstanceOf(MalformedDataException.class)
                    .hasMessageContaining("shrinks.h5")
                    .hasMessageContaining((length - 2000) + " bytes")
                    .hasMessageContaining("expected " + length + " bytes");
        }
    }
}
