package nbscope.io.internal.npy;

import java.util.ArrayList;
import java.util.List;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.MappedFile;
import org.jspecify.annotations.Nullable;

/// The dict literal of a .npy header: `{'descr': '<u2', 'fortran_order': False, 'shape': (3, 4), }`.
///
/// @param descr the element type as text; a structured type keeps its brackets
record NpyHeader(String descr, boolean fortranOrder, long[] shape) {
    static NpyHeader parse(String text, MappedFile file, long offset) {
        return new Parser(text, file, offset).header();
    }

    /// Reads just this one kind of dict, not Python.
    private static final class Parser {
        private final String text;
        private final MappedFile file;
        private final long offset;
        private int at;

        Parser(String text, MappedFile file, long offset) {
            this.text = text;
            this.file = file;
            this.offset = offset;
        }

        NpyHeader header() {
            @Nullable String descr = null;
            @Nullable Boolean fortran = null;
            long @Nullable [] shape = null;
            expect('{');
            while (peek() != '}') {
                String key = quoted();
                expect(':');
                switch (key) {
                    case "descr" -> descr = peek() == '[' || peek() == '(' ? bracketed() : quoted();
                    case "fortran_order" -> fortran = bool();
                    case "shape" -> shape = tuple();
                    default -> throw bad("the key '" + key + "'", "descr, fortran_order and shape only");
                }
                if (peek() == ',') {
                    at++;
                }
            }
            if (descr == null || fortran == null || shape == null) {
                throw bad("a header without all three keys", "descr, fortran_order and shape");
            }
            return new NpyHeader(descr, fortran, shape);
        }

        private char peek() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            if (at >= text.length()) {
                throw bad("the end of the header", "a closing brace");
            }
            return text.charAt(at);
        }

        private void expect(char c) {
            if (peek() != c) {
                throw bad("'" + text.charAt(at) + "'", "'" + c + "'");
            }
            at++;
        }

        private String quoted() {
            char quote = peek();
            int end = quote == '\'' || quote == '"' ? at + 1 : text.length();
            while (end < text.length() && text.charAt(end) != quote) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            if (end >= text.length()) {
                throw bad("'" + quote + "'", "a text in quotes");
            }
            String value = text.substring(at + 1, end);
            at = end + 1;
            return value;
        }

        /// A structured type, as it stands.
        private String bracketed() {
            int depth = 0;
            int start = at;
            do {
                char c = peek();
                if (c == '\'' || c == '"') {
                    quoted();
                } else {
                    depth += c == '[' || c == '(' ? 1 : c == ']' || c == ')' ? -1 : 0;
                    at++;
                }
            } while (depth > 0);
            return text.substring(start, at);
        }

        private boolean bool() {
            peek();
            if (text.startsWith("True", at)) {
                at += 4;
                return true;
            }
            if (text.startsWith("False", at)) {
                at += 5;
                return false;
            }
            throw bad("'" + text.charAt(at) + "'", "True or False");
        }

        private long[] tuple() {
            List<Long> values = new ArrayList<>();
            expect('(');
            while (peek() != ')') {
                values.add(integer());
                if (peek() == ',') {
                    at++;
                }
            }
            at++;
            if (values.size() > 64) {
                throw bad(values.size() + " axes", "at most 64");
            }
            return values.stream().mapToLong(Long::longValue).toArray();
        }

        private long integer() {
            int start = at;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
                at++;
            }
            String digits = text.substring(start, at);
            // Python 2 wrote 3L.
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            try {
                return Long.parseLong(digits);
            } catch (NumberFormatException e) {
                throw bad("'" + text.charAt(start) + "'", "the length of an axis, a whole number of at most 63 bits");
            }
        }

        private MalformedDataException bad(String found, String expected) {
            return file.malformed(
                    offset + at, found + " in the .npy header", expected + "; save the array again with numpy.save");
        }
    }
}
