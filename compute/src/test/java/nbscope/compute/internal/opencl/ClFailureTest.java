package nbscope.compute.internal.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import nbscope.compute.Device;
import nbscope.compute.DeviceFailedException;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.DeviceStack;
import nbscope.compute.LoadOptions;
import nbscope.compute.LoadProgress;
import nbscope.compute.MemoryReport;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.compute.internal.sums.Runs;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What a driver can do wrong: every call of a stack's life fails once, or from then on. Chunks are two
/// scan rows, so that a frame has four of them.
class ClFailureTest {
    private static final int LOST = -36;
    private static final int BUILD = -11;
    private static final OpenClDevice CARD = new OpenClDevice("OpenCL (card)", true, false, true, 1L << 30, 2200, 0, 0);
    private static final OpenClDevice SHARED =
            new OpenClDevice("OpenCL (shared)", false, true, true, 1L << 30, 2200, 0, 0);

    private final Logger logger = Logger.getLogger(DeviceStack.class.getName());
    private final List<String> warnings = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            warnings.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        handler.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }

    private static ClQueue real() {
        Assumptions.assumeTrue(
                Device.list().stream().anyMatch(OpenClDevice.class::isInstance),
                () -> "skipped: " + Device.openClStatus());
        return Owner.ofProcess().openCl().queue(Device.openCl());
    }

    private static Owner owner(FakeCl driver) {
        return new Owner(1 << 20, () -> OpenCl.of(driver));
    }

    static Stream<Arguments> everyCallOfEveryDevice() {
        List<Arguments> all = new ArrayList<>();
        for (OpenClDevice device : List.of(CARD, SHARED)) {
            for (boolean stays : new boolean[] {false, true}) {
                for (int code :
                        new int[] {ClException.MEM_OBJECT_ALLOCATION_FAILURE, ClException.OUT_OF_RESOURCES, LOST, BUILD
                        }) {
                    all.add(Arguments.of(device, code, stays));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, error {1}, from then on: {2}")
    @MethodSource("everyCallOfEveryDevice")
    void everyFailureGivesTheRightResultOrASentenceAndLeavesNothing(OpenClDevice device, int code, boolean stays) {
        var queue = real();
        int n = 0;
        FakeCl driver;
        do {
            n++;
            driver = new FakeCl(n, code, stays, FakeCl.ANY, queue);
            var scenario = Scenario.run(device, owner(driver), driver);
            if (device.equals(SHARED)) {
                assertThat(scenario.failures).as("call " + n).isEmpty();
            }
            if (stays || code == LOST || code == BUILD) {
                assertThat(scenario.failures.size() + scenario.notes.size() + releases(driver, n))
                        .as("call " + n + " of " + driver.calls())
                        .isPositive();
            }
        } while (driver.counted() >= n && n < 1000);
        assertThat(n).isBetween(50, 999);
    }

    /// A release that fails changes no result; nor does the one call too many that ends the loop.
    private static int releases(FakeCl driver, int n) {
        return driver.calls().size() < n
                        || driver.calls().subList(n - 1, driver.calls().size()).stream()
                                .anyMatch(c -> c.equals("release") || c.equals("make pin"))
                ? 1
                : 0;
    }

    /// The load begins anew for Java, also where what was read is gone from the buffer that it was binned in.
    @Test
    void aCardThatFailsWhileAStackIsBinnedIsLeftForJava() {
        var queue = real();
        short[] pixels = new short[2 * 8 * 8 * 64];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (short) (i * 2111);
        }
        var data = DataSet.of(NdArray.of(pixels, DType.U16, 2, 8, 8, 8, 8), 3);
        var options = LoadOptions.standard().detectorBin(2);
        long[][] expected = patternSums(data, options.device(Device.javaScalar()), owner(new FakeCl(0, 0)));
        int n = 0;
        FakeCl driver;
        do {
            n++;
            driver = new FakeCl(n, LOST, false, FakeCl.ANY, queue);
            var owner = owner(driver);
            try {
                assertThat(patternSums(data, options.device(CARD), owner)).isDeepEqualTo(expected);
            } catch (DeviceFailedException e) {
                assertThat(e).hasMessageContaining("load it on Device.java()");
            }
            assertThat(driver.alive()).as("after call " + n).isZero();
            assertThat(owner.ledger().report().total()).isZero();
        } while (driver.counted() >= n && n < 1000);
        assertThat(n).isGreaterThan(30);
    }

    private static long[][] patternSums(DataSet data, LoadOptions options, Owner owner) {
        var loaded = Loader.load(data, options, owner);
        try {
            long[][] sums = new long[2][16];
            for (int f = 0; f < 2; f++) {
                loaded.frames().get(f).patternSum(Runs.all(64), sums[f]);
            }
            return sums;
        } finally {
            loaded.release();
        }
    }

    @Test
    void withoutAFailureNothingIsSaid() {
        var driver = new FakeCl(0, 0, false, FakeCl.ANY, real());
        var scenario = Scenario.run(CARD, owner(driver), driver);
        assertThat(scenario.failures).isEmpty();
        assertThat(scenario.notes).isEmpty();
        assertThat(warnings).isEmpty();
        assertThat(driver.calls()).contains("make send", "commit", "make pin");
    }

    @Test
    void aCardThatHasNoRoomLeavesTheFramesInPlainMemoryAndSaysSoOnce() {
        var driver = new FakeCl(1, ClException.MEM_OBJECT_ALLOCATION_FAILURE, true, "make allocate", null);
        var owner = owner(driver);
        var scenario = Scenario.run(CARD, owner, driver);
        assertThat(scenario.failures).isEmpty();
        assertThat(scenario.notes)
                .hasSize(14)
                .allMatch(n -> n.contains("Java in plain memory: OpenCL (card) has no room"));
        assertThat(warnings)
                .hasSize(1)
                .first()
                .asString()
                .contains("stays in plain memory")
                .startsWith("WARNING");
    }

    @Test
    void oneRefusalIsForgivenAfterTheCachesAreDropped() {
        var driver = new FakeCl(2, ClException.MEM_OBJECT_ALLOCATION_FAILURE, false, "make allocate", real());
        var scenario = Scenario.run(CARD, owner(driver), driver);
        assertThat(scenario.notes).isEmpty();
        assertThat(scenario.failures).isEmpty();
    }

    @Test
    void aBudgetForOneFrameTakesOneFrame() {
        var data = DataSet.of(NdArray.of(new short[2 * 4 * 8 * 64], DType.U16, 2, 4, 8, 8, 8), 3);
        var driver = new FakeCl(0, 0);
        var owner = owner(driver);
        long frame = Geometry.of(data).frameBytes();
        owner.ledger().budget(CARD.name(), frame + 100);
        var loaded = Loader.load(data, Geometry.of(data), CARD, LoadProgress.SILENT, owner);
        assertThat(owner.ledger().used(CARD.name())).isEqualTo(frame);
        assertThat(owner.ledger().report().lines())
                .extracting(MemoryReport.Line::where)
                .containsExactlyInAnyOrder("OpenCL (card)", "Java, instead of OpenCL (card)");
        assertThat(warnings).hasSize(1);
        assertThat(loaded.release()).isEqualTo(2 * frame);
        assertThat(driver.alive()).isZero();
    }

    @Test
    void withoutRoomAnywhereTheSentenceIsThatOfPlainMemory() {
        var data = DataSet.of(NdArray.of(new short[2 * 4 * 8 * 64], DType.U16, 2, 4, 8, 8, 8), 3);
        var driver = new FakeCl(1, ClException.MEM_OBJECT_ALLOCATION_FAILURE, true, "make allocate", null);
        var owner = new Owner(1000, () -> OpenCl.of(driver));
        assertThatThrownBy(() -> Loader.load(data, Geometry.of(data), CARD, LoadProgress.SILENT, owner))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("OpenCL (card) cannot take")
                .hasMessageContaining("budget is 1000 bytes");
        assertThat(driver.alive()).isZero();
        assertThat(owner.ledger().report().lines()).isEmpty();
    }

    @Test
    void aCardHasABudgetOfItsOwn() {
        var driver = new FakeCl(0, 0);
        var owner = owner(driver);
        var data = DataSet.of(NdArray.of(new short[4 * 8 * 64], DType.U16, 4, 8, 8, 8), 2);
        var loaded = Loader.load(data, Geometry.of(data), FakeCl.CARD, LoadProgress.SILENT, owner);
        assertThat(owner.ledger().used(FakeCl.CARD.name())).isEqualTo(loaded.bytes());
        assertThat(owner.ledger().budget(FakeCl.CARD.name())).isEqualTo((long) (0.9 * (1L << 30)));
        loaded.release();
    }

    @Test
    void floatsOnADeviceWithoutFloat64AreRefused() {
        var weak = new OpenClDevice("OpenCL (weak)", true, false, false, 1 << 30, 1 << 20, 0, 0);
        var floats = DataSet.of(NdArray.of(new float[16], 2, 2, 2, 2), 2);
        var driver = new FakeCl(0, 0);
        assertThatThrownBy(() -> Loader.load(floats, Geometry.of(floats), weak, LoadProgress.SILENT, owner(driver)))
                .hasMessageContaining("cannot compute in float64")
                .hasMessageContaining("Device.java()");
    }

    @Test
    void noDriverIsAStatusAndNoFailure() {
        var none = OpenCl.of(new ClApi() {
            @Override
            public List<OpenClDevice> devices() {
                return List.of();
            }

            @Override
            public ClQueue open(OpenClDevice device) {
                throw new ClException("no device", 1);
            }
        });
        assertThat(none.devices()).isEmpty();
        assertThat(none.status()).contains("no driver offers a device");
        assertThatThrownBy(() -> none.queue(FakeCl.CARD)).hasMessageContaining("OpenCL (card) is not here");
    }
}
