package nbscope.spark.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.io.UncheckedIOException;

/// Reads what [Packer] wrote, with the classes of a loader.
public final class Unpacker extends ObjectInputStream {
    private final ClassLoader loader;

    private Unpacker(InputStream in, ClassLoader loader) throws IOException {
        super(in);
        this.loader = loader;
    }

    /// @throws IllegalStateException that names the class, when there is one that the loader does not have
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T> T read(byte[] bytes, ClassLoader loader) {
        try (var in = new Unpacker(new ByteArrayInputStream(bytes), loader)) {
            return (T) in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "the class " + e.getMessage() + " is not there; give its jar to the cluster: SparkExecutor.addJar",
                    e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        try {
            return Class.forName(described.getName(), false, loader);
        } catch (ClassNotFoundException e) {
            // Primitive types have no loader.
            return super.resolveClass(described);
        }
    }
}
