package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// What a cell shows.
class CellsTest extends KernelContract {
    @Test
    void theLastExpressionIsShown() throws IOException {
        TestClient.Run run = client.run("int a = 2;\nint b = 3;\na * b");
        assertThat(run.status()).isEqualTo("ok");
        assertThat(run.result()).isEqualTo("6");
    }

    @Test
    void everyCellSaysInputThenResultThenIdleWithItsNumber() throws IOException {
        TestClient.Run run = client.run("1 + 1");
        assertThat(run.published().stream().map(TestClient.Received::type))
                .containsExactly("status", "execute_input", "execute_result", "status");
        int count = run.reply().content().path("execution_count").asInt();
        assertThat(count).isPositive();
        assertThat(run.published().get(1).content().path("execution_count").asInt())
                .isEqualTo(count);
        assertThat(run.published().get(2).content().path("execution_count").asInt())
                .isEqualTo(count);
        assertThat(client.run("2").reply().content().path("execution_count").asInt())
                .isEqualTo(count + 1);
        assertThat(run.reply().content().path("user_expressions").isObject()).isTrue();
    }

    @Test
    void aVariableShowsNothing() throws IOException {
        assertThat(client.run("var quiet = 5;").result()).isEmpty();
        assertThat(client.run("quiet = 6").result()).isEmpty();
        assertThat(client.run("quiet").result()).isEqualTo("6");
    }

    /// Spark's workers get them; there is no kernel that could stop them.
    @Test
    void theClassFilesOfCellsCanBeHadWithoutStopChecks() throws IOException {
        client.run("record Gain(double by) { double of(double v) { while (v < 9) v += by; return v; } }");
        assertThat(client.run("Gain.class.getProtectionDomain().getCodeSource().getLocation() == null")
                        .result())
                .isEqualTo("true");
        client.run("String path = Gain.class.getName().replace('.', '/') + \".class\";");
        client.run("byte[] file = Gain.class.getClassLoader().getResourceAsStream(path).readAllBytes();");
        assertThat(client.run("new String(file, java.nio.charset.StandardCharsets.ISO_8859_1).contains(\"StopCheck\")")
                        .result())
                .isEqualTo("false");
    }

    @Test
    void textIsShownWithoutQuotes() throws IOException {
        assertThat(client.run("\"a\\nb\"").result()).isEqualTo("a\nb");
    }

    @Test
    void arraysAndCollectionsAreReadable() throws IOException {
        assertThat(client.run("new int[][] {{1, 2}, {3}}").result()).isEqualTo("int[2][] {{1, 2}, {3}}");
        assertThat(client.run("List.of(new double[] {0.5})").result()).isEqualTo("[{0.5}]");
        assertThat(client.run("Map.of(\"k\", new String[] {\"v\"})").result()).isEqualTo("{k={v}}");
    }

    @Test
    void tablesAndPlotsAreShownAsWhatTheyAre() throws IOException {
        TestClient.Run run = client.run("""
                import tech.tablesaw.api.*;
                var table = Table.create("times", StringColumn.create("layout", "a"), DoubleColumn.create("ms", 2.5));
                table
                """);
        assertThat(run.result()).contains("layout").contains("2.5");
        assertThat(data(run).path("text/html").asText()).contains("<td>a</td>");
        TestClient.Run plot = client.run("VegaLite.bar(table).x(\"layout\").y(\"ms\")");
        assertThat(data(plot)
                        .at("/application~1vnd.vegalite.v5+json/encoding/y/field")
                        .asText())
                .isEqualTo("ms");
        TestClient.Run shown = client.run("Tables.show(table); 1");
        assertThat(shown.published().stream().map(TestClient.Received::type)).contains("display_data");
    }

    private static JsonNode data(TestClient.Run run) {
        return run.published().stream()
                .filter(m -> m.type().equals("execute_result"))
                .findFirst()
                .orElseThrow()
                .content()
                .path("data");
    }

    @Test
    void aHugeValueIsCut() throws IOException {
        assertThat(client.run("\"x\".repeat(3_000_000)").result())
                .hasSizeLessThan(25_000)
                .endsWith("(3000000 characters in all)");
        assertThat(client.run("new byte[50_000_000]").result())
                .hasSizeLessThan(25_000)
                .contains("more");
    }

    @Test
    void usualImportsAreThere() throws IOException {
        assertThat(client.run("Stream.of(new BigDecimal(\"1.5\")).toList().size() + Path.of(\"a\").getNameCount()"
                                + " + new File(\"x\").getName().length()")
                        .result())
                .isEqualTo("3");
        assertThat(client.run("DType.class.getName() + Device.class.getName() + WidgetHost.class.getName()")
                        .result())
                .isEqualTo("nbscope.io.DTypenbscope.compute.Devicenbscope.widgets.WidgetHost");
    }

    @Test
    void classesAndMethodsOfEarlierCellsAreKnown() throws IOException {
        client.run("record Point(int x, int y) {}\nint twice(int v) {\n  return 2 * v;\n}");
        assertThat(client.run("new Point(twice(4), 1)").result()).isEqualTo("Point[x=8, y=1]");
    }

    @Test
    void aSilentCellPublishesNothingAndIsNotCounted() throws IOException {
        int before = client.run("1").reply().content().path("execution_count").asInt();
        String id = client.send(
                client.shell, "execute_request", TestClient.request("41").put("silent", true));
        TestClient.Run run = client.finish(id);
        assertThat(run.published().stream().map(TestClient.Received::type)).containsExactly("status", "status");
        assertThat(run.reply().content().path("execution_count").asInt()).isEqualTo(before);
    }

    @Test
    void cellsThatWaitBehindAnErrorAreAborted() throws IOException {
        String bad = client.start("Thread.sleep(300); int oops = \"text\";");
        String next = client.start("System.out.println(\"never\")");
        assertThat(client.finish(bad).status()).isEqualTo("error");
        TestClient.Run aborted = client.finish(next);
        assertThat(aborted.status()).isEqualTo("aborted");
        assertThat(aborted.text("stdout")).isEmpty();
        assertThat(client.run("7").result()).isEqualTo("7");
    }

    @Test
    void vectorClassesCanBeNamed() throws IOException {
        assertThat(client.run("jdk.incubator.vector.FloatVector.SPECIES_128.length()")
                        .result())
                .isEqualTo("4");
    }

    @Test
    void aCellMayAskForALine() throws IOException {
        String id = client.start("new Scanner(System.in).nextLine().toUpperCase()");
        TestClient.Received question = client.reply(client.stdin, id);
        assertThat(question.type()).isEqualTo("input_request");
        client.send(client.stdin, "input_reply", Json.object().put("value", "hello"));
        assertThat(client.finish(id).result()).isEqualTo("HELLO");
    }

    @Test
    void theCellIdIsKnownWhileTheCellRuns() throws IOException {
        String code = "nbscope.widgets.WidgetHost.current().attributes().get(\"nbscope.cellId\")";
        assertThat(client.run(code).result()).isEqualTo("cell-7");
        assertThat(fixture.kernel.host().attributes()).doesNotContainKey("nbscope.cellId");
    }
}
