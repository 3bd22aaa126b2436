package nbscope.spark.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.spark.SparkFailedException;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext$;
import org.apache.spark.api.java.JavaSparkContext;

/// Opens Spark contexts with the settings that nbscope wants. What the caller or a system property says stays.
public final class Contexts {
    private static final Pattern MASTER = Pattern.compile("spark://([^:/,]+):(\\d+)");
    private static final String LOOPBACK = "127.0.0.1";
    private static final int CONNECT_MILLIS = 5_000;
    private static final long WORKERS_MILLIS = 60_000;

    /// What the workers' Java should have.
    private static final String FLAGS = "--add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED"
            + " --sun-misc-unsafe-memory-access=allow";

    private Contexts() {}

    /// @throws SparkFailedException when there is no such master, or it gives no worker
    public static JavaSparkContext open(String master, Map<String, String> settings) {
        if (SparkContext$.MODULE$.getActive().isDefined()) {
            throw new IllegalStateException("this process has a Spark context already, and Spark allows one; close it,"
                    + " or use it: SparkExecutor.of(SparkContext.getOrCreate())");
        }
        SparkConf conf = settings(master, settings);
        Matcher address = MASTER.matcher(master);
        if (address.matches()) {
            knock(master, address.group(1), Integer.parseInt(address.group(2)));
        }
        JavaSparkContext context;
        try {
            context = new JavaSparkContext(conf);
        } catch (Exception e) {
            throw new SparkFailedException("no Spark context for the master " + master + ": " + e.getMessage(), e);
        }
        try {
            awaitWorkers(context, master);
            return context;
        } catch (RuntimeException | Error e) {
            context.close();
            throw e;
        }
    }

    private static SparkConf settings(String master, Map<String, String> settings) {
        SparkConf conf = new SparkConf().setMaster(master);
        settings.forEach(conf::set);
        conf.setIfMissing("spark.app.name", "nbscope");
        conf.setIfMissing("spark.ui.enabled", "false");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // A cancelled job writes a warning for each of its tasks.
        conf.setIfMissing("spark.log.level", master.startsWith("local") ? "ERROR" : "WARN");
        // Partial results are as many as tasks; each is merged and let go as it arrives.
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        conf.setIfMissing("spark.executor.extraJavaOptions", FLAGS);
        Matcher address = MASTER.matcher(master);
        if (master.startsWith("local") || (address.matches() && isLoopback(address.group(1)))) {
            conf.setIfMissing("spark.driver.host", LOOPBACK);
            conf.setIfMissing("spark.driver.bindAddress", LOOPBACK);
        }
        return conf;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /// Spark itself tries for a minute and then says little.
    private static void knock(String master, String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new SparkFailedException(
                    "nobody answers at " + master + " (" + e.getMessage() + "); is the master running, and is this the"
                            + " address that its page shows?",
                    e);
        }
    }

    /// A master without workers would let the first job wait for ever.
    private static void awaitWorkers(JavaSparkContext context, String master) {
        boolean later = context.getConf().getBoolean("spark.dynamicAllocation.enabled", false);
        if (context.isLocal() || later) {
            return;
        }
        long end = System.nanoTime() + WORKERS_MILLIS * 1_000_000;
        while (!hasWorker(context, master)) {
            if (System.nanoTime() > end) {
                throw new SparkFailedException(
                        "the master " + master + " gave no worker within " + WORKERS_MILLIS / 1000
                                + " s; are workers registered there, with free cores and the memory that"
                                + " spark.executor.memory asks for?",
                        null);
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SparkFailedException("interrupted while waiting for workers of " + master, e);
            }
        }
    }

    private static boolean hasWorker(JavaSparkContext context, String master) {
        try {
            // The driver counts as one.
            return context.sc().getExecutorMemoryStatus().size() > 1;
        } catch (IllegalStateException stopped) {
            throw new SparkFailedException(
                    "the master " + master + " ended the application before it had a worker; the logs of its workers"
                            + " say why the processes for tasks (executors) did not start",
                    stopped);
        }
    }
}
