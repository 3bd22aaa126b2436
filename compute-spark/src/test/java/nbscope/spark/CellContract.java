package nbscope.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import nbscope.compute.udf.SumSig;
import nbscope.compute.udf.Udf;
import nbscope.compute.udf.UdfRunner;
import nbscope.io.DataSet;
import nbscope.io.JobExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// UDFs that were written in the cells of a notebook: JShell compiles them in this process, as Java kernels do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class CellContract {
    @TempDir
    static Path files;

    private JShell shell;
    private DataSet data;
    private double[] sums;

    abstract SparkExecutor spark();

    /// One for all tests of a class: it takes seconds to start.
    @BeforeAll
    void openShell() throws IOException {
        data = new Samples(files).raw().open(JobExecutor.inline());
        sums = UdfRunner.of(data).run(new SumSig()).filled(0);
        String path = System.getProperty("java.class.path");
        shell = JShell.builder()
                .executionEngine("local")
                .compilerOptions("-cp", path)
                .build();
        for (String entry : path.split(File.pathSeparator)) {
            shell.addToClasspath(entry);
        }
        cell("import java.util.*; import nbscope.io.*; import nbscope.io.dataset.*; import nbscope.compute.udf.*;"
                + " import nbscope.spark.CellWorld;");
    }

    @BeforeEach
    void makeRunner() {
        CellWorld.spark = spark();
        CellWorld.data = data;
        CellWorld.result = null;
        cell("var runner = UdfRunner.of(CellWorld.data).executor(CellWorld.spark);");
    }

    @AfterAll
    void closeShell() {
        shell.close();
        data.close();
    }

    /// @throws AssertionError when it does not compile
    private void cell(String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            for (SnippetEvent event : shell.eval(info.source())) {
                if (event.status() == Snippet.Status.REJECTED) {
                    throw new AssertionError(shell.diagnostics(event.snippet())
                                    .map(d -> d.getMessage(null))
                                    .toList() + "\n" + info.source());
                }
                if (event.exception() instanceof EvalException e) {
                    throw new CellException(e.getExceptionClassName() + ": " + e.getMessage());
                }
            }
            rest = info.remaining();
        }
    }

    private static final class CellException extends RuntimeException {
        CellException(String message) {
            super(message);
        }
    }

    private double[] result() {
        return (double[]) java.util.Objects.requireNonNull(CellWorld.result);
    }

    private double[] times(double factor) {
        double[] expected = sums.clone();
        for (int i = 0; i < expected.length; i++) {
            expected[i] *= factor;
        }
        return expected;
    }

    @Test
    void aLambdaReadsVariablesOfOtherCells() {
        cell("double gain = 3;");
        cell("CellWorld.result = runner.run(Udf.perFrame(frame -> gain * frame.sum())).filled(0);");
        assertThat(result()).isEqualTo(times(3));
        cell("gain = 4;");
        cell("CellWorld.result = runner.run(Udf.perFrame(frame -> gain * frame.sum())).filled(0);");
        assertThat(result()).isEqualTo(times(4));
    }

    @Test
    void variablesMayHoldArraysLambdasAndObjectsOfCellClasses() {
        cell("record Gain(double by, double[] table) implements java.io.Serializable {"
                + " double of(double value) { return by * value * table[1]; } }");
        cell("Gain gain = new Gain(2, new double[] {0, 5});");
        cell("FrameFunction twice = frame -> 2 * frame.sum();");
        cell("CellWorld.result = runner.run(Udf.perFrame(frame -> gain.of(twice.apply(frame)))).filled(0);");
        assertThat(result()).isEqualTo(times(20));
    }

    @Test
    void aLambdaCallsMethodsOfOtherCells() {
        cell("int offset = 1;");
        cell("double scaled(double value) { return value * (offset + 1) * factor(); }");
        cell("double factor() { return 1.5; }");
        cell("double perFrame(Frame frame) { return scaled(frame.sum()); }");
        cell("Udf<NavValues> udf = Udf.perFrame(frame -> perFrame(frame));");
        cell("CellWorld.result = runner.run(udf).filled(0);");
        assertThat(result()).isEqualTo(times(3));
    }

    private static final String MAXIMUM = "public List<BufferSpec> buffers(UdfMeta meta) {"
            + " return List.of(BufferSpec.sig(\"max\", DType.F64)); }\n"
            + "public TileProcessor prepare(UdfMeta meta) { return (tile, partial) -> raise(tile, partial.doubles(\"max\")); }\n"
            + "void raise(DataTile tile, double[] max) { for (int i = 0; i < tile.depth(); i++)"
            + " for (int p = 0; p < tile.pixels(); p++) {"
            + " int at = tile.firstPixel() + p; max[at] = Math.max(max[at], tile.value(i, p)); } }\n"
            + "public void merge(ResultBuffers whole, ResultBuffers part) { double[] max = whole.doubles(\"max\");"
            + " for (int p = 0; p < max.length; p++) max[p] = Math.max(max[p], part.doubles(\"max\")[p]); }\n"
            + "public double[] results(ResultBuffers merged) { return merged.doubles(\"max\").clone(); }\n";

    private double[] maxima() {
        double[] max = new double[Samples.SIDE * Samples.SIDE];
        UdfRunner.of(data).run(Udf.reduce(max.length, (kept, frame) -> {
            double[] values = frame.values();
            for (int p = 0; p < max.length; p++) {
                synchronized (max) {
                    max[p] = Math.max(max[p], values[p]);
                }
            }
        }));
        return max;
    }

    @Test
    void recordsClassesAndAnonymousClassesAreUdfs() {
        double[] expected = maxima();
        cell("record Maximum() implements Udf<double[]> {\n" + MAXIMUM + "}");
        cell("CellWorld.result = runner.run(new Maximum());");
        assertThat(result()).isEqualTo(expected);
        cell("class Outer { static class Inner implements Udf<double[]> {\n" + MAXIMUM + "} }");
        cell("CellWorld.result = runner.run(new Outer.Inner());");
        assertThat(result()).isEqualTo(expected);
        cell("CellWorld.result = runner.run(new Udf<double[]>() {\n" + MAXIMUM + "});");
        assertThat(result()).isEqualTo(expected);
    }

    @Test
    void exceptionsOfCellsArriveAsTheyWereThrown() {
        cell("class Bad extends RuntimeException { Bad(String text) { super(text); } }");
        cell(
                "try { runner.run(Udf.perFrame(frame -> { if (frame.scanRow() == 3) throw new Bad(\"row 3\"); return 0; }));"
                        + " } catch (Bad e) { CellWorld.result = e.getMessage(); }");
        assertThat(CellWorld.result).isEqualTo("row 3");
    }

    @Test
    void aVariableThatCannotTravelIsNamed() {
        cell("var lock = new Object();");
        assertThatThrownBy(() -> cell("runner.run(Udf.perFrame(frame -> lock.hashCode()));"))
                .hasMessageContaining("the cell's variable lock cannot travel to Spark's workers: it holds a"
                        + " java.lang.Object, which is not Serializable");
    }

    @Test
    void aVariableThatIsWrittenIsNamed() {
        cell("int count = 0;");
        assertThatThrownBy(() -> cell("runner.run(Udf.perFrame(frame -> count++));"))
                .hasMessageContaining("writes the cell's variable count");
    }

    @Test
    void mapsOfCellFunctions() throws InterruptedException {
        cell("int add = 7;");
        cell("CellWorld.result = CellWorld.spark.map((Integer i) -> i + add, List.of(1, 2));");
        assertThat(CellWorld.result).isEqualTo(List.of(8, 9));
    }
}
