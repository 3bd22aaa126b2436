package nbscope.io.internal.hdf5;

import io.jhdf.ObjectHeader;
import io.jhdf.object.message.DataLayoutMessage;
import io.jhdf.object.message.DataSpace;
import io.jhdf.object.message.DataSpaceMessage;
import io.jhdf.object.message.DataTypeMessage;
import io.jhdf.object.message.FillValueMessage;
import io.jhdf.object.message.FillValueOldMessage;
import io.jhdf.object.message.FilterPipelineMessage;
import java.nio.ByteBuffer;
import java.util.List;
import nbscope.io.ElementType;
import nbscope.io.UnsupportedDataException;
import nbscope.io.internal.array.Layout;
import org.jspecify.annotations.Nullable;

/// What the header of a data set says.
///
/// @param path    in its file
/// @param most    lengths that the axes may have, negative where they have no limit
/// @param type    null for elements that are no numbers
/// @param kind    the element type in words, where it is not read
/// @param layout  where the elements lie
/// @param filters as they were applied when it was written
/// @param fill    one element as stored, of what was never written
record StoredDataset(
        CheckedStorage storage,
        String path,
        long[] shape,
        long[] most,
        @Nullable ElementType type,
        String kind,
        DataLayoutMessage layout,
        List<FilterStep> filters,
        byte[] fill) {
    private static final int NULL_SPACE = 2;

    /// @param header of an object that has a data space
    static StoredDataset of(CheckedStorage storage, String path, ObjectHeader header) {
        var dataType = header.getMessageOfType(DataTypeMessage.class).getDataType();
        DataSpace space = header.getMessageOfType(DataSpaceMessage.class).getDataSpace();
        ElementType type = space.getType() == NULL_SPACE ? null : StoredElements.of(dataType);
        List<FilterStep> filters = header.hasMessageOfType(FilterPipelineMessage.class)
                ? header.getMessageOfType(FilterPipelineMessage.class).getFilters().stream()
                        .map(f -> new FilterStep(f.getId(), f.getName(), f.getData()))
                        .toList()
                : List.of();
        long[] shape = space.getDimensionsAsLong();
        if (Layout.bytes(shape, Math.max(1, dataType.getSize())) < 0) {
            throw storage.file()
                    .malformed(
                            header.getAddress(),
                            path + " of shape " + java.util.Arrays.toString(shape),
                            "lengths of which the product fits 63 bits; the file is damaged");
        }
        return new StoredDataset(
                storage,
                path,
                shape,
                space.isMaxSizesPresent() ? space.getMaxSizes() : shape.clone(),
                type,
                space.getType() == NULL_SPACE ? "no elements" : StoredElements.describe(dataType),
                header.getMessageOfType(DataLayoutMessage.class),
                filters,
                type == null ? new byte[0] : fill(header, type.bytes()));
    }

    private static byte[] fill(ObjectHeader header, int bytes) {
        ByteBuffer value = null;
        if (header.hasMessageOfType(FillValueMessage.class)) {
            FillValueMessage message = header.getMessageOfType(FillValueMessage.class);
            value = message.isFillValueDefined() ? message.getFillValue() : null;
        } else if (header.hasMessageOfType(FillValueOldMessage.class)) {
            value = header.getMessageOfType(FillValueOldMessage.class).getFillValue();
        }
        byte[] fill = new byte[bytes];
        if (value != null && value.remaining() == bytes) {
            value.get(fill);
        }
        return fill;
    }

    String file() {
        return storage.file().name();
    }

    /// Bytes of all elements.
    long bytes() {
        return Layout.bytes(shape, numbers().bytes());
    }

    /// The element type.
    ///
    /// @throws UnsupportedDataException where they are no numbers
    ElementType numbers() {
        if (type == null) {
            throw new UnsupportedDataException(
                    file(),
                    path + " has " + kind + ", which are not read; read are integers, floats, complex numbers "
                            + "and booleans. Name another data set");
        }
        return type;
    }

    /// What an array says about its storage.
    String described() {
        String steps = String.join(", ", filters.stream().map(FilterStep::title).toList());
        return switch (layout.getDataLayout()) {
            case CONTIGUOUS -> "contiguous";
            case COMPACT -> "compact";
            case CHUNKED ->
                "chunks of " + java.util.Arrays.toString(ChunkIndexes.chunk(this))
                        + (steps.isEmpty() ? "" : ", " + steps);
            default -> "unknown";
        };
    }
}
