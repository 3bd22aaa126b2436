package nbscope.io.czi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the metadata segment says.
///
/// @param xml       its text, empty where there is none
/// @param problem   a sentence when the text is missing or cannot be used, else null; pixels can be
/// read all the same
/// @param channels  in their order; empty where the text has none
/// @param pixelSize unknown where the text has none
public record CziMetadata(String xml, @Nullable String problem, List<CziChannel> channels, CziPixelSize pixelSize) {
    public CziMetadata {
        channels = List.copyOf(channels);
    }
}
