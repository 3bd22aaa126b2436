package nbscope.compute;

/// A vector at every scan position.
///
/// @param row  component along the detector's rows (downwards), F64; NaN where it is not defined
/// @param col  component along the columns (to the right), F64
/// @param unit what the components are measured in: `mrad` or `px`
public record VectorField(Image row, Image col, String unit) {
    /// How it was computed.
    public Provenance provenance() {
        return row.provenance();
    }
}
