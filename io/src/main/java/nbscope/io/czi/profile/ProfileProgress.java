package nbscope.io.czi.profile;

/// Hears how far a measurement is, from any thread, one call at a time.
@FunctionalInterface
public interface ProfileProgress {
    /// @param what  is being measured
    /// @param done  tiles so far
    /// @param total tiles in all
    void accept(String what, long done, long total);

    /// For who does not want to know.
    static ProfileProgress none() {
        return (what, done, total) -> {};
    }
}
