/// The protocol's parts, one by one.
@NullMarked
package nbscope.widgets.internal;

import org.jspecify.annotations.NullMarked;
