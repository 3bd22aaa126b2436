/// Reading an array from end to end: its hash, and what cannot be decoded.
@NullMarked
package nbscope.io.internal.check;

import org.jspecify.annotations.NullMarked;
