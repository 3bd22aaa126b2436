package nbscope.widgets.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The front end's code of one widget, as text that travels with the model.
///
/// @param esm the JavaScript module
/// @param css its style sheet, may be empty
/// @param page frame of the page without a kernel, with places for module, style and data
public record Bundle(String esm, String css, String page) {
    private static final String FOLDER = "/nbscope/widgets/js/";

    /// Reads `NAME.js`, `NAME.css` and `shell.html` from this jar.
    ///
    /// @throws IllegalStateException when the jar was built without the front end
    public static Bundle load(String name) {
        return new Bundle(text(name + ".js"), text(name + ".css"), text("shell.html"));
    }

    private static String text(String file) {
        try (InputStream in = Bundle.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw new IllegalStateException("this nbscope-widgets jar holds no front end (" + FOLDER + file
                        + " is missing): build it with ./nbscope, or run `npm ci && npm run build` in widgets-js and"
                        + " then Maven again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file + " from the nbscope-widgets jar", broken);
        }
    }
}
