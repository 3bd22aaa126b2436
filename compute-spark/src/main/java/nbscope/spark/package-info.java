/// The jobs of nbscope on Apache Spark: [nbscope.spark.SparkExecutor].
@NullMarked
package nbscope.spark;

import org.jspecify.annotations.NullMarked;
