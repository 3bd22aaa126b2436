package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.kernel.own.KernelMain;
import nbscope.kernel.own.KernelSpec;

/// Figures of the kernel as a process, with a direct client; prints a table. Run after `mvn -Dquick -pl kernel -am
/// test-compile` with the test class path: `java -cp … nbscope.kernel.own.internal.KernelMeasure`.
public final class KernelMeasure {
    private static final String ECHO =
            "WidgetHost.current().accept(\"echo\", (comm, data) -> (m, buffers) -> comm.send(m, buffers));";

    private KernelMeasure() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("kernel measure");
        Path libraries = KernelProcess.libraries(folder.resolve("lib"));
        List<String> bare = new ArrayList<>(List.of(KernelProcess.java()));
        bare.addAll(KernelSpec.FLAGS);
        bare.addAll(List.of("-cp", StartCache.classPath(libraries), KernelMain.class.getName()));
        long before = System.nanoTime();
        Path spec = KernelSpec.install(folder.resolve("prefix"), libraries, Path.of(System.getProperty("java.home")));
        System.out.printf("install %.1f s%n", (System.nanoTime() - before) / 1e9);
        List<String> installed = new ArrayList<>();
        Json.parse(Files.readAllBytes(spec.resolve("kernel.json")))
                .path("argv")
                .forEach(e -> installed.add(e.asText()));
        installed.removeLast();
        Path archive = spec.resolve("classes.jsa");
        System.out.printf("archive %d MB%n", Files.exists(archive) ? Files.size(archive) / 1_000_000 : -1);
        for (int round = 0; round < 3; round++) {
            start("bare", bare, folder);
            start("installed", installed, folder);
        }
        try (KernelProcess kernel = new KernelProcess(installed, folder)) {
            kernel.client.awaitReady();
            steady(kernel.client);
        }
    }

    private static void start(String name, List<String> command, Path folder) throws Exception {
        long begin = System.nanoTime();
        try (KernelProcess kernel = new KernelProcess(command, folder)) {
            String id = kernel.client.send(kernel.client.shell, "kernel_info_request", Json.object());
            kernel.client.reply(kernel.client.shell, id);
            long info = System.nanoTime();
            kernel.client.run("1 + 1");
            long cell = System.nanoTime();
            kernel.client.run("List.of(1, 2).stream().map(x -> x * 2).toList()");
            long second = System.nanoTime();
            String end = kernel.client.send(kernel.client.control, "shutdown_request", Json.object());
            kernel.client.reply(kernel.client.control, end);
            kernel.process.waitFor();
            System.out.printf(
                    "%s: kernel_info %.2f s, first cell (at once) +%.2f s, second %.2f s, exit %.2f s%n",
                    name,
                    (info - begin) / 1e9,
                    (cell - info) / 1e9,
                    (second - cell) / 1e9,
                    (System.nanoTime() - second) / 1e9);
        }
    }

    private static void steady(TestClient client) throws Exception {
        client.run(ECHO);
        double[] cells = new double[40];
        for (int i = 0; i < cells.length; i++) {
            long begin = System.nanoTime();
            client.run("1 + " + i);
            cells[i] = (System.nanoTime() - begin) / 1e6;
        }
        System.out.printf("trivial cell, median of last 30: %.1f ms%n", median(Arrays.copyOfRange(cells, 10, 40)));
        String comm = client.openComm("echo");
        for (int size : new int[] {0, 256 << 10, 4 << 20}) {
            double[] times = new double[60];
            for (int i = 0; i < times.length; i++) {
                client.seen.clear();
                long begin = System.nanoTime();
                String id = client.commMessage(comm, data(i), size == 0 ? List.of() : List.of(new byte[size]));
                client.await(
                        "answer",
                        m -> m.type().equals("comm_msg") && m.parentId().equals(id));
                times[i] = (System.nanoTime() - begin) / 1e6;
                client.awaitIdle(id);
            }
            System.out.printf(
                    "comm echo %d B: median of last 40 %.2f ms, max %.2f ms%n",
                    size,
                    median(Arrays.copyOfRange(times, 20, 60)),
                    Arrays.stream(times, 20, 60).max().orElse(0));
        }
        for (int round = 0; round < 3; round++) {
            client.seen.clear();
            long begin = System.nanoTime();
            String last = "";
            for (int i = 0; i < 1000; i++) {
                last = client.commMessage(comm, data(i), List.of());
            }
            client.awaitIdle(last);
            System.out.printf("%.0f messages/s%n", 1000 / ((System.nanoTime() - begin) / 1e9));
        }
        client.seen.clear();
        String cell = client.start("Thread.sleep(3000)");
        Thread.sleep(300);
        StringBuilder pings = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            long begin = System.nanoTime();
            String id = client.commMessage(comm, data(i), List.of());
            client.await(
                    "answer", m -> m.type().equals("comm_msg") && m.parentId().equals(id));
            pings.append(String.format(" %.1f", (System.nanoTime() - begin) / 1e6));
        }
        System.out.println("ping while a cell runs, ms:" + pings);
        client.finish(cell);
    }

    private static ObjectNode data(int i) {
        return Json.object().put("i", i);
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
