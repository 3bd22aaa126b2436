/// nbscope's own Jupyter kernel: its start and its kernelspec.
@NullMarked
package nbscope.kernel.own;

import org.jspecify.annotations.NullMarked;
