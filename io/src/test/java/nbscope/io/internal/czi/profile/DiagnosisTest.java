package nbscope.io.internal.czi.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import nbscope.io.czi.profile.BenchmarkOptions;
import nbscope.io.czi.profile.BenchmarkRow;
import nbscope.io.czi.profile.Cause;
import nbscope.io.czi.profile.CziBenchmark;
import nbscope.io.czi.profile.CziProfile;
import nbscope.io.czi.profile.ProfileOptions;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.czi.profile.SpeedClass;
import nbscope.io.internal.czi.profile.Profiling.Setting;
import nbscope.io.internal.czi.profile.SlowAccess.Injected;
import nbscope.io.internal.czi.profile.Workload.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One file, four causes put between the measuring code and the reader, and none: each gets its own diagnosis.
class DiagnosisTest {
    private static final Path FILE = Path.of("src/test/fixtures/czi/overlap_zstd1.czi");

    private static final int TILES = 8;

    /// How far two times of the same thing may lie apart on a busy machine of two processors. What is injected takes
    /// most of a run; without it one takes 12 to 24 ms, and a turn of another program four.
    private static final double NOISE = 1.5;

    private static final double NOISE_OF_MILLISECONDS = 2;

    /// The better of two: a hiccup of the machine seldom hits both.
    private static double time(BenchmarkRow row) {
        return Math.min(row.seconds(), row.warmSeconds());
    }

    private static Setting setting(Injected injected) {
        return new Setting(
                injected == Injected.AMPLIFICATION ? Method.REGIONS : Method.TILES,
                real -> new SlowAccess(real, injected));
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE",
        "DELAY, DISK",
        "LOCK, LOCK",
        "CODEC, DECODING",
        "AMPLIFICATION, READ_AMPLIFICATION",
    })
    void eachCauseHasItsOwnDiagnosis(Injected injected, Cause expected) {
        CziProfile profile =
                Profiling.run(FILE, ProfileOptions.quick().maxTiles(TILES), ProfileProgress.none(), setting(injected));
        assertThat(profile.diagnosis().cause())
                .as(profile.diagnosis().because())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "NONE, NONE",
        "DELAY, DISK",
        "LOCK, LOCK",
        "CODEC, DECODING",
        "AMPLIFICATION, READ_AMPLIFICATION",
    })
    void whatIsRecommendedIsTheFastestInASecondRun(Injected injected, Cause expected) {
        BenchmarkOptions options = BenchmarkOptions.quick().maxTiles(TILES);
        CziBenchmark first = Benchmarking.run(FILE, options, ProfileProgress.none(), setting(injected));
        assertThat(first.diagnosis().cause()).as(first.diagnosis().because()).isEqualTo(expected);
        assertThat(first.diagnosis().recommendation()).contains("Read with " + first.recommended());
        CziBenchmark second = Benchmarking.run(FILE, options, ProfileProgress.none(), setting(injected));
        double noise = injected == Injected.NONE ? NOISE_OF_MILLISECONDS : NOISE;
        double best =
                second.rows().stream().mapToDouble(DiagnosisTest::time).min().orElseThrow();
        assertThat(second.row(first.recommended()))
                .hasValueSatisfying(row -> assertThat(time(row)).isLessThanOrEqualTo(best * noise));
        switch (injected) {
            case DELAY, CODEC -> assertThat(first.recommended()).startsWith("threads-");
            case AMPLIFICATION -> assertThat(first.recommended()).isEqualTo("payload-per-tile");
            case LOCK ->
                assertThat(first.row("threads-4").orElseThrow().speedUp()).isLessThan(1.2);
            case NONE -> assertThat(first.diagnosis().overall()).isEqualTo(SpeedClass.FAST);
        }
    }

    @Test
    void theClassesAreThoseOfTheTable() {
        assertThat(SpeedClass.ofRead(0.0099)).isEqualTo(SpeedClass.FAST);
        assertThat(SpeedClass.ofRead(0.01)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofRead(0.0499)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofRead(0.05)).isEqualTo(SpeedClass.SLOW);
        assertThat(SpeedClass.ofStitch(0.0009)).isEqualTo(SpeedClass.FAST);
        assertThat(SpeedClass.ofStitch(0.001)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofStitch(0.005)).isEqualTo(SpeedClass.SLOW);
        assertThat(SpeedClass.ofSpeedUp(2)).isEqualTo(SpeedClass.FAST);
        assertThat(SpeedClass.ofSpeedUp(1.2)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofSpeedUp(1.19)).isEqualTo(SpeedClass.SLOW);
        assertThat(SpeedClass.ofThroughput(100.1)).isEqualTo(SpeedClass.FAST);
        assertThat(SpeedClass.ofThroughput(100)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofThroughput(20)).isEqualTo(SpeedClass.MODERATE);
        assertThat(SpeedClass.ofThroughput(19.9)).isEqualTo(SpeedClass.SLOW);
    }
}
