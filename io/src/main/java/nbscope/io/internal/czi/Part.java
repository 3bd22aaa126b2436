package nbscope.io.internal.czi;

import java.util.List;

/// A rectangle in the pixels of the output.
///
/// @param left   first column
/// @param top    first row
/// @param right  behind the last column
/// @param bottom behind the last row
record Part(int left, int top, int right, int bottom) {
    boolean isEmpty() {
        return left >= right || top >= bottom;
    }

    int width() {
        return right - left;
    }

    int height() {
        return bottom - top;
    }

    Part clip(int width, int height) {
        return new Part(Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom));
    }

    /// Adds what is left of this one without `upper`: at most four rectangles.
    void without(Part upper, List<Part> rest) {
        int x0 = Math.max(left, upper.left);
        int y0 = Math.max(top, upper.top);
        int x1 = Math.min(right, upper.right);
        int y1 = Math.min(bottom, upper.bottom);
        if (x0 >= x1 || y0 >= y1) {
            rest.add(this);
            return;
        }
        add(rest, left, top, right, y0);
        add(rest, left, y1, right, bottom);
        add(rest, left, y0, x0, y1);
        add(rest, x1, y0, right, y1);
    }

    private static void add(List<Part> rest, int left, int top, int right, int bottom) {
        if (left < right && top < bottom) {
            rest.add(new Part(left, top, right, bottom));
        }
    }
}
