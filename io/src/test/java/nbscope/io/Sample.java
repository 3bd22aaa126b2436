package nbscope.io;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A made-up image with two named channels and pixels of half and quarter micrometres: a ramp with some
/// noise.
final class Sample implements PlaneSource {
    private final DType dtype;
    private final int channels;
    private final int height;
    private final int width;

    Sample(DType dtype, int channels, int height, int width) {
        this.dtype = dtype;
        this.channels = channels;
        this.height = height;
        this.width = width;
    }

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public String fingerprint() {
        return "sample " + dtype + " " + channels + " " + height + " " + width;
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public List<Axis> axes() {
        return List.of(Axis.pixels("c"), new Axis("y", 0.5, "µm", 10), new Axis("x", 0.25, "µm", 0));
    }

    @Override
    public long[] shape() {
        return new long[] {channels, height, width};
    }

    @Override
    public List<Channel> channels() {
        return List.of(new Channel("DAPI", 0x0000ff), new Channel("GFP", 0x00ff00))
                .subList(0, channels);
    }

    @Override
    public void read(int t, int c, int z, long y, long x, int height, int width, MemorySegment destination) {
        ByteBuffer out = destination.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                long place = (c * 31L + y + i) * 1_000_003 + x + j;
                long noise = (place * 0x9E3779B97F4A7C15L) >>> 61;
                put(out, c * 500L + (y + i) * 3 + (x + j) * 2 + noise);
            }
        }
    }

    private void put(ByteBuffer out, long value) {
        switch (dtype) {
            case U8, I8 -> out.put((byte) value);
            case U16, I16 -> out.putShort((short) value);
            case F32 -> out.putFloat(value / 8f);
            case F64 -> out.putDouble(value / 8.0);
            case U64, I64 -> out.putLong(value * 0x123456789ABCL);
            default -> out.putInt((int) value);
        }
    }

    /// All elements, little endian.
    byte[] all() {
        byte[] out = new byte[channels * height * width * dtype.bytes()];
        int plane = out.length / channels;
        for (int c = 0; c < channels; c++) {
            MemorySegment place = MemorySegment.ofArray(out).asSlice((long) c * plane, plane);
            read(0, c, 0, 0, 0, height, width, place);
        }
        return out;
    }
}
