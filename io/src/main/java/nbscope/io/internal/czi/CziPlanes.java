package nbscope.io.internal.czi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import nbscope.io.Axis;
import nbscope.io.DType;
import nbscope.io.PlaneSource;
import nbscope.io.czi.CziBox;
import nbscope.io.czi.CziChannel;
import nbscope.io.czi.CziPlane;
import nbscope.io.internal.bytes.FileState;

/// The planes of a file in small parts: tiles are kept while their neighbours are read, so that each is
/// decoded about once. A colour channel becomes three, red first. Closing it gives the kept tiles back
/// and leaves the file open.
public final class CziPlanes implements PlaneSource, AutoCloseable {
    private static final long CACHE_BYTES = 160L << 20;
    private static final int MOST_TILES = 64;
    private static final int FEWEST_TILES = 6;
    private static final List<String> COLOURS = List.of("Red", "Green", "Blue");
    private static final int WHITE = 0xffffff;

    private final CziArray array;
    private final OpenCzi file;
    private final int samples;
    private final TileCache cache;

    CziPlanes(CziArray array) {
        this.array = array;
        this.file = array.file();
        this.samples = Math.min(COLOURS.size(), array.type().samples());
        long largest = 1;
        for (int row = 0; row < file.tiles(); row++) {
            largest = Math.max(largest, file.shape(row).bytes());
        }
        this.cache = new TileCache(Math.clamp(CACHE_BYTES / largest, FEWEST_TILES, MOST_TILES), largest);
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public String fingerprint() {
        return file.name() + " " + FileState.of(file.name());
    }

    @Override
    public DType dtype() {
        return array.dtype();
    }

    @Override
    public List<Axis> axes() {
        return array.axes().subList(0, 5);
    }

    @Override
    public long[] shape() {
        long[] shape = Arrays.copyOf(array.shape(), 5);
        shape[1] *= samples;
        return shape;
    }

    @Override
    public List<Channel> channels() {
        List<CziChannel> known = file.metadata().channels();
        List<Channel> all = new ArrayList<>();
        for (int c = 0; c < array.shape()[1]; c++) {
            CziChannel channel = c < known.size() ? known.get(c) : new CziChannel(c, "", null);
            String name = channel.name().isEmpty() ? "Channel " + c : channel.name();
            if (samples == 1) {
                all.add(new Channel(name, rgb(channel)));
            }
            for (int s = 0; s < samples && samples > 1; s++) {
                String prefix = array.shape()[1] > 1 ? name + " " : "";
                all.add(new Channel(prefix + COLOURS.get(s), 0xff0000 >> 8 * s));
            }
        }
        return all;
    }

    /// The last six digits: a colour may begin with its opacity.
    private static int rgb(CziChannel channel) {
        String color = channel.color();
        try {
            return color == null || color.length() < 7
                    ? WHITE
                    : Integer.parseInt(color.substring(color.length() - 6), 16);
        } catch (NumberFormatException e) {
            return WHITE;
        }
    }

    @Override
    public void read(int t, int c, int z, long y, long x, int height, int width, MemorySegment destination) {
        CziPlane plane = array.at(t, c / samples, z);
        CziBox bounds = array.bounds();
        CziBox box = new CziBox(bounds.x() + x, bounds.y() + y, width, height);
        long bytes = (long) height * width * dtype().bytes();
        if (!file.has(plane)) {
            destination.asSlice(0, bytes).fill((byte) 0);
        } else if (array.type().samples() == 1) {
            file.readMosaic(box, plane, destination, cache);
        } else {
            sample(box, plane, samples - 1 - c % samples, destination, (long) height * width);
        }
    }

    /// One sample of each pixel; they are stored blue first.
    private void sample(CziBox box, CziPlane plane, int sample, MemorySegment out, long pixels) {
        int item = dtype().bytes();
        int pixel = array.type().bytes();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment all = arena.allocate(pixels * pixel, 64);
            file.readMosaic(box, plane, all, cache);
            for (long i = 0; i < pixels; i++) {
                MemorySegment.copy(all, i * pixel + (long) sample * item, out, i * item, item);
            }
        }
    }

    @Override
    public void close() {
        cache.close();
    }
}
