package nbscope.io.internal.array;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import nbscope.io.Axis;
import nbscope.io.Calibration;
import nbscope.io.DType;
import nbscope.io.ElementType;
import nbscope.io.NdArray;
import nbscope.io.Region;

/// An array that asks another one everything; what differs is overridden. Closing it closes the other.
public abstract class ForwardingArray implements NdArray {
    protected final NdArray array;

    protected ForwardingArray(NdArray array) {
        this.array = array;
    }

    @Override
    public long[] shape() {
        return array.shape();
    }

    @Override
    public DType dtype() {
        return array.dtype();
    }

    @Override
    public ElementType elementType() {
        return array.elementType();
    }

    @Override
    public String name() {
        return array.name();
    }

    @Override
    public List<Axis> axes() {
        return array.axes();
    }

    @Override
    public Calibration calibration() {
        return array.calibration();
    }

    @Override
    public Map<?, ?> header() {
        return array.header();
    }

    @Override
    public boolean isDirect() {
        return array.isDirect();
    }

    @Override
    public void read(Region region, MemorySegment destination) {
        array.read(region, destination);
    }

    @Override
    public void readFloat32(Region region, MemorySegment destination) {
        array.readFloat32(region, destination);
    }

    @Override
    public void close() {
        array.close();
    }
}
