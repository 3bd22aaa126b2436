package nbscope.io.internal.mla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pickles that are refused; what is accepted is tested against Python.
class UnpicklerTest {
    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "80058f, EMPTY_SET (0x8f)",
        "8005284b0191, FROZENSET (0x91)",
        "8005289301, no text",
        "80054b0130, POP",
        "80058c026f738c0673797374656d93, os.system",
        "80058c086275696c74696e738c076765746174747293, builtins.getattr",
        "80058c0c6d6c61727261792e6d6574618c0d417869734c6162656c456e756d93, AxisLabelEnum",
        "80055d4b0181, NEWOBJ",
        "8005680561, value 5",
        "800558ffffffff, 4294967295 bytes",
        "80058b00100000, more than 2048",
        "80057d5d4b0173, key that is no text",
        "8005294b0161, no list",
        "80055d, middle",
        "8005, middle",
        "80058c02c328, no UTF-8"
    })
    void refusedByName(String hex, String named) {
        byte[] pickle = java.util.HexFormat.of().parseHex(hex.replace("289301", "4b014b0193"));
        assertThatThrownBy(() -> Unpickler.read(pickle))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining(named);
    }

    @ParameterizedTest
    @CsvSource({"']'", "'}'", "'('", "K\001", "N"})
    void aFloodOfValuesEndsInAnError(String one) {
        byte[] flood = new byte[30 << 20];
        byte[] pattern = bytes(one);
        for (int i = 0; i < flood.length; i++) {
            flood[i] = pattern[i % pattern.length];
        }
        assertThatThrownBy(() -> Unpickler.read(flood))
                .isInstanceOf(PickleException.class)
                .hasMessageContaining("MiB");
    }

    @Test
    void aFloodOfMemosEndsInAnError() {
        byte[] flood = new byte[30 << 20];
        Arrays.fill(flood, (byte) 0x94);
        flood[0] = 'N';
        assertThatThrownBy(() -> Unpickler.read(flood)).hasMessageContaining("MiB");
    }

    @Test
    void listsNestedAMillionDeepAreReadAndRefusedLater() {
        byte[] deep = new byte[2_000_002];
        Arrays.fill(deep, 0, 1_000_000, (byte) ']');
        Arrays.fill(deep, 1_000_000, 1_999_999, (byte) 'a');
        deep[1_999_999] = '.';
        Object value = Unpickler.read(deep);
        assertThatThrownBy(() -> PlainValues.freeze(value, "meta")).hasMessageContaining("deep");
    }

    @Test
    void protocolTwoWithItsOwnMemoIsRead() {
        assertThat(Unpickler.read(bytes("\u0080\2}q\0X\1\0\0\0aq\1K\1s."))).isEqualTo(java.util.Map.of("a", 1L));
    }
}
