/// Tests of the parts behind the public types.
@NullMarked
package nbscope.compute.internal;

import org.jspecify.annotations.NullMarked;
