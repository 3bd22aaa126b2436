/// Gatan DigitalMicrograph's DM3 and DM4: a tree of tags with images in it.
@NullMarked
package nbscope.io.internal.dm;

import org.jspecify.annotations.NullMarked;
