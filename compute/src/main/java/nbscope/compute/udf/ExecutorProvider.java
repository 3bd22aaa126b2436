package nbscope.compute.udf;

import nbscope.io.JobExecutor;

/// An executor that a module offers by name, found by [java.util.ServiceLoader]: one class and one line in
/// `META-INF/services/nbscope.compute.udf.ExecutorProvider`.
public interface ExecutorProvider {
    /// How it is asked for: `spark`.
    String name();

    /// Starts it; the caller closes it.
    JobExecutor open();
}
