package nbscope.kernel.own.internal;

import java.util.List;

/// A cell did not end well: what the front end is told.
final class CellFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final transient List<String> lines;

    /// @param name  short kind of the error
    /// @param value one sentence
    /// @param lines what is shown below the cell
    CellFailure(String name, String value, List<String> lines) {
        super(value, null, false, false);
        this.name = name;
        this.lines = List.copyOf(lines);
    }

    static CellFailure sentence(String name, String sentence) {
        return new CellFailure(name, sentence, List.of(sentence));
    }

    String name() {
        return name;
    }

    String value() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    List<String> lines() {
        return lines;
    }
}
