/* Virtual detectors on a chunk of patterns. Built once per pixel type with
 *   T    the pixel type                UT  the unsigned type of the same size
 *   ACC  a lane's accumulator          OUT long, or double for floats
 *   PPB  pixels per 64-byte block      V   "16" appended to a type gives its vector
 * A mask holds one UT per pixel of the listed blocks, all bits set or none, so that masked-out NaN bits vanish.
 * Chunks are padded by 64 bytes: the last block of the last pattern may reach past it. */
#ifdef DOUBLES
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#endif

#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define UT16 PASTE(UT, 16)
#define ACC16 PASTE(ACC, 16)
#define AS_T16 PASTE(PASTE(as_, T), 16)
#define TO_ACC16 PASTE(PASTE(convert_, ACC), 16)
#define AS_T PASTE(as_, T)

/* 1024 blocks keep a lane of 32 bits exact: 1024 * 4 * 255 and 1024 * 2 * 65535 are below 2^31. */
#define FLUSH 1024

/* CPUs: one work item sums one pattern. */
kernel void sums_per_item(global const UT* restrict data, global const int* restrict blocks,
                          global const UT* restrict mask, const int count, const int dense, const int pixels,
                          global OUT* restrict out, const int first) {
    size_t s = get_global_id(0);
    global const UT* pattern = data + s * (size_t) pixels;
    OUT sum = 0;
    for (int start = 0; start < count; start += FLUSH) {
        int end = min(count, start + FLUSH);
        ACC16 lanes = (ACC16) (0);
        for (int k = start; k < end; k++) {
            size_t at = (size_t) (dense ? k : blocks[k]) * PPB;
#if PPB >= 16
            for (int j = 0; j < PPB; j += 16) {
                UT16 x = vload16(0, pattern + at + j) & vload16(0, mask + (size_t) k * PPB + j);
                lanes += TO_ACC16(AS_T16(x));
            }
#else
            for (int j = 0; j < PPB; j++) {
                sum += (OUT) AS_T((UT) (pattern[at + j] & mask[(size_t) k * PPB + j]));
            }
#endif
        }
        ACC lane[16];
        vstore16(lanes, 0, lane);
        for (int j = 0; j < 16; j++) {
            sum += (OUT) lane[j];
        }
    }
    out[first + s] = sum;
}

/* GPUs: one work-group sums one pattern, neighbours read neighbouring pixels. */
kernel void sums_per_group(global const UT* restrict data, global const int* restrict blocks,
                           global const UT* restrict mask, const int count, const int dense, const int pixels,
                           global OUT* restrict out, const int first) {
    local OUT partial[64];
    size_t s = get_group_id(0);
    int me = get_local_id(0);
    global const UT* pattern = data + s * (size_t) pixels;
    OUT sum = 0;
    for (size_t i = me; i < (size_t) count * PPB; i += 64) {
        size_t k = i / PPB;
        size_t at = (dense ? k : (size_t) blocks[k]) * PPB + i % PPB;
        sum += (OUT) AS_T((UT) (pattern[at] & mask[i]));
    }
    partial[me] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_ = 32; half_ > 0; half_ >>= 1) {
        if (me < half_) {
            partial[me] += partial[me + half_];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    if (me == 0) {
        out[first + s] = partial[0];
    }
}

/* One work item adds one detector pixel over the chunk's patterns. */
kernel void pattern_sum(global const UT* restrict data, const int pixels, const int patterns,
                        global OUT* restrict out) {
    size_t p = get_global_id(0);
    OUT sum = 0;
    for (int s = 0; s < patterns; s++) {
        sum += (OUT) AS_T(data[(size_t) s * pixels + p]);
    }
    out[p] += sum;
}
