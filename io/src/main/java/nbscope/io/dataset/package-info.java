/// How detector data get from files into tiles, in LiberTEM's terms: partitions along the navigation
/// axis, a tiling scheme that data and calculation agree on, read ranges, decoders, tiles. The page for
/// the person who adds a format is in `io/README.md`.
@NullMarked
package nbscope.io.dataset;

import org.jspecify.annotations.NullMarked;
