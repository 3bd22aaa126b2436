/// Byte codecs of Blosc2: one Java twin each, native ones where the machine has them.
@NullMarked
package nbscope.io.internal.codec;

import org.jspecify.annotations.NullMarked;
