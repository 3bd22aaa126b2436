/// Budget, ledger and the memory that is taken outside the heap.
@NullMarked
package nbscope.compute.internal.memory;

import org.jspecify.annotations.NullMarked;
