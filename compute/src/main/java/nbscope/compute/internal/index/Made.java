package nbscope.compute.internal.index;

/// What is made of a frame in the background. Owns its memory until `close`; written by nobody after it is
/// filled, so that many threads may read it.
interface Made extends AutoCloseable {
    @Override
    void close();
}
