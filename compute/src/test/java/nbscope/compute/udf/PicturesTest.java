package nbscope.compute.udf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import nbscope.compute.Image;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import nbscope.io.Region;
import org.junit.jupiter.api.Test;

/// What results look like, and what is known of a run under way.
class PicturesTest {
    private static final int SCAN = 32;

    /// Frame p is 8 x 8 pixels of p % 251 each.
    private static short[] frames() {
        short[] data = new short[SCAN * SCAN * 64];
        for (int i = 0; i < data.length; i++) {
            data[i] = (short) (i / 64 % 251);
        }
        return data;
    }

    private final DataSet data = DataSet.of(NdArray.of(frames(), DType.U16, SCAN, SCAN, 8, 8), 2);

    private List<Picture> pictures(String job) {
        var run = UdfRunner.of(data).start(AnalysisJob.parse(job).udf(data));
        run.await();
        return run.partial().orElseThrow().pictures();
    }

    private static double[] values(NdArray array) {
        try (Arena arena = Arena.ofConfined()) {
            Region whole = Region.whole(array.shape());
            MemorySegment out = arena.allocate(4 * whole.elements(), 4);
            array.readFloat32(whole, out);
            double[] values = new double[Math.toIntExact(whole.elements())];
            for (int i = 0; i < values.length; i++) {
                values[i] = out.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            }
            return values;
        }
    }

    @Test
    void jobsShowWhatTheySave() {
        for (String job : List.of("sum", "sumsig", "std", "bf:3", "adf:1,3.5")) {
            Picture picture = pictures(job).getFirst();
            double[] saved =
                    values(UdfRunner.of(data).run(AnalysisJob.parse(job).udf(data)));
            assertThat(picture.name()).isEqualTo(job);
            assertThat(picture.plane())
                    .isEqualTo(List.of("sum", "std").contains(job) ? Picture.Plane.DETECTOR : Picture.Plane.SCAN);
            Image image = picture.image();
            for (int p = 0; p < saved.length; p++) {
                assertThat((float) image.value(p / image.cols(), p % image.cols()))
                        .isEqualTo((float) saved[p]);
            }
            assertThat(image.dtype().isInteger()).isEqualTo(!job.equals("std"));
        }
    }

    @Test
    void centresOfMassAreThreePictures() {
        List<Picture> all = pictures("com");
        assertThat(all)
                .extracting(Picture::name)
                .containsExactly("row of the centre", "column of the centre", "distance from the mean centre");
        assertThat(all.get(0).image().value(0, 7)).isEqualTo(3.5);
        assertThat(all.get(1).image().value(31, 0)).isEqualTo(3.5);
        assertThat(all.get(2).image().value(1, 1)).isZero();
        // Frames whose sum is 0 have no centre.
        assertThat(all.get(2).image().value(0, 0)).isNaN();
    }

    @Test
    void outsideOfARoiIsNoData() {
        boolean[] roi = new boolean[SCAN * SCAN];
        roi[70] = true;
        var run = UdfRunner.of(data).roi(roi).start(AnalysisJob.parse("sumsig").udf(data));
        assertThat(values(run.await())[71]).isZero();
        Image image = run.partial().orElseThrow().pictures().getFirst().image();
        assertThat(image.value(2, 6)).isEqualTo(64.0 * 70);
        assertThat(image.value(2, 7)).isNaN();
        assertThat(run.bytesTotal()).isEqualTo(128);
    }

    @Test
    void aRunThatIsHalfDoneShowsWhatItHas() throws InterruptedException {
        var tiles = MemoryTiles.of(DType.U16, SCAN, SCAN, 8, 8, MemorySegment.ofArray(frames()))
                .copying(16);
        var begun = new AtomicInteger();
        var half = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        tiles.beforeTile = () -> {
            if (begun.incrementAndGet() > 20) {
                half.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        var run = UdfRunner.of(tiles).start(new SumSig());
        half.await();
        assertThat(run.await(Duration.ofMillis(20))).isFalse();
        assertThat(run.bytesTotal()).isEqualTo(SCAN * SCAN * 128L);
        var partial = run.partial().orElseThrow();
        assertThat(partial.isLast()).isFalse();
        Image image = partial.pictures().getFirst().image();
        int known = 0;
        for (int p = 0; p < SCAN * SCAN; p++) {
            double value = image.value(p / SCAN, p % SCAN);
            if (!Double.isNaN(value)) {
                known++;
                assertThat(value).isEqualTo(64.0 * (p % 251));
            }
        }
        assertThat(known).isBetween(1, SCAN * SCAN - 1);
        run.cancel();
        go.countDown();
        assertThatThrownBy(run::await).isInstanceOf(CancellationException.class);
        assertThat(run.await(Duration.ofSeconds(1))).isTrue();
        assertThat(run.partial().orElseThrow().isLast()).isFalse();
    }

    @Test
    void anyBufferIsAPicture() {
        var run = UdfRunner.of(data).start(List.of(new StdDev(), Udf.perFrame(2, f -> new double[] {f.sum(), 1})));
        run.await();
        assertThat(run.partial().orElseThrow().pictures())
                .extracting(Picture::name)
                .containsExactly("standard deviation", "mean", "values 0", "values 1");
    }
}
