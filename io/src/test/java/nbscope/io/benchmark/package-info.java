/// What the benchmarks of this module share: the table, turns of ours and the peers, Python processes.
@NullMarked
package nbscope.io.benchmark;

import org.jspecify.annotations.NullMarked;
