/// 4D and 5D stacks on a device, virtual detectors, memory.
@NullMarked
package nbscope.compute;

import org.jspecify.annotations.NullMarked;
