/// Dectris detectors that write a master file with links to files of frames: ARINA and its siblings.
@NullMarked
package nbscope.io.internal.arina;

import org.jspecify.annotations.NullMarked;
