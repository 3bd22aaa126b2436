/* What the kernels share. Built once per pixel type (ClProgram.options) with
 *   T    the pixel type                  UT   the unsigned type of the same size
 *   ACC  a lane's accumulator            OUT  long, or double for floats and for weights
 *   PPB  pixels per 64-byte block        V    pixels of a CPU's vector: 16, or 8 where a block has no more
 *   N    pixels in 16 bytes              PX   pixels that a GPU's work item adds over the patterns
 *   FLOATS    the pixels are floats      WEIGHTED  pixels or patterns are multiplied by weights
 *   ALIGNED   every pattern starts at a multiple of 16 bytes
 *   DOUBLES   OUT or ACC is double       SUB_GROUPS  the driver has them
 * A plan lists 64-byte blocks as (number, mask): a mask of -1 says that every pixel is selected; else it is the index
 * of PPB values of UT, all bits set or none, so that masked-out NaN bits vanish. With WEIGHTED each listed block has
 * PPB weights instead, and the mask says which. Chunks are padded by 64 bytes: the last block of the last pattern may
 * reach past it. Pixels are counted by size_t, a chunk may pass 2^31 of them. */
#ifdef DOUBLES
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define VEC(t, n) PASTE(t, n)
#define AS(t, n) PASTE(as_, VEC(t, n))
#define TO(t, n) PASTE(convert_, VEC(t, n))
#define LOAD(n) PASTE(vload, n)
#define STORE(n) PASTE(vstore, n)
#define AS_T PASTE(as_, T)

/* So many blocks keep a lane of 32 bits exact: 8192 * 4 * 255 and 8192 * 2 * 65535 are below 2^31. */
#define FLUSH 8192

#ifdef WEIGHTED
#define MASK double
#define WEIGHT(w) * (w)
#else
#define MASK UT
#define WEIGHT(w)
#endif

/* The patterns of the slices one after another become their sum. */
kernel void add_slices(global const OUT* restrict slices, const int count, const int pixels,
                       global OUT* restrict out) {
    size_t p = get_global_id(0);
    if (p >= (size_t) pixels) {
        return;
    }
    OUT sum = 0;
    for (int i = 0; i < count; i++) {
        sum += slices[(size_t) i * pixels + p];
    }
    out[p] = sum;
}
