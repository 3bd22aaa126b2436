package nbscope.spark.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Writes objects for the way to workers, and tells [CellClasses] which classes they need there.
public final class Packer extends ObjectOutputStream {
    private final CellClasses classes;

    private Packer(OutputStream out, CellClasses classes) throws IOException {
        super(out);
        this.classes = classes;
        enableReplaceObject(true);
    }

    /// @param what what it is, for the sentence when it cannot travel: "the UDF"
    /// @throws IllegalArgumentException that names what cannot be serialised
    public static byte[] write(@Nullable Object object, CellClasses classes, String what) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new Packer(bytes, classes)) {
            out.writeObject(object);
            classes.follow();
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException(sentence(what, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String sentence(String what, String found) {
        if (found.contains(" ")) {
            return found;
        }
        String kind = found.contains("$$Lambda") ? "a lambda of an interface that is" : "a " + found + ", which is";
        return what + " cannot travel to Spark's workers: it holds " + kind
                + " not Serializable; hand the numbers over that it needs, and open files on the workers";
    }

    @Override
    protected void annotateClass(Class<?> type) {
        classes.reached(type);
    }

    @Override
    protected @Nullable Object replaceObject(@Nullable Object object) {
        if (object instanceof SerializedLambda lambda) {
            classes.reached(lambda);
        }
        return object;
    }
}
