/// Reading MessagePack.
@NullMarked
package nbscope.io.internal.msgpack;

import org.jspecify.annotations.NullMarked;
