package nbscope.io.internal.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.UnsupportedDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StoredTypeTest {
    /// Sizes are `numpy.dtype(...).itemsize` of NumPy 2.4.6.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "|S7; 7",
                "<U7; 28",
                "<M8[25us]; 8",
                "<m8; 8",
                "|V12; 12",
                "<f16; 16",
                "[('x', '<f4'), ('y', '<i4', (2,))]; 12",
                "[('x', '<f4', 3), (('a', 'b'), '?', (2, 3)), ('', '|V5')]; 23",
                "[('x', [('p', 'i1'), ('q', [('r', '<f8', (2,))], (3,))], (2,))]; 98",
                "[(\"it's, b)]\", '<f4'), ('\\'', '<i4')]; 8",
                "('<f4', (2, 3)); 24",
                "{'names': ['a', 'b'], 'formats': ['<i4', '<f4'], 'offsets': [0, 10], 'itemsize': 20}; 20",
                "{'names': ['a'], 'formats': [('<i4', (2,))], 'titles': [None], 'aligned': True}; 8"
            })
    void whatIsNoNumberIsRawBytes(String text, int bytes) {
        ElementType type = StoredType.parse(text, "a.b2nd");
        assertThat(type.dtype()).isEqualTo(DType.RAW);
        assertThat(type.bytes()).isEqualTo(bytes);
        assertThat(type.numpy()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({">c16, C128, 16, >c16", "f2, F16, 2, <f2", "?, U8, 1, |b1", "=u2, U16, 2, <u2", ">u1, U8, 1, |u1"})
    void numbersHaveNumPysName(String text, DType dtype, int bytes, String numpy) {
        ElementType type = StoredType.parse(text, "a.npy");
        ByteOrder order = text.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        assertThat(type).isEqualTo(new ElementType(dtype, bytes, order, numpy));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "|O",
                "<f3",
                "|S0",
                "<U",
                "[]",
                "[('x', 'O')]",
                "[('x', '<f4')",
                "[('x', '<f4', (2,)]",
                "[('x', '<f4', (99999999, 99999999))]",
                "[('x'",
                "[('x\\",
                "{'itemsize': 8, 'code': 1}",
                "[('x', '<f4')] + 1"
            })
    void whatIsNotUnderstoodIsNamed(String text) {
        assertThatThrownBy(() -> StoredType.parse(text, "a.b2nd"))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("a.b2nd");
    }

    @Test
    void deepNestingEndsInAnError() {
        assertThatThrownBy(() -> StoredType.parse("[('x', ".repeat(10_000), "a.b2nd"))
                .isInstanceOf(UnsupportedDataException.class)
                .hasMessageContaining("nested");
    }
}
