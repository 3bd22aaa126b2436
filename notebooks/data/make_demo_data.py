#!/usr/bin/env python3
"""Makes au-decahedron.b2nd and focal-series.b2nd with their expected virtual images and manifest.json (output: CC0-1.0).

A stand-alone tool: it imports GPL packages (abTEM, ASE), is no part of nbscope and is in none of its artefacts.
Run (Python 3.11):  pip install -r requirements-demo.txt && python make_demo_data.py OUTDIR sim4d:3 save4d sim5d:2 save5d manifest
Seed: 20261120 (every random number comes from NumPy generators seeded from it).
The multislice step does not repeat bit for bit (FFTW and thread order: two runs differed by 3e-6 of the largest value,
0.03 % of the counts came out different), so the files are kept as they are and not made again.
"""
import hashlib, json, os, sys, time
import numpy as np

SEED = 20261120
ENERGY = 200e3            # eV
ALPHA = 22.0              # mrad, probe convergence semi-angle
L = 48.0                  # A, lateral cell
GPTS = 576                # 0.0833 A sampling -> antialias limit 100.3 mrad
INTERP = 4                # PRISM interpolation: 12 A probe window, 2.090 mrad per pixel, 96 px = +-100 mrad
CARBON_T = 14.0           # A
STEP4, N4 = 0.6, 64
STEP5, N5, T5, DET5 = 0.6, 48, 8, 64
DOSE4, DOSE5 = 20000, 2000  # electrons per probe position
SOURCE_SIGMA = 0.35       # A, gaussian source size (applied on the scan axes before the shot noise)
DEFOCUS5 = np.linspace(-30.0, 110.0, T5)        # A, abTEM convention: positive = underfocus; 0 = entrance face, the particle centre is at about +30
DRIFT5 = np.array([0.45, -0.30])                # A per frame, linear drift (y, x)
PHONON_SIGMA = {"Au": 0.085, "C": 0.075}        # A rms per direction
OUT = None


def rng(k):
    return np.random.default_rng([SEED, k])


def carbon_film(t, dens=0.095, dmin=1.35):
    """Random sequential packing of C atoms (1.9 g/cm3), periodic in x and y; wedge of vacuum cut in one corner."""
    from scipy.spatial import cKDTree
    r = rng(1)
    n = int(L * L * t * dens)
    pts = np.empty((0, 3))
    while len(pts) < n:
        allp = np.vstack([pts, r.random((n, 3)) * [L, L, t]])
        bad = np.zeros(len(allp), bool)
        for i, j in sorted(cKDTree(allp, boxsize=[L, L, 1e4]).query_pairs(dmin)):
            if not bad[i] and not bad[j]:
                bad[max(i, j)] = True
        pts = allp[~bad]
    pts = pts[:n]
    edge = pts[:, 0] + 0.55 * pts[:, 1] + 1.3 * np.sin(pts[:, 1] * 2 * np.pi / 11.0)
    return pts[edge < 53.0]         # vacuum in the large-x, large-y corner


def atoms_model():
    """Fivefold twinned Au decahedron (ase.cluster) seen along its axis, on an amorphous carbon film with an edge."""
    from ase import Atoms
    from ase.cluster.decahedron import Decahedron
    c = carbon_film(CARBON_T)
    au = Decahedron("Au", 6, 4, 1)
    p = au.positions - au.positions.mean(0)
    a = np.deg2rad(13.0)
    rot = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]])
    p = p @ rot.T
    p += [22.5, 23.5, CARBON_T + 1.5 - p[:, 2].min()]
    c[:, 2] += 1.0
    p[:, 2] += 1.0
    zmax = p[:, 2].max() + 2.0
    return Atoms("C%dAu%d" % (len(c), len(p)), positions=np.vstack([c, p]), cell=[L, L, zmax], pbc=True)


def smatrix(num_phonons, k):
    import abtem
    abtem.config.set({"device": "cpu", "fft": "fftw"})
    at = atoms_model()
    if num_phonons:
        at = abtem.FrozenPhonons(at, num_phonons, PHONON_SIGMA, seed=SEED + k)
    pot = abtem.Potential(at, gpts=GPTS, slice_thickness=2.0, parametrization="lobato", projection="infinite")
    print("slices", len(pot))
    s = abtem.SMatrix(potential=pot, energy=ENERGY, semiangle_cutoff=ALPHA, interpolation=INTERP, downsample=False)
    print("S matrix", s.shape)
    return s


def sim4d(phonons=2):
    import abtem
    t0 = time.time()
    s = smatrix(phonons, 0)
    off = (L - N4 * STEP4) / 2
    scan = abtem.GridScan((off, off), (off + N4 * STEP4, off + N4 * STEP4), gpts=N4)
    det = abtem.PixelatedDetector(max_angle="cutoff")
    m = s.scan(scan=scan, detectors=det)
    m = m.compute()
    a = np.asarray(m.array)
    print(type(m), a.shape, a.dtype, a.sum((-1, -2)).mean(), m.sampling, m.angular_sampling)
    if a.ndim == 5:
        a = a.mean(0)
    np.save(OUT + "/_work/ideal4d.npy", a.astype(np.float32))
    json.dump({"angular_sampling_mrad": [float(v) for v in m.angular_sampling], "phonons": phonons,
               "seconds": time.time() - t0}, open(OUT + "/_work/ideal4d.json", "w"))
    print("sim4d seconds", time.time() - t0)


def sim5d(phonons=1):
    """Focal series: one S matrix, T5 probe defoci, linear specimen drift between the frames."""
    import abtem
    t0 = time.time()
    s = smatrix(phonons, 1).build(lazy=False)
    print("built", s.shape, time.time() - t0)
    off = np.array([8.7, 8.1])
    ims = []
    for i, df in enumerate(DEFOCUS5):
        o = off + DRIFT5 * (i - (T5 - 1) / 2)
        scan = abtem.GridScan(tuple(o), tuple(o + N5 * STEP5), gpts=N5)
        m = s.reduce(scan=scan, detectors=abtem.PixelatedDetector(max_angle="cutoff"),   # SMatrixArray.scan is broken in 1.0.11
                   ctf=abtem.CTF(semiangle_cutoff=ALPHA, energy=ENERGY, defocus=float(df)))
        m = m.compute() if m.is_lazy else m
        a = np.asarray(m.array)
        a = a.mean(0) if a.ndim == 5 else a
        c = a.shape[-1] // 2
        a = a[..., c - DET5 // 2:c + DET5 // 2, c - DET5 // 2:c + DET5 // 2]
        print(i, df, a.shape, float(a.sum((-1, -2)).mean()), time.time() - t0, flush=True)
        ims.append(a.astype(np.float32))
    np.save(OUT + "/_work/ideal5d.npy", np.stack(ims))
    json.dump({"angular_sampling_mrad": [float(v) for v in m.angular_sampling], "phonons": phonons,
               "seconds": time.time() - t0}, open(OUT + "/_work/ideal5d.json", "w"))


def to_counts(ideal, dose, k, step):
    """Finite source size on the scan axes, then shot noise; returns uint16 electron counts."""
    from scipy.ndimage import gaussian_filter1d
    a = np.array(ideal, np.float32)
    for ax in (-4, -3):
        a = gaussian_filter1d(a, SOURCE_SIGMA / step, axis=ax, mode="nearest")
    a = np.maximum(a, 0)
    a *= dose                       # ideal patterns sum to (almost) 1 electron; loss = scattering beyond 100 mrad
    c = rng(k).poisson(a)
    assert c.max() < 65535
    return c.astype(np.uint16)


def masks(n, mrad_px):
    y, x = np.mgrid[:n, :n] - n // 2
    r = np.hypot(y, x) * mrad_px
    return y, x, r


def virtual_images(d, mrad_px):
    """BF 0-22 mrad, ABF 11-22, ADF 30-65, HAADF 65-98 (where the detector reaches), CoM in mrad; float64."""
    n = d.shape[-1]
    y, x, r = masks(n, mrad_px)
    f = d.reshape(-1, n * n).astype(np.float64)
    tot = f.sum(1)
    out = {"BF": f @ (r <= ALPHA).ravel().astype(float), "ABF": f @ ((r > ALPHA / 2) & (r <= ALPHA)).ravel().astype(float),
           "ADF": f @ ((r >= 30) & (r < 65)).ravel().astype(float), "HAADF": f @ ((r >= 65) & (r < 98)).ravel().astype(float),
           "CoM_row": f @ y.ravel().astype(float) / tot * mrad_px, "CoM_col": f @ x.ravel().astype(float) / tot * mrad_px,
           "sum": tot}
    return {k: v.reshape(d.shape[:-2]) for k, v in out.items()}


def calib4(info, step, n, det, dose):
    return {"modality": "4D-STEM (simulated)", "voltage_kV": 200, "wavelength_A": 0.0250793, "semiangle_mrad": ALPHA,
            "scan_step_A": step, "mrad_per_pixel": round(info["angular_sampling_mrad"][0], 6),
            "detector_centre_px": [det // 2, det // 2], "dose_electrons_per_position": dose,
            "axes": ["scan_row", "scan_col", "det_row", "det_col"], "scan_detector_rotation_deg": 0.0,
            "sample": "Au decahedron (831 atoms, fivefold twin) on amorphous C film with an edge",
            "software": "abTEM 1.0.11 PRISM, interpolation 4, frozen phonons x%d" % info["phonons"],
            "source_size_sigma_A": SOURCE_SIGMA, "seed": SEED, "licence": "CC0-1.0"}


def save_b2nd(path, a, chunks, blocks, meta, codec="ZSTD", clevel=5):
    import blosc2
    if os.path.exists(path):
        os.remove(path)
    cp = blosc2.CParams(codec=getattr(blosc2.Codec, codec), clevel=clevel, filters=[blosc2.Filter.BITSHUFFLE],
                        filters_meta=[0], typesize=a.dtype.itemsize, nthreads=1)   # 1 thread: repeatable file bytes
    b = blosc2.asarray(np.ascontiguousarray(a), urlpath=path, chunks=chunks, blocks=blocks, cparams=cp, mode="w",
                       contiguous=True)
    b.schunk.vlmeta["calibration"] = meta
    return os.path.getsize(path)


def save4d():
    info = json.load(open(OUT + "/_work/ideal4d.json"))
    d = to_counts(np.load(OUT + "/_work/ideal4d.npy", mmap_mode="r"), DOSE4, 10, STEP4)
    n = d.shape[-1]
    mp = info["angular_sampling_mrad"][0]
    cal = calib4(info, STEP4, N4, n, DOSE4)
    print("4D", d.shape, d.dtype, "max", d.max(), "mean", d.mean(), "nonzero", (d > 0).mean())
    sz = save_b2nd(OUT + "/au-decahedron.b2nd", d, (8, 8, n, n), (1, 1, n, n), cal)
    print("b2nd", sz, "ratio", d.nbytes / sz)
    np.savez_compressed(OUT + "/au-decahedron.expected-virtual-images.npz", **virtual_images(d, mp))


def save5d():
    info = json.load(open(OUT + "/_work/ideal5d.json"))
    d = to_counts(np.load(OUT + "/_work/ideal5d.npy", mmap_mode="r"), DOSE5, 11, STEP5)
    n = d.shape[-1]
    mp = info["angular_sampling_mrad"][0]
    cal = calib4(info, STEP5, N5, n, DOSE5)
    cal["axes"] = ["frame"] + cal["axes"]
    cal["modality"] = "5D-STEM focal series with drift (simulated)"
    cal["defocus_A_per_frame"] = [float(x) for x in DEFOCUS5]
    cal["scan_origin_moves_A_per_frame_row_col"] = DRIFT5.tolist()
    cal["features_move_px_per_frame_row_col"] = (-DRIFT5 / STEP5).tolist()
    print("5D", d.shape, d.dtype, "max", d.max(), "mean", d.mean())
    sz = save_b2nd(OUT + "/focal-series.b2nd", d, (1, 8, 12, n, n), (1, 1, 2, n, n), cal)
    print("b2nd", sz, "ratio", d.nbytes / sz)
    ve = [virtual_images(d[i], mp) for i in range(T5)]
    np.savez_compressed(OUT + "/focal-series.expected-virtual-images.npz",
                        **{k: np.stack([v[k] for v in ve]) for k in ("BF", "ADF", "CoM_row", "CoM_col", "sum")})


SIM = "abTEM PRISM multislice, frozen phonons, Poisson counts"
HOW = {
    "au-decahedron.b2nd": SIM + ", source blur; python-blosc2, zstd 5 + bitshuffle, chunks 8x8x96x96, blocks 1x1x96x96",
    "focal-series.b2nd": SIM + ", one probe defocus per frame, drift; python-blosc2, zstd 5 + bitshuffle, chunks 1x8x12x64x64, blocks 1x1x2x64x64",
    "au-decahedron.expected-virtual-images.npz": "BF 0-22, ABF 11-22, ADF 30-65, HAADF 65-98 mrad, CoM in mrad, sum; NumPy float64; BF and ADF equal LiberTEM 0.16.0 exactly, CoM to 4e-6 mrad",
    "focal-series.expected-virtual-images.npz": "BF, ADF, CoM, sum of every frame, as above",
}


def manifest():
    """decoded_sha256: of the array that python-blosc2 reads, C order, little endian."""
    import blosc2
    files = []
    for name, how in HOW.items():
        raw = open(OUT + "/" + name, "rb").read()
        entry = {"name": name, "sha256": hashlib.sha256(raw).hexdigest(), "bytes": len(raw), "how_made": how}
        if name.endswith(".b2nd"):
            b = blosc2.open(OUT + "/" + name, mode="r")
            a = b[...]
            entry.update(shape=list(a.shape), dtype=str(a.dtype), calibration=b.schunk.vlmeta["calibration"],
                         decoded_sha256=hashlib.sha256(np.ascontiguousarray(a).tobytes()).hexdigest())
        files.append(entry)
    with open(OUT + "/manifest.json", "w") as f:
        json.dump({"generator": "make_demo_data.py", "licence": "CC0-1.0", "seed": SEED, "files": files}, f, indent=1)
        f.write("\n")


if __name__ == "__main__":
    OUT = os.path.abspath(sys.argv[1])
    os.makedirs(OUT + "/_work", exist_ok=True)
    for cmd in sys.argv[2:]:
        f, _, arg = cmd.partition(":")
        globals()[f](*([int(arg)] if arg else []))
