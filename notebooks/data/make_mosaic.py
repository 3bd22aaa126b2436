"""Makes tissue-mosaic.czi and its expected pixels (output: CC0-1.0, procedural, not a real specimen).

Run (Python 3.11):  pip install numpy==2.4.6 scipy==1.17.1 pylibCZIrw==6.1.0 && python make_mosaic.py OUTDIR
Seed: 20261120. Pixels repeat bit for bit; the file holds random GUIDs, so its own hash does not.
"""
import hashlib, json, os, sys
import numpy as np

SEED = 20261120


def rng(k):
    return np.random.default_rng([SEED, k])


CZI_N, CZI_TILE, CZI_STEP = 6, 512, 461     # 6x6 tiles, 51 px (10 %) overlap
CZI_PX = 0.325                              # um
CZI_CH = ("DAPI", "Collagen-AF488")


def _smooth_noise(r, n, s):
    from scipy.ndimage import zoom, gaussian_filter
    k = max(4, int(n / s))
    z = zoom(r.standard_normal((k + 3, k + 3)), (n + 2 * n / k) / (k + 3), order=3)[:n, :n]
    z = np.pad(z, ((0, max(0, n - z.shape[0])), (0, max(0, n - z.shape[1]))), mode="edge")
    return (z - z.mean()) / z.std()


def tissue(n):
    """Procedural tissue: clustered nuclei (DAPI) and wavy collagen bundles; photons per pixel, float32, 2 x n x n."""
    from scipy.ndimage import gaussian_filter
    r = rng(20)
    dens = _smooth_noise(r, n, 420)
    ang = 1.1 * _smooth_noise(r, n, 700) + 0.5
    # collagen: fibres that follow the orientation field, splatted and blurred
    col = np.zeros((n, n), np.float32)
    m = 5200
    y, x = r.random(m) * n, r.random(m) * n
    keep = dens[np.minimum(y.astype(int), n - 1), np.minimum(x.astype(int), n - 1)] < 0.45
    y, x = y[keep], x[keep]
    m = len(y)
    w = r.gamma(2.0, 0.5, m).astype(np.float32)
    wav, ph, steps = r.uniform(0.1, 0.5, m), r.uniform(0, 6.28, m), r.integers(80, 420, m)
    for s in range(420):
        iy, ix = np.clip(y.astype(int), 0, n - 1), np.clip(x.astype(int), 0, n - 1)
        live = (s < steps) & (y >= 0) & (y < n) & (x >= 0) & (x < n)
        np.add.at(col, (iy[live], ix[live]), w[live])
        a = ang[iy, ix] + wav * np.sin(s / 17.0 + ph)
        y, x = y + np.sin(a), x + np.cos(a)
    col = gaussian_filter(col, 1.0) * 110 + gaussian_filter(col, 7.0) * 60
    # nuclei
    nuc = np.zeros((n, n), np.float32)
    placed = np.zeros((n, n), bool)
    cand = r.random((9000, 2)) * n
    tex = gaussian_filter(r.standard_normal((n, n)).astype(np.float32), 1.8)
    tex /= tex.std()
    cnt = 0
    for cy, cx in cand:
        d = dens[int(cy), int(cx)]
        if r.random() > 1 / (1 + np.exp(-3.0 * (d - 0.35))):
            if r.random() > 0.06:
                continue
        ra, rb = r.uniform(9, 16), r.uniform(6.5, 11)
        th = ang[int(cy), int(cx)] + r.normal(0, 0.4)
        y0, y1, x0, x1 = max(0, int(cy) - 22), min(n, int(cy) + 23), max(0, int(cx) - 22), min(n, int(cx) + 23)
        yy, xx = np.mgrid[y0:y1, x0:x1]
        u = (np.cos(th) * (xx - cx) + np.sin(th) * (yy - cy)) / ra
        v = (-np.sin(th) * (xx - cx) + np.cos(th) * (yy - cy)) / rb
        q = np.hypot(u, v)
        inside = q < 1.0
        if (placed[y0:y1, x0:x1] & inside).sum() > 0.15 * inside.sum():
            continue
        placed[y0:y1, x0:x1] |= inside
        nuc[y0:y1, x0:x1] += (r.uniform(180, 420) / (1 + np.exp((q - 1) * 14)) * (1 + 0.22 * tex[y0:y1, x0:x1])).astype(np.float32)
        cnt += 1
    nuc = gaussian_filter(np.maximum(nuc, 0), 0.9) + 0.03 * gaussian_filter(nuc, 25)
    print("nuclei", cnt, "fibres", m)
    return np.stack([nuc + 3.0, np.minimum(col, 1500) + 4.0]) * 0.5


def enrich_czi(path):
    """ZEN-like instrument and channel elements, written into the metadata segment with pylibCZIrw's editor."""
    import xml.etree.ElementTree as ET
    from pylibCZIrw import czi as C
    with C.edit_czi(path) as e:
        b = e.create_metadata_builder()
        root = ET.fromstring(b.get_xml())
        info = root.find("Metadata/Information")
        img = info.find("Image")
        ET.SubElement(img, "AcquisitionDateAndTime").text = "2026-11-20T18:00:00Z"
        ET.SubElement(img, "ComponentBitCount").text = "12"
        obj = ET.SubElement(img, "ObjectiveSettings")
        ET.SubElement(obj, "ObjectiveRef", Id="Objective:1")
        for ch, (ex, em, ms, fl) in zip(img.findall("Dimensions/Channels/Channel"),
                                        ((353, 465, 20, "DAPI"), (493, 517, 150, "Alexa Fluor 488"))):
            for k, v in (("ExcitationWavelength", ex), ("EmissionWavelength", em), ("ExposureTime", int(ms * 1e6)),
                         ("Fluor", fl), ("AcquisitionMode", "WideField"), ("IlluminationType", "Epifluorescence")):
                ET.SubElement(ch, k).text = str(v)
        ins = ET.SubElement(info, "Instrument")
        ob = ET.SubElement(ET.SubElement(ins, "Objectives"), "Objective", Id="Objective:1", Name="Simulated 20x/0.8")
        ET.SubElement(ob, "LensNA").text = "0.8"
        ET.SubElement(ob, "NominalMagnification").text = "20"
        ET.SubElement(ob, "Immersion").text = "Air"
        for d in root.findall("Metadata/Scaling/Items/Distance"):
            if d.get("Id") == "Z":
                root.find("Metadata/Scaling/Items").remove(d)
            else:
                ET.SubElement(d, "DefaultUnitFormat").text = "\u00b5m"
        b.set_xml(ET.tostring(root, encoding="unicode"))
        b.commit()


def czi(out):
    from pylibCZIrw import czi as C
    n = CZI_STEP * (CZI_N - 1) + CZI_TILE
    img = tissue(n + 8)
    r, rj = rng(21), rng(22)
    path = out + "/tissue-mosaic.czi"
    if os.path.exists(path):
        os.remove(path)
    yy, xx = np.mgrid[:CZI_TILE, :CZI_TILE] / (CZI_TILE - 1) - 0.5
    shade = 1 - 0.30 * (xx ** 2 + yy ** 2)          # mild vignetting, 15 % in the corners
    comp = np.zeros((2, n + 8, n + 8), np.uint16)
    tiles = []
    raw = 0
    with C.create_czi(path, compression_options="zstd1:ExplicitLevel=3;PreProcess=HiLoByteUnpack") as w:
        m = 0
        for iy in range(CZI_N):
            cols = range(CZI_N) if iy % 2 == 0 else range(CZI_N - 1, -1, -1)      # meander, as ZEN does
            for ix in cols:
                jy, jx = (int(v) for v in rj.integers(0, 5, 2)) if m else (0, 0)   # stage jitter 0..4 px
                y, x = iy * CZI_STEP + jy, ix * CZI_STEP + jx
                for c in range(2):
                    t = r.poisson(img[c, y:y + CZI_TILE, x:x + CZI_TILE] * shade) + 100 + np.rint(r.normal(0, 0.8, shade.shape))
                    t = np.clip(t, 0, 4095).astype(np.uint16)
                    assert w.write(t, location=(x, y), plane={"C": c, "T": 0, "Z": 0}, scene=0)
                    comp[c, y:y + CZI_TILE, x:x + CZI_TILE] = t
                    raw += t.nbytes
                    tiles.append({"m": m, "C": c, "x": x, "y": y, "w": CZI_TILE, "h": CZI_TILE,
                                  "sha256_le_u16": hashlib.sha256(t.tobytes()).hexdigest(), "min": int(t.min()), "max": int(t.max())})
                m += 1
        ds = {0: C.ChannelDisplaySettingsDataClass(True, C.TintingMode.Color, C.Rgb8Color(np.uint8(0), np.uint8(80), np.uint8(255)), 100 / 65535, 350 / 65535),
              1: C.ChannelDisplaySettingsDataClass(True, C.TintingMode.Color, C.Rgb8Color(np.uint8(0), np.uint8(255), np.uint8(60)), 100 / 65535, 450 / 65535)}
        w.write_metadata(document_name="mosaic_6x6_tissue_2ch", channel_names=dict(enumerate(CZI_CH)), scale_x=CZI_PX * 1e-6,
                         scale_y=CZI_PX * 1e-6, custom_attributes={"generator": "make_mosaic.py", "seed": SEED, "overlap": 0.1,
                                                                    "licence": "CC0-1.0", "content": "procedural, not a real specimen"},
                         display_settings=ds)
    enrich_czi(path)
    H = max(t["y"] for t in tiles) + CZI_TILE
    W = max(t["x"] for t in tiles) + CZI_TILE
    comp = np.ascontiguousarray(comp[:, :H, :W])
    with C.open_czi(path) as d:
        bb = d.total_bounding_rectangle
        print("bbox", bb, "pixel types", d.pixel_types, "dims", d.total_bounding_box)
        same = []
        for c in range(2):
            a = d.read(plane={"C": c, "T": 0, "Z": 0}, roi=(bb.x, bb.y, bb.w, bb.h))[..., 0]
            same.append(bool(np.array_equal(a, comp[c])))
        print("reader composite equals paint-in-m-order composite:", same)
        subs = []
        d.enumerate_subblocks(lambda i, s: (subs.append((i, s.compressionModeRaw if hasattr(s, "compressionModeRaw") else None)), True)[1])
    json.dump({"shape_CYX": list(comp.shape), "bbox_xywh": [bb.x, bb.y, bb.w, bb.h], "tiles": tiles, "raw_bytes": raw,
               "subblocks": len(subs), "paint_order": "ascending m; later tile on top (verified with pylibCZIrw read)",
               "reader_equals_composite": same,
               "composite_sha256_le_u16": [hashlib.sha256(comp[c].tobytes()).hexdigest() for c in range(2)]},
              open(out + "/tissue-mosaic.expected.json", "w"), indent=0)


if __name__ == "__main__":
    czi(sys.argv[1] if len(sys.argv) > 1 else ".")
