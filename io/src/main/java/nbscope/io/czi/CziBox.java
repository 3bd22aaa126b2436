package nbscope.io.czi;

/// A rectangle in the pixels of the full resolution, in the raw coordinates of the file: x to the
/// right, y down, either may be negative.
///
/// @param x      of the left column
/// @param y      of the top row
/// @param width  in pixels, 0 or more
/// @param height in pixels, 0 or more
public record CziBox(long x, long y, long width, long height) {
    /// No coordinate of a file lies outside of these.
    private static final long LARGEST = 1L << 34;

    public CziBox {
        if (width < 0 || height < 0) {
            throw new IllegalArgumentException(
                    "found a box of " + width + " x " + height + " pixels, expected 0 or more along each side");
        }
        if (Math.abs(x) > LARGEST || Math.abs(y) > LARGEST || width > LARGEST || height > LARGEST) {
            throw new IllegalArgumentException("a box at x " + x + ", y " + y + " of " + width + " x " + height
                    + " pixels lies outside of the coordinates that a CZI file can have");
        }
    }

    /// First column to the right of the box.
    public long right() {
        return x + width;
    }

    /// First row below the box.
    public long bottom() {
        return y + height;
    }

    public boolean isEmpty() {
        return width == 0 || height == 0;
    }

    /// The smallest box around both; an empty one adds nothing.
    public CziBox union(CziBox other) {
        if (isEmpty() || other.isEmpty()) {
            return isEmpty() ? other : this;
        }
        long left = Math.min(x, other.x);
        long top = Math.min(y, other.y);
        return new CziBox(left, top, Math.max(right(), other.right()) - left, Math.max(bottom(), other.bottom()) - top);
    }

    public boolean intersects(CziBox other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }
}
