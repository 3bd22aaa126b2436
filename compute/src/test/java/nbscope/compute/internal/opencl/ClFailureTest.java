package nbscope.compute.internal.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import nbscope.compute.DeviceMemoryException;
import nbscope.compute.LoadProgress;
import nbscope.compute.OpenClDevice;
import nbscope.compute.internal.Owner;
import nbscope.compute.internal.store.Geometry;
import nbscope.compute.internal.store.Loader;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a driver can do wrong, by a fake one. Chunks are 4096 bytes, so the stack has several per frame.
class ClFailureTest {
    private static final DataSet DATA =
            DataSet.of(NdArray.of(new short[2 * 8 * 8 * 8 * 8], DType.U16, 2, 8, 8, 8, 8), 3);

    private static Loader.Loaded load(OpenClDevice device, Owner owner) {
        return Loader.load(DATA, Geometry.of(DATA), device, LoadProgress.SILENT, owner);
    }

    private static Owner owner(FakeCl driver) {
        return new Owner(1 << 20, () -> OpenCl.of(driver));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6})
    void aCardThatHasNoRoomGivesASentenceAndNothingIsKept(int failAt) {
        var driver = new FakeCl(failAt, ClException.MEM_OBJECT_ALLOCATION_FAILURE);
        var owner = owner(driver);
        assertThatThrownBy(() -> load(FakeCl.CARD, owner))
                .isInstanceOf(DeviceMemoryException.class)
                .hasMessageContaining("OpenCL (card) has no more memory to give")
                .hasMessageContaining("binned by 2");
        assertThat(driver.alive()).isZero();
        assertThat(owner.ledger().report().lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void aWrapThatFailsGivesTheMemoryBack(int failAt) {
        var driver = new FakeCl(failAt, ClException.OUT_OF_RESOURCES);
        var owner = owner(driver);
        assertThatThrownBy(() -> load(FakeCl.SHARED, owner)).isInstanceOf(DeviceMemoryException.class);
        assertThat(driver.alive()).isZero();
        assertThat(owner.ledger().report().lines()).isEmpty();
    }

    @Test
    void anotherFailureNamesTheDeviceAndTheWayOut() {
        var driver = new FakeCl(2, -30);
        assertThatThrownBy(() -> load(FakeCl.CARD, owner(driver)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("OpenCL (card) failed")
                .hasMessageContaining("Device.java() works without OpenCL");
    }

    @Test
    void releasingGivesBackEveryBufferOnce() {
        var driver = new FakeCl(0, 0);
        var owner = owner(driver);
        var loaded = load(FakeCl.CARD, owner);
        assertThat(driver.alive()).isGreaterThan(2);
        assertThat(loaded.release()).isEqualTo(loaded.bytes());
        assertThat(driver.alive()).isZero();
        assertThat(owner.ledger().report().total()).isZero();
    }

    @Test
    void aCardHasABudgetOfItsOwn() {
        var driver = new FakeCl(0, 0);
        var owner = new Owner(10, () -> OpenCl.of(driver));
        var loaded = load(FakeCl.CARD, owner);
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
