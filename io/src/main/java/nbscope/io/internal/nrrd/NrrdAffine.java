package nbscope.io.internal.nrrd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.volume.Placement;

/// Where the pixels of a NRRD file lie, from its space directions and origin, else its spacings; as medvol 0.0.22
/// puts them into one matrix (medvol/backends/pynrrd_backend.py).
final class NrrdAffine {
    private NrrdAffine() {}

    static Placement placement(NrrdHeader header, int rank) {
        if (rank < 2 || rank > 4) {
            return Placement.none();
        }
        double[][] affine = new double[rank + 1][rank + 1];
        affine[rank][rank] = 1;
        List<Integer> spatial = new ArrayList<>();
        if (header.get("space directions") instanceof List<?> directions) {
            directions(header, directions, rank, affine, spatial);
        } else {
            for (int i = 0; i < rank; i++) {
                double spacing = header.at("spacings", i);
                affine[i][i] = header.get("spacings") == null ? 1 : spacing;
                if (i < 3) {
                    spatial.add(i);
                }
            }
        }
        if (header.get("space origin") instanceof List<?> origin) {
            for (int r = 0; r < Math.min(rank, origin.size()); r++) {
                affine[r][rank] = (Double) origin.get(r);
            }
        }
        Object named = header.get("space");
        String space = named == null ? "" : String.valueOf(named).strip().toLowerCase(Locale.ROOT);
        boolean right = space.equals("right-anterior-superior") || space.equals("right-anterior-superior-time");
        boolean left = space.equals("left-posterior-superior") || space.equals("left-posterior-superior-time");
        int[] axes = right || left ? spatial.stream().limit(3).mapToInt(i -> i).toArray() : new int[0];
        return new Placement(affine, axes, left);
    }

    private static void directions(
            NrrdHeader header, List<?> directions, int rank, double[][] affine, List<Integer> spatial) {
        if (directions.size() != rank) {
            throw new MalformedDataException(
                    header.file(), -1, directions.size() + " space directions", "one for each of " + rank + " axes");
        }
        int dimension = directions.getFirst() instanceof List<?> first ? first.size() : rank;
        int free = dimension;
        for (int axis = 0; axis < rank; axis++) {
            List<?> vector = (List<?>) directions.get(axis);
            if (vector.stream().allMatch(v -> ((Double) v).isNaN())) {
                if (free >= rank) {
                    throw new MalformedDataException(
                            header.file(), -1, "more axes without direction than the space leaves", "a sound header");
                }
                double spacing = header.at("spacings", axis);
                double thickness = header.at("thicknesses", axis);
                affine[free++][axis] = spacing > 0 ? spacing : thickness > 0 ? thickness : 1;
                continue;
            }
            if (vector.size() > rank) {
                throw new MalformedDataException(
                        header.file(), -1, "directions in " + vector.size() + " dimensions", "at most " + rank);
            }
            for (int r = 0; r < vector.size(); r++) {
                affine[r][axis] = (Double) vector.get(r);
            }
            spatial.add(axis);
        }
    }
}
