package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What a cell shows when it goes wrong.
class ErrorsTest extends KernelContract {
    @Test
    void aCompileErrorNamesLineAndPlace() throws IOException {
        TestClient.Run run = client.run("int a = 1;\nint b = a +\n    missing;\n");
        assertThat(run.error()).startsWith("CompileError: cannot find symbol").endsWith("(line 3)");
        assertThat(run.traceback().getFirst())
                .startsWith("line 3: cannot find symbol")
                .contains("missing");
        assertThat(run.traceback()).contains("        missing;", "        ^");
        assertThat(String.join("\n", run.traceback())).doesNotContain("REPL").doesNotContain("location");
    }

    @Test
    void aSyntaxErrorNamesItsLine() throws IOException {
        TestClient.Run run = client.run("int ok = 1;\n\nint 2x = 3;");
        assertThat(run.error()).startsWith("CompileError: ").endsWith("(line 3)");
        assertThat(client.run("foo(((").error()).startsWith("CompileError: ");
    }

    @Test
    void aReplyOfAnErrorEqualsThePublishedOne() throws IOException {
        TestClient.Run run = client.run("throw new RuntimeException(\"boom\");");
        TestClient.Received error = run.published().stream()
                .filter(m -> m.type().equals("error"))
                .findFirst()
                .orElseThrow();
        assertThat(error.content().path("evalue").asText()).isEqualTo("boom");
        assertThat(run.reply().content().path("evalue").asText()).isEqualTo("boom");
        assertThat(run.reply().content().path("traceback"))
                .isEqualTo(error.content().path("traceback"));
    }

    @Test
    void anExceptionShowsNameMessageAndLinesOfTheCellOnly() throws IOException {
        client.run("int inner(int x) {\n  return List.of(1).get(x);\n}");
        TestClient.Run run = client.run("// first\nint y = 1;\n\ninner(y + 4)");
        assertThat(run.traceback().getFirst())
                .isEqualTo("java.lang.IndexOutOfBoundsException: "
                        + run.reply().content().path("evalue").asText());
        assertThat(run.traceback().get(1)).matches("    at line 2 of cell \\[\\d+\\], in inner");
        assertThat(run.traceback().get(2)).isEqualTo("    at line 4");
        assertThat(run.traceback()).hasSize(3);
    }

    @Test
    void causesAreShown() throws IOException {
        TestClient.Run run = client.run("try {\n  Integer.parseInt(\"x\");\n} catch (NumberFormatException e) {\n"
                + "  throw new IllegalStateException(\"outer\", e);\n}");
        assertThat(run.traceback().getFirst()).isEqualTo("java.lang.IllegalStateException: outer");
        assertThat(run.traceback()).anyMatch(line -> line.startsWith("caused by java.lang.NumberFormatException"));
        assertThat(run.traceback()).contains("    at line 4", "    at line 2");
    }

    @Test
    void anExceptionClassOfACellKeepsItsName() throws IOException {
        client.run("class Odd extends RuntimeException { Odd(String m) { super(m); } }");
        TestClient.Run run = client.run("throw new Odd(\"three\");");
        assertThat(run.traceback().getFirst()).isEqualTo("Odd: three");
        assertThat(run.error()).isEqualTo("Odd: three");
    }

    @Test
    void aSentenceOfOursStandsAlone() throws IOException {
        TestClient.Run run = client.run("throw new MalformedDataException(\"a.npy\", 6, \"version 9\", \"1 to 3\");");
        assertThat(run.traceback()).containsExactly("a.npy, byte 6: found version 9, expected 1 to 3");
        assertThat(run.error()).startsWith("MalformedDataException: a.npy, byte 6");
    }

    @Test
    void misuseThatNbscopeReportsIsOnlyASentence() throws IOException {
        TestClient.Run run = client.run("nbscope.kernel.own.internal.ForeignLibrary.misuse()");
        assertThat(run.traceback()).containsExactly("found 3 axes, expected 4");
    }

    @Test
    void aMissingFileIsOnlyASentence() throws IOException {
        TestClient.Run run = client.run("Files.readAllBytes(Path.of(\"/no/such/thing.npy\"))");
        assertThat(run.traceback()).containsExactly("no such file: /no/such/thing.npy");
        assertThat(client.run("new FileInputStream(\"/no/such/b\")").traceback())
                .containsExactly("no such file: /no/such/b");
    }

    @Test
    void anIllegalArgumentOfTheUserKeepsItsTrace() throws IOException {
        assertThat(client.run("throw new IllegalArgumentException(\"mine\");").traceback())
                .containsExactly("java.lang.IllegalArgumentException: mine", "    at line 1");
    }

    @Test
    void aMethodThatLacksAnotherSaysSo() throws IOException {
        TestClient.Run declared = client.run("int early() { return later(1); }");
        assertThat(declared.status()).isEqualTo("ok");
        assertThat(declared.text("stderr")).contains("early cannot be used yet").contains("later(int)");
        TestClient.Run used = client.run("early()");
        assertThat(used.error())
                .startsWith("UnresolvedReference: early cannot be used yet")
                .contains("later(int)");
        client.run("int later(int x) { return x + 1; }");
        assertThat(client.run("early()").result()).isEqualTo("2");
    }

    @Test
    void aValueWhoseTextFailsIsAnError() throws IOException {
        client.run("class Bad { public String toString() { throw new IllegalStateException(\"no\"); } }");
        assertThat(client.run("new Bad()").error()).contains("the value cannot be shown");
    }

    @Test
    void endlessRecursionIsAShortError() throws IOException {
        client.run("int deep(int x) { return deep(x + 1) + 1; }");
        TestClient.Run run = client.run("deep(0)");
        assertThat(run.traceback().getFirst()).startsWith("java.lang.StackOverflowError");
        assertThat(run.traceback()).hasSizeLessThan(20);
    }
}
