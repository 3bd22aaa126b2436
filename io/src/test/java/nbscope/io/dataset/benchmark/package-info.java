/// Detector data beside LiberTEM, h5py and bitshuffle: `./nbscope bench datasets`.
@NullMarked
package nbscope.io.dataset.benchmark;

import org.jspecify.annotations.NullMarked;
