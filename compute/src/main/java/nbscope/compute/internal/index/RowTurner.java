package nbscope.compute.internal.index;

/// Turns one detector row of a group of patterns into pieces of the row's planes. Holds scratch memory, for
/// one thread.
interface RowTurner {
    /// @param group where the patterns lie
    /// @param row   detector row
    /// @return false when the data does not suit the planes
    boolean turn(Group group, int row);
}
