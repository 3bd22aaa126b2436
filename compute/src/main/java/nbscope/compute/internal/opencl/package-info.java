/// OpenCL. All JOCL calls stand in [JoclApi].
@NullMarked
package nbscope.compute.internal.opencl;

import org.jspecify.annotations.NullMarked;
