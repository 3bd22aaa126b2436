package nbscope.spark;

import nbscope.compute.udf.ExecutorProvider;
import nbscope.io.JobExecutor;

/// `--executor spark`. The master is that of the environment variable `NBSCOPE_SPARK_MASTER`, else of the system
/// property `spark.master`, else all cores of this machine.
public final class SparkExecutorProvider implements ExecutorProvider {
    @Override
    public String name() {
        return "spark";
    }

    @Override
    public JobExecutor open() {
        String master = System.getenv("NBSCOPE_SPARK_MASTER");
        if (master == null || master.isBlank()) {
            master = System.getProperty("spark.master", "local[*]");
        }
        return SparkExecutor.connect(master.strip());
    }
}
