/// Starting nbscope in a kernel: the families of kernels, the launch flags, the line that start prints.
@NullMarked
package nbscope.kernel.internal;

import org.jspecify.annotations.NullMarked;
