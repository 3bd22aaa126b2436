package nbscope.kernel.tables;

import java.util.Map;

/// A value that a notebook shows in its own way. Implement it to give a class of your own a picture.
public interface MimeBundle {
    /// MIME type to content: JSON text for types that end in `json`, else plain text. `text/plain` among
    /// them.
    Map<String, String> mimeBundle();
}
