/// How the kernel works inside: wire, cells, comms, streams. Not for users.
@NullMarked
package nbscope.kernel.own.internal;

import org.jspecify.annotations.NullMarked;
