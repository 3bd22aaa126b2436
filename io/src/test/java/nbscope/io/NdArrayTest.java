package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NdArrayTest {
    private static float[] floats(NdArray array, Region region) {
        float[] out = new float[(int) region.elements()];
        array.readFloat32(region, MemorySegment.ofArray(out));
        return out;
    }

    static Stream<Arguments> arrays() {
        return Stream.of(
                Arguments.of(new byte[] {-1, 2}, DType.I8, new float[] {-1, 2}),
                Arguments.of(new byte[] {-1, 2}, DType.U8, new float[] {255, 2}),
                Arguments.of(new short[] {-1, 2}, DType.I16, new float[] {-1, 2}),
                Arguments.of(new short[] {-1, 2}, DType.U16, new float[] {65535, 2}),
                Arguments.of(new int[] {-1, 16777217}, DType.I32, new float[] {-1, 16777216}),
                Arguments.of(new int[] {-1, 2}, DType.U32, new float[] {0x1p32f, 2}),
                Arguments.of(new long[] {-1, 2}, DType.I64, new float[] {-1, 2}),
                Arguments.of(new long[] {-1, 2}, DType.U64, new float[] {0x1p64f, 2}),
                Arguments.of(new float[] {-1.5f, 2}, DType.F32, new float[] {-1.5f, 2}),
                Arguments.of(new double[] {-1.5, 0.1}, DType.F64, new float[] {-1.5f, 0.1f}));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void elementsOfAJavaArrayAreConvertedToFloat32(Object java, DType dtype, float[] expected) {
        assertThat(floats(NdArray.of(java, dtype, 2), Region.whole(2))).isEqualTo(expected);
    }

    @Test
    void arrayWithoutATypeIsSigned() {
        assertThat(NdArray.of(new byte[6], 2, 3).dtype()).isEqualTo(DType.I8);
        assertThat(NdArray.of(new short[6], 2, 3).dtype()).isEqualTo(DType.I16);
        assertThat(NdArray.of(new int[6], 2, 3).dtype()).isEqualTo(DType.I32);
        assertThat(NdArray.of(new long[6], 2, 3).dtype()).isEqualTo(DType.I64);
        assertThat(NdArray.of(new float[6], 2, 3).dtype()).isEqualTo(DType.F32);
        assertThat(NdArray.of(new double[6], 2, 3).dtype()).isEqualTo(DType.F64);
    }

    @Test
    void arrayWithoutAShapeHasOneAxis() {
        assertThat(NdArray.of(new int[] {1, 2, 3}).shape()).containsExactly(3);
    }

    @Test
    void columnOfAMatrixIsReadInOrder() {
        NdArray array = NdArray.of(new int[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThat(floats(array, new Region(new long[] {0, 1}, new long[] {3, 1})))
                .containsExactly(2, 4, 6);
    }

    @Test
    void laterChangesOfTheJavaArrayAreSeen() {
        int[] java = {1, 2};
        NdArray array = NdArray.of(java, 2);
        java[1] = 7;
        assertThat(floats(array, Region.whole(2))).containsExactly(1, 7);
    }

    @Test
    void segmentIsReadAsLittleEndian() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4);
            memory.set(ValueLayout.JAVA_BYTE, 1, (byte) 1);
            assertThat(floats(NdArray.of(memory, DType.U16, 2), Region.whole(2)))
                    .containsExactly(256, 0);
        }
    }

    @Test
    void shapeThatDoesNotFitTheArrayIsRefusedWithBothCounts() {
        assertThatThrownBy(() -> NdArray.of(new short[10], DType.U16, 3, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs 12 elements")
                .hasMessageContaining("has 10");
    }

    @Test
    void shapeWhoseProductOverflowsIsRefused() {
        assertThatThrownBy(() -> NdArray.of(new byte[0], 1L << 32, 1L << 32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("impossible");
    }

    @Test
    void typeOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> NdArray.of(new short[4], DType.U8, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("short[] cannot be read as u8");
    }

    @Test
    void nestedArrayIsRefusedWithWhatIsAccepted() {
        assertThatThrownBy(() -> NdArray.of(new float[2][3], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float[][]")
                .hasMessageContaining("flat");
    }

    @Test
    void destinationThatIsTooSmallIsRefusedBeforeAnythingIsWritten() {
        NdArray array = NdArray.of(new short[] {1, 2, 3});
        byte[] out = new byte[5];
        assertThatThrownBy(() -> array.read(Region.whole(3), MemorySegment.ofArray(out)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("needs 6 bytes, the destination has 5");
        assertThat(out).containsOnly(0);
    }

    @Test
    void dataSetOfTheWrongRankSaysHowManyAxesItNeeds() {
        NdArray array = NdArray.of(new short[24], 2, 3, 4);
        assertThatThrownBy(() -> DataSet.of(array, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 axes [2, 3, 4]")
                .hasMessageContaining("an array of 4");
        assertThatThrownBy(() -> DataSet.of(array, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 4 navigation axes");
        try (DataSet row = DataSet.of(array, 1)) {
            assertThat(row.scanRows()).isEqualTo(1);
            assertThat(row.scanCols()).isEqualTo(2);
        }
    }

    @Test
    void dataSetWithAnEmptyAxisIsRefused() {
        assertThatThrownBy(() -> DataSet.of(NdArray.of(new short[0], 2, 0, 4, 4), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("axis 1");
    }
}
