package nbscope.compute.internal.index;

/// How the filling of a [Made] ended.
enum Outcome {
    DONE,
    STOPPED,
    /// The data does not suit: a sum passes the type, or a value is no finite number.
    UNFIT
}
