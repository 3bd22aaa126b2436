/// The adapter for kernels on `io.github.spencerpark:jupyter-jvm-basekernel` 2.3.0, as IJava is.
///
/// The library's own types (and its Gson) stay inside this package. Its classes come from the kernel, never from us.
@NullMarked
package nbscope.kernel.internal.basekernel;

import org.jspecify.annotations.NullMarked;
