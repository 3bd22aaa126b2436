package nbscope.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

/// Spark's own words, as it wrote them, become sentences.
class SparkFailuresTest {
    private static String sentence(String text) {
        return String.valueOf(SparkFailures.of(new SparkException(text)).getMessage());
    }

    @Test
    void aWorkerThatDiesAgainAndAgain() {
        assertThat(sentence("Job aborted due to stage failure: Task 0 in stage 3.0 failed 4 times, most recent failure:"
                        + " Lost task 0.3 in stage 3.0 (TID 12) (10.0.0.7 executor 5): ExecutorLostFailure (executor 5"
                        + " exited caused by one of the running tasks) Reason: Command exited with code 137\n"
                        + "Driver stacktrace:"))
                .isEqualTo("Spark gave the job up after a task failed 4 times, the last time on 10.0.0.7 executor 5:"
                        + " ExecutorLostFailure (executor 5 exited caused by one of the running tasks) Reason: Command"
                        + " exited with code 137. Workers that die are often short of memory: see"
                        + " spark.executor.memory");
    }

    @Test
    void anOldJavaOnTheWorkers() {
        assertThat(sentence("Job aborted due to stage failure: Task 1 in stage 0.0 failed 4 times, most recent failure:"
                        + " Lost task 1.3 in stage 0.0 (TID 7) (10.0.0.7 executor 0): java.lang."
                        + "UnsupportedClassVersionError: nbscope/spark/internal/WorkerTask has been compiled by"))
                .startsWith("the workers run a Java older than 25; install JDK 25 there");
    }

    @Test
    void jarsThatAreMissing() {
        assertThat(sentence("Lost task 1.3: java.lang.ClassNotFoundException: nbscope.spark.internal.WorkerTask\n at"))
                .contains("the workers do not have nbscope's jars");
    }

    @Test
    void aContextThatWasStopped() {
        assertThat(sentence("Job 3 cancelled because SparkContext was shut down caused by user"))
                .startsWith("the Spark context was stopped while the job ran");
    }

    @Test
    void anythingElseIsItsFirstLine() {
        assertThat(sentence("the moon\nand the stars")).isEqualTo("Spark gave the job up: the moon");
    }
}
