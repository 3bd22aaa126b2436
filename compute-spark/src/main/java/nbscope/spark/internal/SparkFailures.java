package nbscope.spark.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import nbscope.spark.SparkFailedException;

/// Spark's own failures as sentences.
final class SparkFailures {
    private static final Pattern TRIED =
            Pattern.compile("failed (\\d+) times, most recent failure: .*?\\(TID \\d+\\) \\(([^)]*)\\): ([^\\n]*)");

    private SparkFailures() {}

    static SparkFailedException of(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return new SparkFailedException(sentence(text), failure);
    }

    private static String sentence(String text) {
        if (text.contains("UnsupportedClassVersionError")) {
            return "the workers run a Java older than 25; install JDK 25 there and point spark.executorEnv.JAVA_HOME,"
                    + " or JAVA_HOME of the worker processes, to it";
        }
        if (text.contains("ClassNotFoundException: nbscope.") || text.contains("NoClassDefFoundError: nbscope/")) {
            return "the workers do not have nbscope's jars; give them to the job with --jars (see the README of"
                    + " compute-spark). Spark says: " + firstLine(text);
        }
        if (text.contains("SparkContext was shut down") || text.contains("stopped SparkContext")) {
            return "the Spark context was stopped while the job ran, or its master gave up: " + firstLine(text);
        }
        Matcher tried = TRIED.matcher(text);
        if (tried.find()) {
            return "Spark gave the job up after a task failed " + tried.group(1) + " times, the last time on "
                    + tried.group(2) + ": " + tried.group(3)
                    + ". Workers that die are often short of memory: see spark.executor.memory";
        }
        return "Spark gave the job up: " + firstLine(text);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("no reason was given");
    }
}
