package nbscope.io.czi;

/// A file inside the file: `Thumbnail`, `EventList`, `TimeStamps`, ...
///
/// @param name     what it is
/// @param type     of its content: `JPG`, `CZEVL`, `CZTIMS`, `CZI`
/// @param position of its segment in the file
public record CziAttachment(String name, String type, long position) {}
