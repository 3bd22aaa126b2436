/* GPUs: work items that run together read memory that lies together, 16 bytes each. */
#define GROUP 64

#if defined(SUB_GROUPS) && __OPENCL_C_VERSION__ < 300
#if defined(cl_khr_subgroups)
#pragma OPENCL EXTENSION cl_khr_subgroups : enable
#elif defined(cl_intel_subgroups)
#pragma OPENCL EXTENSION cl_intel_subgroups : enable
#endif
#endif

typedef VEC(UT, N) UTN;
typedef VEC(UT, PX) UTP;
typedef VEC(ACC, PX) ACCP;

#ifdef ALIGNED
#define READ(n, p) (*(global const VEC(UT, n)*) (p))
#else
#define READ(n, p) LOAD(n)(0, (p))
#endif

/* The sum of every work item's x, known to all. Sub-groups add in registers. */
inline OUT over_group(OUT x, local OUT* partial) {
    int me = get_local_id(0);
#ifdef SUB_GROUPS
    x = sub_group_reduce_add(x);
    if (get_sub_group_local_id() == 0) {
        partial[get_sub_group_id()] = x;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    x = 0;
    for (uint i = 0; i < get_num_sub_groups(); i++) {
        x += partial[i];
    }
#else
    partial[me] = x;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int half_ = GROUP / 2; half_ > 0; half_ >>= 1) {
        if (me < half_) {
            partial[me] += partial[me + half_];
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }
    x = partial[0];
#endif
    barrier(CLK_LOCAL_MEM_FENCE);
    return x;
}

#ifndef WEIGHTED
/* The N pixels of a quarter of a block, masked. */
inline UTN quarter(global const UT* pattern, int2 block, size_t q, global const UT* masks) {
    UTN x = READ(N, pattern + (size_t) block.x * PPB + q * N);
    return block.y < 0 ? x : x & *(global const UTN*) (masks + (size_t) block.y * PPB + q * N);
}
#endif

/* One work-group sums one pattern. */
kernel void sums(global const UT* restrict data, const int pixels, const int patterns,
                 global const int2* restrict blocks, const int count, global const MASK* restrict masks,
                 global OUT* restrict out, const int first) {
    local OUT partial[GROUP];
    size_t s = get_group_id(0);
    global const UT* pattern = data + s * pixels;
    OUT sum = 0;
    for (size_t i = get_local_id(0); i < (size_t) count * 4; i += GROUP) {
        int2 block = blocks[i / 4];
        T x[N];
#ifdef WEIGHTED
        size_t at = (i % 4) * N;
        STORE(N)(AS(T, N)(READ(N, pattern + (size_t) block.x * PPB + at)), 0, x);
        global const double* w = masks + (size_t) block.y * PPB + at;
#pragma unroll
        for (int j = 0; j < N; j++) {
            /* A weight of 0 leaves a pixel out, also one that is NaN. */
            sum += w[j] == 0 ? 0 : w[j] * (OUT) x[j];
        }
#else
        STORE(N)(AS(T, N)(quarter(pattern, block, i % 4, masks)), 0, x);
        ACC part = 0;
#pragma unroll
        for (int j = 0; j < N; j++) {
            part += (ACC) x[j];
        }
        sum += (OUT) part;
#endif
    }
    sum = over_group(sum, partial);
    if (get_local_id(0) == 0) {
        out[first + s] = sum;
    }
}

#ifndef WEIGHTED
/* One work-group does one pattern. */
kernel void moments(global const UT* restrict data, const int pixels, const int patterns,
                    global const int2* restrict blocks, const int count, global const UT* restrict masks,
                    global OUT* restrict out, const int first, const int cols, const int positions) {
    local OUT partial[GROUP];
    size_t s = get_group_id(0);
    global const UT* pattern = data + s * pixels;
    OUT sum = 0, rows = 0, columns = 0;
    for (size_t i = get_local_id(0); i < (size_t) count * 4; i += GROUP) {
        int2 block = blocks[i / 4];
        int p = block.x * PPB + (int) (i % 4) * N;
        int row = p / cols;
        int col = p - row * cols;
        T x[N];
        STORE(N)(AS(T, N)(quarter(pattern, block, i % 4, masks)), 0, x);
#pragma unroll
        for (int j = 0; j < N; j++) {
            OUT v = (OUT) x[j];
            sum += v;
            rows += v * row;
            columns += v * col;
            col++;
            row += col == cols;
            col = col == cols ? 0 : col;
        }
    }
    sum = over_group(sum, partial);
    rows = over_group(rows, partial);
    columns = over_group(columns, partial);
    if (get_local_id(0) == 0) {
        out[first + s] = sum;
        out[positions + first + s] = rows;
        out[2 * (size_t) positions + first + s] = columns;
    }
}
#endif

/* Adds the chunk's patterns, or the listed ones (all = 0), pixel by pixel. One work item adds PX pixels of the patterns
 * of one slice; its neighbour has the next ones. */
kernel void pattern_sums(global const UT* restrict data, const int pixels, global const int* restrict positions,
                         const int count, const int all, global const MASK* restrict weights, const int per_slice,
                         const int tiles, const int count_slices, global OUT* restrict slices, const int add) {
    int slice = get_global_id(0) / tiles;
    if (slice >= count_slices) {
        return;
    }
    int from = (int) (get_global_id(0) % tiles) * PX;
    int begin = slice * per_slice;
    int end = min(count, begin + per_slice);
    int n = min(PX, pixels - from);
    if (begin >= count && add) {
        return;
    }
    ACCP sum = (ACCP) (0);
    for (int i = begin; i < end; i++) {
        global const UT* p = data + (size_t) (all ? i : positions[i]) * pixels + from;
        /* The padding lets the last pattern's last item read on. */
        sum += TO(ACC, PX)(AS(T, PX)(READ(PX, p))) WEIGHT(weights[i]);
    }
    ACC one[PX];
    STORE(PX)(sum, 0, one);
    slices += (size_t) slice * pixels + from;
#pragma unroll
    for (int j = 0; j < PX; j++) {
        if (j < n) {
            slices[j] = (add ? slices[j] : 0) + (OUT) one[j];
        }
    }
}
