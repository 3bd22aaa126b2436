/// Widgets against a fake kernel and a fake stack.
@NullMarked
package nbscope.widgets;

import org.jspecify.annotations.NullMarked;
