package nbscope.io.internal.array;

/// The size of a structured element type from the Python literal that names it: a list of fields
/// `[('x', '<f4'), (('title', 'y'), '<i4', (2,)), ('z', [('a', 'S3')])]`, a subarray `('<f4', (2, 3))`, or a dict with
/// `itemsize` (numpy.dtype.descr and str(numpy.dtype)). Reads just this, not Python.
final class TypeText {
    private static final int MAX_DEPTH = 32;

    private final String text;
    private int at;

    TypeText(String text) {
        this.text = text;
    }

    /// Bytes of an element.
    ///
    /// @throws IllegalArgumentException saying what is not understood
    long bytes() {
        long bytes = type(0);
        if (at < text.length() && peek() != 0) {
            throw bad("the end");
        }
        return bytes;
    }

    private long type(int depth) {
        if (depth > MAX_DEPTH) {
            throw new IllegalArgumentException("structured types nested more than " + MAX_DEPTH + " deep");
        }
        return switch (peek()) {
            case '[' -> fields(depth);
            case '{' -> dict(depth);
            case '(' -> {
                at++;
                long one = type(depth + 1);
                expect(',');
                long bytes = times(one, count());
                expect(')');
                yield bytes;
            }
            default -> {
                String name = quoted();
                String bare = StoredType.bare(name);
                if (bare.startsWith("O")) {
                    throw new IllegalArgumentException("structured, with a field of Python objects");
                }
                long bytes = StoredType.bytes(bare);
                if (bytes < 0) {
                    throw new IllegalArgumentException("structured, with a field of unknown type " + name);
                }
                yield bytes;
            }
        };
    }

    private long fields(int depth) {
        long bytes = 0;
        expect('[');
        while (peek() != ']') {
            expect('(');
            if (peek() == '(') {
                at++;
                quoted();
                expect(',');
                quoted();
                expect(')');
            } else {
                quoted();
            }
            expect(',');
            long field = type(depth + 1);
            if (skip(',') && peek() != ')') {
                field = times(field, count());
                skip(',');
            }
            expect(')');
            skip(',');
            bytes = plus(bytes, field);
        }
        at++;
        return bytes;
    }

    /// `{'names': ['a'], 'formats': ['<i4'], 'offsets': [0], 'itemsize': 8, 'aligned': True}`.
    private long dict(int depth) {
        long size = -1;
        long sum = 0;
        expect('{');
        while (peek() != '}') {
            String key = quoted();
            expect(':');
            switch (key) {
                case "itemsize" -> size = integer();
                case "formats" -> {
                    expect('[');
                    while (peek() != ']') {
                        sum = plus(sum, type(depth + 1));
                        skip(',');
                    }
                    at++;
                }
                case "names", "titles", "offsets" -> list();
                case "aligned" -> word();
                default -> throw new IllegalArgumentException("structured, with the unknown key " + key);
            }
            skip(',');
        }
        at++;
        return size >= 0 ? size : sum;
    }

    private void list() {
        expect('[');
        while (peek() != ']') {
            if (peek() == '\'' || peek() == '"') {
                quoted();
            } else {
                word();
            }
            skip(',');
        }
        at++;
    }

    /// The product of `(2, 3)` or of one number.
    private long count() {
        if (peek() != '(') {
            return integer();
        }
        at++;
        long product = 1;
        while (peek() != ')') {
            product = times(product, integer());
            skip(',');
        }
        at++;
        return product;
    }

    private long integer() {
        String digits = word();
        if (!digits.matches("[0-9]{1,10}")) {
            throw bad("a number");
        }
        return Long.parseLong(digits);
    }

    private String word() {
        peek();
        int start = at;
        while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw bad("a word");
        }
        return text.substring(start, at);
    }

    /// A Python text in either kind of quotes; only how far it reaches and plain names matter.
    private String quoted() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw bad("a text in quotes");
        }
        int start = ++at;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw bad("a closing quote");
        }
        return text.substring(start, at++);
    }

    private boolean skip(char c) {
        boolean found = peek() == c;
        at += found ? 1 : 0;
        return found;
    }

    private void expect(char c) {
        if (!skip(c)) {
            throw bad("'" + c + "'");
        }
    }

    /// The next character that is no space, 0 at the end.
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private long times(long a, long b) {
        if (a != 0 && b > Integer.MAX_VALUE / a) {
            throw tooLarge();
        }
        return a * b;
    }

    private static long plus(long a, long b) {
        if (a + b > Integer.MAX_VALUE) {
            throw tooLarge();
        }
        return a + b;
    }

    private static IllegalArgumentException tooLarge() {
        return new IllegalArgumentException("structured, of more than 2 GiB an element");
    }

    private IllegalArgumentException bad(String expected) {
        return new IllegalArgumentException("structured, written in an unknown way: expected " + expected
                + " at character " + Math.min(at, text.length()));
    }
}
