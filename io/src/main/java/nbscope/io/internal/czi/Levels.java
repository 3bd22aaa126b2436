package nbscope.io.internal.czi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import nbscope.io.czi.CziLevel;

/// Sorts tiles by how much smaller they are stored. The tiles at the edge of a level may be off its
/// zoom by what rounding does; half an octave holds them together.
final class Levels {
    private static final double STEPS_PER_OCTAVE = 2;
    private static final double LN2 = Math.log(2);

    /// A level whose best tile is so near to 1 over a whole number has that zoom.
    private static final double NEAR = 0.02;

    /// The number of the level of each row, 0 being the largest zoom.
    final int[] of;

    private final List<CziLevel> levels;

    /// What is known about a level while the rows are counted.
    private static final class Draft {
        int tiles;
        long area;
        double zoom;
        int number;
    }

    Levels(Directory d) {
        of = new int[d.count];
        Map<Integer, Draft> drafts = new TreeMap<>();
        int full = 0;
        for (int row = 0; row < d.count; row++) {
            if (d.isFullResolution(row)) {
                full++;
                continue;
            }
            double zoom = d.zoom(row);
            int step = (int) Math.round(-STEPS_PER_OCTAVE * Math.log(zoom) / LN2);
            of[row] = step;
            Draft draft = drafts.computeIfAbsent(step, key -> new Draft());
            draft.tiles++;
            long area = (long) d.w[row] * d.h[row];
            if (area > draft.area) {
                draft.area = area;
                draft.zoom = zoom;
            }
        }
        if (full > 0) {
            Draft draft = drafts.computeIfAbsent(0, key -> new Draft());
            draft.tiles += full;
            draft.zoom = 1;
        }
        levels = number(drafts);
        if (drafts.size() > 1 || !drafts.containsKey(0)) {
            for (int row = 0; row < d.count; row++) {
                Draft draft = drafts.get(of[row]);
                of[row] = draft == null ? 0 : draft.number;
            }
        }
    }

    private static List<CziLevel> number(Map<Integer, Draft> drafts) {
        List<CziLevel> all = new ArrayList<>();
        for (Draft draft : drafts.values()) {
            draft.number = all.size();
            double whole = Math.rint(1 / draft.zoom);
            boolean near = whole >= 1 && Math.abs(draft.zoom * whole - 1) < NEAR;
            all.add(new CziLevel(near ? 1 / whole : draft.zoom, draft.tiles));
        }
        return List.copyOf(all);
    }

    List<CziLevel> all() {
        return levels;
    }

    /// The level to take for a zoom: the smallest one that is at least as large, else the largest.
    int at(double zoom) {
        int best = 0;
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).zoom() >= zoom * (1 - NEAR)) {
                best = i;
            }
        }
        return best;
    }
}
