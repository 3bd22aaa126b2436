/// How values look in a notebook: MIME bundles of tables, plots and layouts.
@NullMarked
package nbscope.kernel.internal.display;

import org.jspecify.annotations.NullMarked;
