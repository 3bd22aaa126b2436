/// What the public types of nbscope.io stand on. No promises to other modules.
@NullMarked
package nbscope.io.internal;

import org.jspecify.annotations.NullMarked;
