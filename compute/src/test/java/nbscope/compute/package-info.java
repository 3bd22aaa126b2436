/// Tests of the public promises.
@NullMarked
package nbscope.compute;

import org.jspecify.annotations.NullMarked;
