package nbscope.io.internal.czi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziScene;

/// Rectangles around tiles of the full resolution.
final class Boxes {
    private Boxes() {}

    /// One for each scene, by its number.
    static List<CziScene> scenes(Directory directory) {
        Map<Integer, CziBox> boxes = new TreeMap<>();
        for (int row = 0; row < directory.count; row++) {
            int scene = directory.start(Directory.S, row);
            if (scene != Directory.ABSENT && directory.isFullResolution(row)) {
                boxes.merge(scene, directory.box(row), CziBox::union);
            }
        }
        List<CziScene> all = new ArrayList<>();
        boxes.forEach((scene, box) -> all.add(new CziScene(scene, box)));
        return List.copyOf(all);
    }

    /// Around all of them.
    static CziBox around(Directory directory) {
        long left = Long.MAX_VALUE;
        long top = Long.MAX_VALUE;
        long right = Long.MIN_VALUE;
        long bottom = Long.MIN_VALUE;
        for (int row = 0; row < directory.count; row++) {
            if (directory.isFullResolution(row)) {
                left = Math.min(left, directory.x[row]);
                top = Math.min(top, directory.y[row]);
                right = Math.max(right, (long) directory.x[row] + directory.w[row]);
                bottom = Math.max(bottom, (long) directory.y[row] + directory.h[row]);
            }
        }
        return right < left ? new CziBox(0, 0, 0, 0) : new CziBox(left, top, right - left, bottom - top);
    }
}
