package nbscope.spark;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/// Cells on `local[2]`.
@Timeout(120)
class SparkCellsTest extends CellContract {
    private static SparkExecutor spark;

    @BeforeAll
    static void start() {
        spark = SparkExecutor.local(2);
    }

    @AfterAll
    static void stop() {
        spark.close();
    }

    @Override
    SparkExecutor spark() {
        return spark;
    }
}
