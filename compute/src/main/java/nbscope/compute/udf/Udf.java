package nbscope.compute.udf;

import java.io.Serializable;
import java.util.List;
import nbscope.io.TilingPreferences;

/// A user-defined function over a stack, in LiberTEM's terms: result buffers, what is done per tile, how
/// the results of two partitions become one, and what the user gets.
///
/// It is a value: parameters and nothing else, the same for any number of runs, serialisable. Where tiles
/// come from and on how many threads or machines they are worked on is not its business. For simple ones a
/// lambda is enough: [#perFrame(FrameFunction)], [#perFrame(int, FrameVectorFunction)], [#reduce].
///
/// @param <R> the result
public interface Udf<R> extends Serializable {
    /// The name by which results and changes of parameters find it.
    default String name() {
        return getClass().getSimpleName();
    }

    /// The tiles that it likes, and the pixel types that it takes as they are.
    default TilingPreferences tiling() {
        return TilingPreferences.tiles();
    }

    /// The buffers that a run fills.
    List<BufferSpec> buffers(UdfMeta meta);

    /// Called once per run (and once per worker process elsewhere): masks and tables are made here, not
    /// per tile.
    TileProcessor prepare(UdfMeta meta);

    /// Merges the results of a partition. In any order: the result may not depend on it beyond the rounding
    /// of floats. By default nav values are put in their place, sig and single values are added.
    default void merge(ResultBuffers whole, ResultBuffers partial) {
        whole.mergeByDefault(partial);
    }

    /// What the user gets, from the merged buffers; also from those of an unfinished run. Changes nothing.
    R results(ResultBuffers merged);

    /// The result to look at, of a finished run or an unfinished one; empty when there is nothing to see. By
    /// default a picture per nav and sig buffer, of at most four values per position or pixel. Changes nothing.
    default List<Picture> pictures(ResultBuffers merged) {
        return merged.pictures(name());
    }

    /// One number per scan position.
    static Udf<NavValues> perFrame(FrameFunction function) {
        return perFrame(1, frame -> new double[] {function.apply(frame)});
    }

    /// `length` numbers per scan position.
    static Udf<NavValues> perFrame(int length, FrameVectorFunction function) {
        return new PerFrame(length, function);
    }

    /// A sum over frames: the function adds what a frame says to `length` numbers, which start at 0; those
    /// of different partitions are added.
    static Udf<double[]> reduce(int length, FrameReduction reduction) {
        return new PerFrameReduction(length, reduction);
    }
}
