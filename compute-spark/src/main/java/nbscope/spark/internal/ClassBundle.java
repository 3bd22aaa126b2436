package nbscope.spark.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Classes that lie in no jar, and the variables of notebook cells that they read.
///
/// @param id        differs when the content does
/// @param classes   class files by the names of the classes
/// @param variables what to put into static fields before the first use
public record ClassBundle(String id, SortedMap<String, byte[]> classes, List<Variable> variables)
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /// A variable of a cell as it was when the job started.
    ///
    /// @param owner class with the static field
    /// @param value the serialised value
    public record Variable(String owner, String field, byte[] value) implements Serializable {
        private static final long serialVersionUID = 1L;
    }

    static ClassBundle of(Map<String, byte[]> classes, List<Variable> variables) {
        var sorted = new TreeMap<>(classes);
        return new ClassBundle(id(sorted, variables), sorted, List.copyOf(variables));
    }

    private static String id(SortedMap<String, byte[]> classes, List<Variable> variables) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            for (var entry : classes.entrySet()) {
                out.writeUTF(entry.getKey());
                out.write(digest.digest(entry.getValue()));
            }
            for (Variable variable : variables) {
                out.writeUTF(variable.owner());
                out.writeUTF(variable.field());
                out.write(digest.digest(variable.value()));
            }
            return HexFormat.of().formatHex(digest.digest(bytes.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
