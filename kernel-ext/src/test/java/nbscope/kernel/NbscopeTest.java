package nbscope.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NbscopeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "17", "24", "unknown"})
    void anOldJavaGetsASentenceThatSaysWhatToDo(String version) {
        assertThat(Nbscope.tooOld(version))
                .startsWith("nbscope needs Java 25 or newer, but this kernel runs Java " + version + ".")
                .contains("Install a JDK 25", "kernel.json", "restart the kernel");
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "26", "100"})
    void aNewEnoughJavaPasses(String version) {
        assertThat(Nbscope.tooOld(version)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Nbscope", "package-info"})
    void whatAnOldKernelReadsIsCompiledForJava11(String name) throws IOException {
        try (InputStream file = Nbscope.class.getResourceAsStream(name + ".class");
                DataInputStream in = new DataInputStream(Objects.requireNonNull(file))) {
            assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(in.readInt()).isEqualTo(55);
        }
    }

    @Test
    void theEntryClassHasOnlyTheTwoStarts() {
        assertThat(Nbscope.class.getMethods())
                .filteredOn(method -> method.getDeclaringClass() == Nbscope.class)
                .extracting(method -> method.getName() + method.getParameterCount())
                .containsExactlyInAnyOrder("start0", "start1");
    }
}
