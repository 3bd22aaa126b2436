/// Tables (Tablesaw) and plots (Vega-Lite) in notebooks, as the value of a cell or with `Tables.show`.
@NullMarked
package nbscope.kernel.tables;

import org.jspecify.annotations.NullMarked;
