package nbscope.io;

import java.util.List;
import nbscope.io.internal.volume.Volume;
import org.jspecify.annotations.Nullable;

/// MLArray metadata of a NIfTI or NRRD image, as mlarray's converter (mlarray 0.0.54, cli.py) writes them: the
/// affine matrix of the turned image, labels for two and three axes, where the axes point, and the header as the
/// source.
final class VolumeMetadata {
    private VolumeMetadata() {}

    /// @param turned with the axes in the order that is written
    static MlaMetadata of(Volume turned) {
        int rank = turned.shape().length;
        MlaMetadata metadata =
                MlaMetadata.empty().withSource(turned.header()).set("_image_meta_format", turned.format());
        double[][] affine = turned.placement().affine();
        if (affine.length > 0) {
            metadata = metadata.withAffine(affine);
        }
        if (rank == 2 || rank == 3) {
            List<String> labels = List.of("spatial_x", "spatial_y", "spatial_z").subList(0, rank);
            metadata = metadata.withAxisLabels(labels.toArray(String[]::new));
        }
        @Nullable String system = turned.placement().coordinateSystem();
        return system == null ? metadata : metadata.withCoordinateSystem(system);
    }
}
