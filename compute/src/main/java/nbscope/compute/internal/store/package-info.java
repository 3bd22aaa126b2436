/// A stack frame by frame: how it is loaded and where it lies.
@NullMarked
package nbscope.compute.internal.store;

import org.jspecify.annotations.NullMarked;
