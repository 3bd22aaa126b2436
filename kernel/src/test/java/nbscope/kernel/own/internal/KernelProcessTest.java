package nbscope.kernel.own.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import nbscope.kernel.own.KernelMain;
import nbscope.kernel.own.KernelSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel as a process: installation, start, end.
class KernelProcessTest {
    @TempDir
    Path folder;

    private static List<String> plain() {
        return List.of(
                KernelProcess.java(),
                "-cp",
                String.join(File.pathSeparator, KernelProcess.classPath()),
                KernelMain.class.getName());
    }

    private static List<String> withFlags() {
        List<String> command = new ArrayList<>(plain());
        command.addAll(1, KernelSpec.FLAGS);
        return command;
    }

    @Test
    void shutdownIsAnsweredAndEndsTheProcessEvenWhileACellRuns() throws Exception {
        try (KernelProcess kernel = new KernelProcess(withFlags(), folder)) {
            kernel.client.awaitReady();
            String cell = kernel.client.start("System.out.println(\"on\"); while (true) {}");
            kernel.client.await(
                    "the cell runs", m -> m.parentId().equals(cell) && m.type().equals("stream"));
            String id = kernel.client.send(
                    kernel.client.control, "shutdown_request", Json.object().put("restart", true));
            TestClient.Received reply = kernel.client.reply(kernel.client.control, id);
            assertThat(reply.type()).isEqualTo("shutdown_reply");
            assertThat(reply.content().path("restart").asBoolean()).isTrue();
            assertThat(kernel.process.waitFor(5, TimeUnit.SECONDS)).isTrue();
            assertThat(kernel.process.exitValue()).isZero();
            kernel.client.awaitIdle(id);
        }
    }

    @Test
    void missingFlagsAreSaidOnceInTheFirstCell() throws Exception {
        try (KernelProcess kernel = new KernelProcess(plain(), folder)) {
            kernel.client.awaitReady();
            assertThat(kernel.client.run("1").text("stderr"))
                    .startsWith("This kernel was started without --add-modules jdk.incubator.vector"
                            + " --enable-native-access=ALL-UNNAMED: everything works, but slower.");
            TestClient.Run second = kernel.client.run("2 + 2");
            assertThat(second.text("stderr")).isEmpty();
            assertThat(second.result()).isEqualTo("4");
        }
    }

    @Test
    void theKernelWorksInTheFolderWhereItWasStartedAndSaysNothingAboutFlags() throws Exception {
        try (KernelProcess kernel = new KernelProcess(withFlags(), folder)) {
            kernel.client.awaitReady();
            TestClient.Run run = kernel.client.run("Path.of(\"\").toAbsolutePath()");
            assertThat(run.result()).isEqualTo(folder.toRealPath().toString());
            assertThat(run.text("stderr")).isEmpty();
        }
    }

    @Test
    void anUnusableConnectionFileIsASentence() throws Exception {
        assertThat(outputOf(folder.resolve("missing.json").toString()))
                .startsWith("the connection file cannot be used");
        Path bad = Files.writeString(folder.resolve("bad.json"), "{\"shell_port\": 99999}");
        assertThat(outputOf(bad.toString())).contains("found shell_port = 99999, expected a port number");
    }

    private static String outputOf(String argument) throws Exception {
        List<String> command = new ArrayList<>(withFlags());
        command.add(argument);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        return text.replaceAll("(?m)^(WARNING: Using incubator|Picked up JAVA_).*\\R", "");
    }

    @Test
    void anInstalledKernelspecStartsAWorkingKernelFromPathsWithSpaces() throws Exception {
        Path libraries = KernelProcess.libraries(folder.resolve("lib with space"));
        Path spec =
                KernelSpec.install(folder.resolve("my prefix"), libraries, Path.of(System.getProperty("java.home")));
        assertThat(spec).isEqualTo(folder.resolve("my prefix/share/jupyter/kernels/nbscope"));
        JsonNode json = Json.parse(Files.readAllBytes(spec.resolve("kernel.json")));
        assertThat(json.path("display_name").asText()).isEqualTo("Java (nbscope)");
        assertThat(json.path("language").asText()).isEqualTo("java");
        assertThat(json.path("interrupt_mode").asText()).isEqualTo("message");
        List<String> argv = new ArrayList<>();
        json.path("argv").forEach(each -> argv.add(each.asText()));
        assertThat(argv.getFirst()).startsWith("/");
        assertThat(argv).containsSubsequence(KernelSpec.FLAGS).endsWith("{connection_file}");
        Map<String, String> environment = new HashMap<>();
        json.path("env")
                .properties()
                .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
        try (KernelProcess kernel = new KernelProcess(argv.subList(0, argv.size() - 1), environment, folder)) {
            kernel.client.awaitReady();
            TestClient.Run run = kernel.client.run("List.of(1, 2)");
            assertThat(run.result()).isEqualTo("[1, 2]");
            assertThat(run.text("stderr")).isEmpty();
            if (System.getProperty("os.name").startsWith("Linux")) {
                assertThat(kernel.client
                                .run("Files.readString(Path.of(\"/proc/self/maps\")).contains(\"/libjsig.so\")")
                                .result())
                        .isEqualTo("true");
            }
        }
    }

    @Test
    void anInstallationWithoutJarsOrJavaWritesNothing() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path prefix = folder.resolve("prefix");
        Path home = Path.of(System.getProperty("java.home"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> KernelSpec.install(prefix, empty, home))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no jar");
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> KernelSpec.install(prefix, empty, empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("found no java there");
        assertThat(prefix).doesNotExist();
    }
}
