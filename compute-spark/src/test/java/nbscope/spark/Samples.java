package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import nbscope.compute.udf.AnalysisJob;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.JobExecutor;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.jspecify.annotations.Nullable;

/// Data sets of several formats, and whether an executor gives the same numbers for them as the cores of this process.
record Samples(Path folder) {
    private static final Path FIXTURES = Path.of("../io/src/test/fixtures");

    /// All jobs of the command line.
    static final List<String> JOBS = List.of("sum", "sumsig", "std", "com", "adf:1,4", "bf:3");

    /// Rows and columns of the scan, and the side of the detector, of the raw sample.
    static final int ROWS = 17;

    static final int COLS = 13;
    static final int SIDE = 24;

    /// Relative difference that the order of additions makes.
    private static final double FLOATS = 1e-6;

    /// @param options what the file does not say
    record Sample(Path file, DataSetOptions options) {
        DataSet open(JobExecutor executor) {
            return DataSet.open(file, options, executor);
        }
    }

    /// Unsigned 16-bit numbers, big-endian, with a header before each frame.
    Sample raw() throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(ROWS * COLS * (20 + 2 * SIDE * SIDE + 4));
        Random random = new Random(20261122);
        for (int f = 0; f < ROWS * COLS; f++) {
            bytes.position(bytes.position() + 20);
            for (int p = 0; p < SIDE * SIDE; p++) {
                bytes.putShort((short) random.nextInt(1 << 16));
            }
            bytes.position(bytes.position() + 4);
        }
        var options = DataSetOptions.none()
                .format("raw")
                .nav(ROWS, COLS)
                .sig(SIDE, SIDE)
                .dtype(">u2")
                .frameHeader(20)
                .frameFooter(4);
        return new Sample(Files.write(folder.resolve("frames.raw"), bytes.array()), options);
    }

    /// What io's tests read: values of other writers.
    List<Sample> all() throws IOException {
        unpack(FIXTURES.resolve("hdf5/files.zip"));
        return List.of(
                raw(),
                plain(FIXTURES.resolve("npy/stem4d.npy")),
                plain(FIXTURES.resolve("detector/mib/many.hdr")),
                plain(FIXTURES.resolve("detector/mib/r12quad.mib")),
                plain(FIXTURES.resolve("detector/mrc/f4_big.mrc")),
                plain(FIXTURES.resolve("detector/blo/u2.blo")),
                plain(FIXTURES.resolve("b2nd/rank4_bitshuffle.b2nd")),
                plain(folder.resolve("arina/run/run_master.h5")));
    }

    private static Sample plain(Path file) {
        return new Sample(file.toAbsolutePath(), DataSetOptions.none());
    }

    private void unpack(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive);
                var zip = new ZipInputStream(in)) {
            for (ZipEntry e = zip.getNextEntry(); e != null; e = zip.getNextEntry()) {
                Path file = folder.resolve(e.getName());
                if (!e.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.write(file, zip.readAllBytes());
                }
            }
        }
    }

    /// Over all positions and some.
    static void assertSame(Sample sample, JobExecutor executor, List<String> jobs) {
        try (DataSet there = sample.open(executor);
                DataSet here = sample.open(JobExecutor.inline())) {
            boolean[] roi = roi(here);
            for (String job : jobs) {
                String what = sample.file().getFileName() + ", " + job;
                assertSame(what, job, here, there, executor, null);
                assertSame(what + ", ROI", job, here, there, executor, roi);
            }
        }
    }

    static boolean[] roi(DataSet data) {
        boolean[] roi = new boolean[Math.toIntExact(data.shape().frames())];
        Random random = new Random(7);
        for (int p = 0; p < roi.length; p++) {
            roi[p] = random.nextInt(3) == 0;
        }
        roi[0] = true;
        return roi;
    }

    private static void assertSame(
            String what, String job, DataSet here, DataSet there, JobExecutor executor, boolean @Nullable [] roi) {
        UdfRunner one = UdfRunner.of(here);
        UdfRunner other = UdfRunner.of(there).executor(executor);
        if (roi != null) {
            one = one.roi(roi);
            other = other.roi(roi);
        }
        AnalysisJob asked = AnalysisJob.parse(job);
        assertSame(what, one.run(asked.udf(here)), other.run(asked.udf(there)));
    }

    private static void assertSame(String what, NdArray expected, NdArray found) {
        assertThat(found.shape()).as(what).isEqualTo(expected.shape());
        assertThat(found.dtype()).as(what).isEqualTo(expected.dtype());
        Region whole = Region.whole(expected.shape());
        try (var arena = Arena.ofConfined()) {
            MemorySegment a = expected.read(whole, arena);
            MemorySegment b = found.read(whole, arena);
            if (expected.dtype() == DType.I64) {
                assertThat(b.toArray(ValueLayout.JAVA_BYTE)).as(what).isEqualTo(a.toArray(ValueLayout.JAVA_BYTE));
                return;
            }
            assertThat(expected.dtype()).isEqualTo(DType.F64);
            double[] x = a.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
            double[] y = b.toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
            for (int i = 0; i < x.length; i++) {
                if (Double.isNaN(x[i])) {
                    assertThat(y[i]).as(what).isNaN();
                } else {
                    assertThat(y[i]).as(what).isEqualTo(x[i], within(FLOATS * Math.abs(x[i]) + 1e-12));
                }
            }
        }
    }
}
