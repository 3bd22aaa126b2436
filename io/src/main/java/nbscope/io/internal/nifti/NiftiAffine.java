package nbscope.io.internal.nifti;

import nbscope.io.internal.volume.Placement;

/// Where the voxels of a NIfTI file lie: its sform, else its qform, else its voxel sizes about the centre
/// (nifti1.h; choice and rounding as nibabel 5.4.2 has them).
final class NiftiAffine {
    /// nibabel takes a quaternion's first part for zero below this.
    private static final double TINY = 3.5762787e-07;

    private NiftiAffine() {}

    /// @throws IllegalArgumentException when the quaternion is none
    static Placement placement(NiftiHeader header, long[] shape) {
        int rank = shape.length;
        if (rank < 2 || rank > 4) {
            return Placement.none();
        }
        double[][] voxel = best(header, shape);
        double[][] affine = new double[rank + 1][rank + 1];
        int space = Math.min(rank, 3);
        for (int r = 0; r < space; r++) {
            System.arraycopy(voxel[r], 0, affine[r], 0, space);
            affine[r][rank] = voxel[r][3];
        }
        if (rank == 4) {
            affine[3][3] = header.numbers("pixdim")[4];
            affine[3][4] = header.number("toffset");
        }
        affine[rank][rank] = 1;
        int[] axes = space == 2 ? new int[] {0, 1} : new int[] {0, 1, 2};
        return new Placement(affine, axes, false);
    }

    private static double[][] best(NiftiHeader header, long[] shape) {
        if (header.whole("sform_code") != 0) {
            return new double[][] {header.numbers("srow_x"), header.numbers("srow_y"), header.numbers("srow_z")};
        }
        return header.whole("qform_code") != 0 ? quaternion(header) : centred(header, shape);
    }

    private static double[][] quaternion(NiftiHeader header) {
        double[] size = header.numbers("pixdim");
        if (size[0] != 1 && size[0] != -1) {
            throw new IllegalArgumentException("qfac (pixdim[0]) is " + size[0] + ", not 1 or -1");
        }
        double b = header.number("quatern_b");
        double c = header.number("quatern_c");
        double d = header.number("quatern_d");
        double square = 1 - (b * b + c * c + d * d);
        if (!(square > -TINY)) {
            throw new IllegalArgumentException("the quaternion " + b + ", " + c + ", " + d + " is longer than 1");
        }
        double a = Math.abs(square) < TINY ? 0 : Math.sqrt(square);
        double s = 2 / (a * a + b * b + c * c + d * d);
        double[][] rotation = {
            {1 - s * (c * c + d * d), s * (b * c - a * d), s * (b * d + a * c)},
            {s * (b * c + a * d), 1 - s * (b * b + d * d), s * (c * d - a * b)},
            {s * (b * d - a * c), s * (c * d + a * b), 1 - s * (b * b + c * c)}
        };
        String[] offsets = {"qoffset_x", "qoffset_y", "qoffset_z"};
        double[][] out = new double[3][4];
        for (int r = 0; r < 3; r++) {
            for (int k = 0; k < 3; k++) {
                out[r][k] = rotation[r][k] * size[k + 1] * (k == 2 ? size[0] : 1);
            }
            out[r][3] = header.number(offsets[r]);
        }
        return out;
    }

    private static double[][] centred(NiftiHeader header, long[] shape) {
        double[] size = header.numbers("pixdim");
        double[][] out = new double[3][4];
        for (int i = 0; i < 3; i++) {
            double step = i < shape.length ? size[i + 1] : 1;
            long length = i < shape.length ? shape[i] : 1;
            out[i][i] = i == 0 ? -step : step;
            out[i][3] = -(length - 1) / 2.0 * out[i][i];
        }
        return out;
    }
}
