/* CPUs: a work item walks through memory alone, in vectors. */
typedef VEC(UT, V) UTV;
typedef VEC(ACC, V) ACCV;
typedef VEC(OUT, V) OUTV;

#define PIXELS(p) AS(T, V)(LOAD(V)(0, (p)))
#define MASKED(p, w) AS(T, V)(LOAD(V)(0, (p)) & (w))

inline OUT total(ACCV lanes) {
    ACC lane[V];
    STORE(V)(lanes, 0, lane);
    OUT sum = 0;
    for (int j = 0; j < V; j++) {
        sum += (OUT) lane[j];
    }
    return sum;
}

#ifdef WEIGHTED
typedef VEC(double, V) DV;

/* A weight of 0 leaves a pixel out, also one that is NaN. */
inline DV times(global const UT* p, DV w) {
    DV product = TO(double, V)(PIXELS(p)) * w;
#ifdef FLOATS
    return select(product, (DV) (0), w == (DV) (0));
#else
    return product;
#endif
}
#endif

/* One work item sums four patterns, which share what is read of the plan. */
kernel void sums(global const UT* restrict data, const int pixels, const int patterns,
                 global const int2* restrict blocks, const int count, global const MASK* restrict masks,
                 global OUT* restrict out, const int first) {
    size_t s = get_global_id(0) * 4;
    size_t last = patterns - 1;
    if (s > last) {
        return;
    }
    global const UT* p0 = data + min(s, last) * pixels;
    global const UT* p1 = data + min(s + 1, last) * pixels;
    global const UT* p2 = data + min(s + 2, last) * pixels;
    global const UT* p3 = data + min(s + 3, last) * pixels;
    OUT t0 = 0, t1 = 0, t2 = 0, t3 = 0;
    for (int start = 0; start < count; start += FLUSH) {
        int end = min(count, start + FLUSH);
        ACCV a0 = (ACCV) (0), a1 = a0, a2 = a0, a3 = a0;
        for (int k = start; k < end; k++) {
            int2 block = blocks[k];
            size_t at = (size_t) block.x * PPB;
#ifdef WEIGHTED
            global const double* w = masks + (size_t) block.y * PPB;
            for (int j = 0; j < PPB; j += V) {
                DV weight = LOAD(V)(0, w + j);
                a0 += times(p0 + at + j, weight);
                a1 += times(p1 + at + j, weight);
                a2 += times(p2 + at + j, weight);
                a3 += times(p3 + at + j, weight);
            }
#else
            if (block.y < 0) {
                for (int j = 0; j < PPB; j += V) {
                    a0 += TO(ACC, V)(PIXELS(p0 + at + j));
                    a1 += TO(ACC, V)(PIXELS(p1 + at + j));
                    a2 += TO(ACC, V)(PIXELS(p2 + at + j));
                    a3 += TO(ACC, V)(PIXELS(p3 + at + j));
                }
            } else {
                global const UT* m = masks + (size_t) block.y * PPB;
                for (int j = 0; j < PPB; j += V) {
                    UTV w = LOAD(V)(0, m + j);
                    a0 += TO(ACC, V)(MASKED(p0 + at + j, w));
                    a1 += TO(ACC, V)(MASKED(p1 + at + j, w));
                    a2 += TO(ACC, V)(MASKED(p2 + at + j, w));
                    a3 += TO(ACC, V)(MASKED(p3 + at + j, w));
                }
            }
#endif
        }
        t0 += total(a0);
        t1 += total(a1);
        t2 += total(a2);
        t3 += total(a3);
    }
    out += first + s;
    out[0] = t0;
    if (s + 1 <= last) {
        out[1] = t1;
    }
    if (s + 2 <= last) {
        out[2] = t2;
    }
    if (s + 3 <= last) {
        out[3] = t3;
    }
}

#ifndef WEIGHTED
/* Cells are V pixels of one detector row, as (row, number in the row, mask or -1, 1 for the last one of its row); all
 * ascending. One work item does one pattern. */
kernel void moments(global const UT* restrict data, const int pixels, const int patterns,
                    global const int4* restrict cells, const int count, global const UT* restrict masks,
                    global OUT* restrict out, const int first, const int cols, const int positions) {
    size_t s = get_global_id(0);
    if (s >= (size_t) patterns) {
        return;
    }
    global const UT* pattern = data + s * pixels;
    OUTV sum = (OUTV) (0), rows = (OUTV) (0), columns = (OUTV) (0);
    OUTV lane;
    for (int j = 0; j < V; j++) {
        ((private OUT*) &lane)[j] = j;
    }
#ifndef FLOATS
    VEC(MOM, V) row = (VEC(MOM, V)) (0), steps = (VEC(MOM, V)) (0);
    int before = 0;
#endif
    for (int k = 0; k < count; k++) {
        int4 cell = cells[k];
        UTV bits = LOAD(V)(0, pattern + (size_t) cell.x * cols + (size_t) cell.y * V);
        if (cell.z >= 0) {
            bits &= LOAD(V)(0, masks + (size_t) cell.z * V);
        }
#ifdef FLOATS
        OUTV x = TO(OUT, V)(AS(T, V)(bits));
        sum += x;
        rows += x * (OUT) cell.x;
        columns += x * (lane + (OUT) (cell.y * V));
#else
        /* The sum of x times the steps from its cell to the last one, by adding what is there again at each step. */
        int gap = cell.y - before;
        steps += gap == 1 ? row : row * (MOM) max(gap, 0);
        row += TO(MOM, V)(AS(T, V)(bits));
        before = cell.y;
        if (cell.w) {
            OUTV x = TO(OUT, V)(row);
            sum += x;
            rows += x * (OUT) cell.x;
            columns += x * (OUT) cell.y - TO(OUT, V)(steps);
            row = (VEC(MOM, V)) (0);
            steps = row;
        }
#endif
    }
#ifndef FLOATS
    columns = columns * (OUT) V + sum * lane;
#endif
    OUT all[3];
    OUT one[3][V];
    STORE(V)(sum, 0, one[0]);
    STORE(V)(rows, 0, one[1]);
    STORE(V)(columns, 0, one[2]);
    for (int i = 0; i < 3; i++) {
        all[i] = 0;
        for (int j = 0; j < V; j++) {
            all[i] += one[i][j];
        }
        out[(size_t) i * positions + first + s] = all[i];
    }
}
#endif

/* Adds the chunk's patterns, or the listed ones (all = 0), pixel by pixel. One work item adds TILE pixels of the
 * patterns of one slice, so that memory is read in runs. */
#define TILE 1024

kernel void pattern_sums(global const UT* restrict data, const int pixels, global const int* restrict positions,
                         const int count, const int all, global const MASK* restrict weights, const int per_slice,
                         const int tiles, const int count_slices, global OUT* restrict slices, const int add) {
    int slice = get_global_id(0) / tiles;
    if (slice >= count_slices) {
        return;
    }
    int from = (int) (get_global_id(0) % tiles) * TILE;
    int n = min(TILE, pixels - from);
    int end = min(count, (slice + 1) * per_slice);
    ACC sum[TILE];
    for (int j = 0; j < n; j++) {
        sum[j] = 0;
    }
    for (int i = slice * per_slice; i < end; i++) {
        global const UT* p = data + (size_t) (all ? i : positions[i]) * pixels + from;
        int j = 0;
        for (; j + V <= n; j += V) {
            STORE(V)(LOAD(V)(0, sum + j) + TO(ACC, V)(PIXELS(p + j)) WEIGHT(weights[i]), 0, sum + j);
        }
        for (; j < n; j++) {
            sum[j] += (ACC) AS_T(p[j]) WEIGHT(weights[i]);
        }
    }
    slices += (size_t) slice * pixels + from;
    for (int j = 0; j < n; j++) {
        slices[j] = (add ? slices[j] : 0) + (OUT) sum[j];
    }
}
