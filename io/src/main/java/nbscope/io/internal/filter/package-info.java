/// Byte filters of Blosc2: a scalar twin, and one on the Vector API.
@NullMarked
package nbscope.io.internal.filter;

import org.jspecify.annotations.NullMarked;
