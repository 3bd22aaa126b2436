package nbscope.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A standalone master and workers of one core each, processes of this machine that listen on the loopback device only.
/// Spark is that of the PySpark package which `./nbscope test` installs; where it has not, tests are skipped aloud.
final class Cluster implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("Starting Spark master at (spark://\\S+)");
    private static final Pattern REGISTERED = Pattern.compile("Successfully registered with master");

    /// What any Java with Spark and nbscope needs.
    static final String FLAGS = "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow";

    /// Small and quick to start.
    private static final String SMALL = FLAGS + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xss512k";

    private final Path home;
    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::kill);
    private final String master;
    private int numbers;

    private Cluster(Path home, Path folder) throws IOException {
        this.home = home;
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(atExit);
        this.master = start(
                        ADDRESS,
                        "org.apache.spark.deploy.master.Master",
                        "--host",
                        "127.0.0.1",
                        "--port",
                        "0",
                        "--webui-port",
                        "0")
                .group(1);
    }

    /// @param folder for logs and the workers' files
    static Cluster start(Path folder, int workers) throws IOException {
        Path home = Path.of(System.getProperty("nbscope.spark.home", "../build/spark/python/pyspark"));
        Assumptions.assumeTrue(
                Files.isDirectory(home.resolve("jars")),
                "there is no Spark in " + home.toAbsolutePath().normalize()
                        + "; ./nbscope test installs PySpark there");
        var cluster = new Cluster(home.toRealPath(), folder);
        try {
            for (int i = 0; i < workers; i++) {
                cluster.addWorker();
            }
            return cluster;
        } catch (RuntimeException | Error | IOException e) {
            cluster.close();
            throw e;
        }
    }

    String master() {
        return master;
    }

    /// One more worker.
    void addWorker() throws IOException {
        start(
                REGISTERED,
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("work-" + ++numbers).toString(),
                master);
    }

    /// Ends a worker and what it runs as a power failure would.
    void killWorker() {
        Process worker = processes.remove(1);
        List<ProcessHandle> all = Stream.concat(worker.toHandle().descendants(), Stream.of(worker.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        worker.onExit().join();
    }

    /// Settings for an application whose executors are small.
    Map<String, String> settings() {
        return Map.of(
                "spark.executor.memory", "512m",
                "spark.executor.cores", "1",
                // A process that was killed counts as one.
                "spark.task.maxFailures", "2",
                "spark.executor.extraJavaOptions", SMALL);
    }

    /// Waits until so many processes for tasks are there.
    void awaitExecutors(SparkExecutor spark, int number) {
        while (spark.context().sc().getExecutorMemoryStatus().size() < 1 + number) {
            pause();
        }
    }

    /// A process that runs tasks, which is a child of a worker; waits until there is one.
    ProcessHandle executor() {
        while (true) {
            var found = processes.stream()
                    .skip(1)
                    .flatMap(worker -> worker.toHandle().descendants())
                    .filter(Cluster::runsTasks)
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
            pause();
        }
    }

    private static boolean runsTasks(ProcessHandle process) {
        return Stream.of(process.info().arguments().orElse(new String[0]))
                .anyMatch(word -> word.endsWith("CoarseGrainedExecutorBackend"));
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Matcher start(Pattern ready, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        command.addAll(List.of(SMALL.split(" ")));
        command.add("-Dspark.master.rest.enabled=false");
        command.addAll(List.of("-cp", home.resolve("jars") + "/*", type));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SPARK_HOME", home.toString());
        // As Spark's start scripts set it.
        builder.environment().put("SPARK_SCALA_VERSION", "2.13");
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("SPARK_LOCAL_DIRS", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.start();
        processes.add(process);
        var found = new CompletableFuture<Matcher>();
        Path log = folder.resolve("process-" + ++numbers + ".log");
        Thread.ofPlatform().daemon().start(() -> follow(process, log, ready, found));
        try {
            return found.get(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(type + " did not start; its log is " + log + ":\n" + Files.readString(log), e);
        }
    }

    private static void follow(Process process, Path log, Pattern ready, CompletableFuture<Matcher> found) {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                var out = Files.newBufferedWriter(log)) {
            for (String line; (line = lines.readLine()) != null; ) {
                out.write(line);
                out.newLine();
                out.flush();
                Matcher matcher = ready.matcher(line);
                if (matcher.find()) {
                    found.complete(matcher);
                }
            }
            found.completeExceptionally(new IOException("the process ended"));
        } catch (IOException e) {
            found.completeExceptionally(e);
        }
    }

    private void kill() {
        for (Process process : processes) {
            Stream.concat(process.toHandle().descendants().toList().stream(), Stream.of(process.toHandle()))
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public void close() {
        kill();
        for (Process process : processes) {
            process.onExit().join();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
