package nbscope.io.internal.czi;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReferenceArray;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziDimension;
import nbscope.io.czi.CziLevel;
import nbscope.io.czi.CziPlane;
import org.jspecify.annotations.Nullable;

/// The rows of the directory, grouped by level and plane, each group with a [GridIndex] that is made
/// when it is asked for the first time. Otherwise immutable.
final class Planes {
    /// Such a group gets its grid at once: it takes longer than a small region may.
    private static final int LARGE = 4096;

    private static final CziBox NOTHING = new CziBox(0, 0, 0, 0);

    private final String name;
    private final Directory directory;
    private final Levels levels;
    private final PlaneKeys keys;
    /// Rows, group after group, in the directory's order inside of each.
    private final int[] order;
    private final int[] first;
    private final AtomicReferenceArray<@Nullable GridIndex> grids;
    /// Groups whose rows lack a dimension that others have; they belong to every position of it.
    private final int[] partial;

    Planes(String name, Directory directory) {
        this.name = name;
        this.directory = directory;
        levels = new Levels(directory);
        keys = new PlaneKeys(directory, levels.of, Math.max(1, levels.all().size()));
        first = new int[keys.groups() + 1];
        order = new int[directory.count];
        for (int group : keys.group) {
            first[group + 1]++;
        }
        for (int group = 0; group < keys.groups(); group++) {
            first[group + 1] += first[group];
        }
        int[] next = first.clone();
        for (int row = 0; row < directory.count; row++) {
            order[next[keys.group[row]]++] = row;
        }
        grids = new AtomicReferenceArray<>(keys.groups());
        IntList lacking = new IntList();
        for (int group = 0; group < keys.groups(); group++) {
            if (lacksADimension(order[first[group]])) {
                lacking.add(group);
            }
        }
        partial = lacking.toArray();
        for (int group = 0; group < keys.groups(); group++) {
            if (first[group + 1] - first[group] > LARGE) {
                grid(group);
            }
        }
    }

    private boolean lacksADimension(int row) {
        for (int letter = 0; letter < CziPlane.LETTERS.length(); letter++) {
            int[] column = directory.start[letter];
            if (column != null && column[row] == Directory.ABSENT) {
                return true;
            }
        }
        return false;
    }

    List<CziLevel> levels() {
        return levels.all();
    }

    int level(double zoom) {
        return levels.at(zoom);
    }

    /// The first row of a plane, or -1 when no tile of any level lies in it.
    int any(CziPlane plane) {
        int[] position = position(plane);
        for (int level = 0; level < levels.all().size(); level++) {
            int[] groups = groups(level, position);
            for (int group : groups) {
                for (int i = first[group]; i < first[group + 1]; i++) {
                    if (inScene(order[i], plane)) {
                        return order[i];
                    }
                }
            }
        }
        return -1;
    }

    /// The rows of a plane, level and scene that touch a box, in no order.
    IntList find(int level, CziPlane plane, CziBox box) {
        IntList found = new IntList();
        for (int group : groups(level, position(plane))) {
            grid(group).find(box, found);
        }
        if (plane.scene().isEmpty() || directory.start[Directory.S] == null) {
            return found;
        }
        IntList wanted = new IntList();
        for (int i = 0; i < found.size(); i++) {
            if (inScene(found.get(i), plane)) {
                wanted.add(found.get(i));
            }
        }
        return wanted;
    }

    /// Around the tiles of a plane and level; an empty box where there is none.
    CziBox bounds(int level, CziPlane plane) {
        CziBox box = NOTHING;
        for (int group : groups(level, position(plane))) {
            if (plane.scene().isEmpty()) {
                box = box.union(grid(group).bounds());
                continue;
            }
            for (int i = first[group]; i < first[group + 1]; i++) {
                if (inScene(order[i], plane)) {
                    box = box.union(directory.box(order[i]));
                }
            }
        }
        return box;
    }

    /// A tile without a scene belongs to all of them.
    private boolean inScene(int row, CziPlane plane) {
        int scene = directory.start(Directory.S, row);
        return plane.scene().isEmpty()
                || scene == Directory.ABSENT
                || scene == plane.scene().getAsInt();
    }

    private GridIndex grid(int group) {
        GridIndex grid = grids.get(group);
        if (grid == null) {
            // Two threads may make the same one; either serves.
            grid = new GridIndex(directory, order, first[group], first[group + 1]);
            grids.set(group, grid);
        }
        return grid;
    }

    private int[] groups(int level, int[] position) {
        IntList found = new IntList();
        int exact = keys.find(level, position);
        if (exact >= 0) {
            found.add(exact);
        }
        for (int group : partial) {
            int row = order[first[group]];
            if (group != exact && levels.of[row] == level && agrees(row, position)) {
                found.add(group);
            }
        }
        return found.toArray();
    }

    private boolean agrees(int row, int[] position) {
        for (int letter = 0; letter < CziPlane.LETTERS.length(); letter++) {
            int at = directory.start(letter, row);
            if (at != Directory.ABSENT && at != position[letter]) {
                return false;
            }
        }
        return true;
    }

    /// For each letter the position, the first one where the plane does not say.
    private int[] position(CziPlane plane) {
        int[] position = new int[CziPlane.LETTERS.length()];
        Map<Character, Integer> wishes = plane.position();
        for (int letter = 0; letter < position.length; letter++) {
            CziDimension dimension = directory.dimension(letter);
            Integer wanted = wishes.get(CziPlane.LETTERS.charAt(letter));
            if (dimension == null) {
                if (wanted != null && wanted != 0) {
                    throw missing(plane);
                }
                position[letter] = Directory.ABSENT;
            } else {
                // Who asks for the first plane of a file with one plane means it, wherever that stands.
                position[letter] =
                        wanted == null || (wanted == 0 && dimension.size() == 1) ? dimension.start() : wanted;
            }
        }
        return position;
    }

    IllegalArgumentException missing(CziPlane plane) {
        StringJoiner ranges = new StringJoiner(", ");
        for (int letter = 0; letter < CziPlane.LETTERS.length(); letter++) {
            CziDimension d = directory.dimension(letter);
            if (d != null) {
                ranges.add(d.letter() + " from " + d.start() + " to " + (d.start() + d.size() - 1));
            }
        }
        StringJoiner asked = new StringJoiner(", ");
        plane.position().forEach((letter, value) -> asked.add(letter + "=" + value));
        plane.scene().ifPresent(scene -> asked.add("scene " + scene));
        return new IllegalArgumentException(name + " has no plane "
                + (asked.length() == 0 ? "at all" : asked) + "; it has "
                + (ranges.length() == 0 ? "none of the dimensions that tell planes from each other" : ranges));
    }
}
