package nbscope.io.czi;

import org.jspecify.annotations.Nullable;

/// A channel as the metadata describe it.
///
/// @param index its position along dimension C
/// @param name  as the user of the microscope sees it; empty where the file has none
/// @param color `#RRGGBB`, null where the file has none
public record CziChannel(int index, String name, @Nullable String color) {}
