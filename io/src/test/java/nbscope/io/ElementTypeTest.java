package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import nbscope.io.internal.array.ForwardingArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElementTypeTest {
    @ParameterizedTest
    @CsvSource({"F16, astype('float32')", "C64, numpy.abs(array)", "C128, numpy.abs(array)"})
    void dataSetOfOtherNumbersSaysHowToConvert(DType dtype, String advice) {
        NdArray array = NdArray.of(MemorySegment.ofArray(new byte[4 * dtype.bytes()]), dtype, 1, 1, 2, 2);
        assertThatThrownBy(() -> DataSet.of(array, 2))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining(advice);
    }

    @Test
    void dataSetOfStructuresSaysToTakeAField() {
        try (NdArray array = NdArray.open(Fixture.path("npy/type_pair.npy"))) {
            assertThat(array.elementType().numpy()).isEqualTo("[('x', '<f4'), ('y', '>i4', (2,))]");
            assertThatThrownBy(() -> DataSet.of(new Reshaped(array, 1, 5, 6, 7), 2))
                    .isInstanceOf(UnsupportedDataException.class)
                    .hasMessageContaining("array['field']");
        }
    }

    @Test
    void halvesOfComplexNumbersAreReadInLittleEndian() {
        try (NdArray array = NdArray.open(Fixture.path("b2nd/scalar_big_c8.b2nd"))) {
            float[] value = new float[2];
            array.read(Region.whole(array.shape()), MemorySegment.ofArray(value));
            assertThat(value).containsExactly(7.5f, 0);
            assertThat(array.elementType()).isEqualTo(new ElementType(DType.C64, 8, ByteOrder.BIG_ENDIAN, ">c8"));
        }
    }

    @Test
    void booleansAreBytes() {
        try (NdArray array = NdArray.open(Fixture.path("b2nd/type_bool.b2nd"))) {
            assertThat(array.dtype()).isEqualTo(DType.U8);
            assertThat(array.elementType().isBoolean()).isTrue();
        }
    }

    @Test
    void rawElementsNeedASize() {
        assertThatThrownBy(DType.RAW::bytes)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("elementType()");
        assertThatIllegalArgumentException().isThrownBy(() -> RawOptions.of(DType.RAW, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NdArray.of(MemorySegment.ofArray(new byte[2]), DType.RAW, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> NdArray.of(new double[2], DType.C64, 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ElementType(DType.F32, 8, ByteOrder.LITTLE_ENDIAN, "<f4"));
    }

    /// The same elements under another shape.
    private static final class Reshaped extends ForwardingArray {
        private final long[] shape;

        Reshaped(NdArray array, long... shape) {
            super(array);
            this.shape = shape;
        }

        @Override
        public long[] shape() {
            return shape;
        }

        @Override
        public void read(Region region, MemorySegment destination) {
            throw new AssertionError("is not read");
        }

        @Override
        public void readFloat32(Region region, MemorySegment destination) {
            throw new AssertionError("is not read");
        }
    }
}
