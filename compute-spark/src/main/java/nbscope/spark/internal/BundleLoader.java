package nbscope.spark.internal;

import java.lang.reflect.Field;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// Loads the classes of a bundle on a worker; all others come from the worker's own loader.
///
/// The bundle's classes win over the parent's: on a `local` master the parent has the cells themselves, whose
/// variables are nobody's but the notebook's.
final class BundleLoader extends ClassLoader {
    /// Bundles whose compiled code is worth keeping for the next run.
    private static final int KEPT = 16;

    // Guarded by itself; least recently used first.
    private static final Map<Key, BundleLoader> LOADERS = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String bundle, ClassLoader parent) {}

    static {
        registerAsParallelCapable();
    }

    private final ClassBundle bundle;

    private BundleLoader(ClassBundle bundle, ClassLoader parent) {
        super("nbscope-bundle", parent);
        this.bundle = bundle;
    }

    /// The loader of a bundle, the same one for equal bundles; the parent itself for an empty one.
    static ClassLoader of(ClassBundle bundle, ClassLoader parent) {
        if (bundle.classes().isEmpty()) {
            return parent;
        }
        synchronized (LOADERS) {
            var key = new Key(bundle.id(), parent);
            BundleLoader known = LOADERS.get(key);
            if (known == null) {
                known = new BundleLoader(bundle, parent);
                known.setVariables();
                LOADERS.put(key, known);
                Iterator<BundleLoader> oldest = LOADERS.values().iterator();
                oldest.next();
                if (LOADERS.size() > KEPT) {
                    oldest.remove();
                }
            }
            return known;
        }
    }

    private void setVariables() {
        for (ClassBundle.Variable variable : bundle.variables()) {
            try {
                Field field = Class.forName(variable.owner(), false, this).getDeclaredField(variable.field());
                field.setAccessible(true);
                field.set(null, Unpacker.read(variable.value(), this));
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(
                        "the cell's variable " + variable.field() + " did not arrive on the worker", e);
            }
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        byte[] bytes = bundle.classes().get(name);
        if (bytes == null) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> known = findLoadedClass(name);
            return known == null ? defineClass(name, bytes, 0, bytes.length) : known;
        }
    }
}
