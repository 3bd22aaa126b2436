package nbscope.compute;

import java.lang.foreign.MemorySegment;
import nbscope.io.DType;

/// A small picture in plain memory: a diffraction pattern in native dtype, or a virtual image of exact sums.
///
/// @param rows   rows
/// @param cols   columns
/// @param dtype  type of the pixels; sums of integers are U32 while every sum fits, else I64; sums of floats F64
/// @param pixels C order, little endian, a heap segment owned by this image
/// @param min    smallest value, NaN skipped; NaN when there is none
/// @param max    largest value
public record Image(int rows, int cols, DType dtype, MemorySegment pixels, double min, double max) {}
