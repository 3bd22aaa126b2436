package nbscope.spark.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Field;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import nbscope.spark.internal.CellCode.Member;
import org.jspecify.annotations.Nullable;

/// Which classes an object needs on a worker: the jars of those that lie in jars, the class files of those that a
/// notebook compiled from its cells, and the values of the cells' variables that these read.
///
/// JShell puts the variables and methods of a cell into static members of a wrapper class, beside the code of the cell
/// itself. Of a wrapper only what is reached from the object travels. Not thread-safe.
public final class CellClasses {
    /// The wrapper of a snippet, not a class that was declared in it.
    private static final Pattern WRAPPER = Pattern.compile("(.*\\.)?\\$JShell\\$[0-9A-Z]+");

    private final Map<String, Class<?>> cells = new TreeMap<>();
    private final Map<String, ClassLoader> loaders = new HashMap<>();
    private final Map<Member, byte[]> variables = new HashMap<>();
    private final Set<Member> members = new HashSet<>();
    private final Set<Path> jars = new LinkedHashSet<>();
    private final List<SerializedLambda> lambdas = new ArrayList<>();
    private final ArrayDeque<Runnable> work = new ArrayDeque<>();
    private boolean working;

    /// What was reached so far.
    public ClassBundle bundle() {
        Map<String, byte[]> files = new TreeMap<>();
        cells.forEach(
                (name, type) -> files.put(name, isWrapper(type) ? CellCode.only(file(type), members) : file(type)));
        List<ClassBundle.Variable> values = new ArrayList<>();
        variables.forEach(
                (member, value) -> values.add(new ClassBundle.Variable(member.owner(), member.name(), value)));
        values.sort(Comparator.comparing(ClassBundle.Variable::owner).thenComparing(ClassBundle.Variable::field));
        return ClassBundle.of(files, values);
    }

    /// Jars, and folders of classes, that a worker needs.
    public Set<Path> jars() {
        return jars;
    }

    /// Finds the classes of cells under their names, others by `parent`: for what comes back from workers.
    public ClassLoader answers(ClassLoader parent) {
        Map<String, Class<?>> known = Map.copyOf(cells);
        return new ClassLoader("nbscope-answers", parent) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                Class<?> cell = known.get(name);
                return cell == null ? super.loadClass(name, resolve) : cell;
            }
        };
    }

    /// An object's class, or one that code names.
    void reached(Class<?> type) {
        Class<?> item = type;
        while (item.isArray()) {
            item = item.getComponentType();
        }
        ClassLoader loader = item.getClassLoader();
        if (loader == null || item.isHidden() || loaders.putIfAbsent(item.getName(), loader) != null) {
            return;
        }
        CodeSource source = item.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            jar(item, source.getLocation());
            return;
        }
        cells.put(item.getName(), item);
        reached(item.getNestHost());
        if (!isWrapper(item)) {
            CellCode.whole(file(item), new Found(loader));
        }
    }

    private void jar(Class<?> type, URL place) {
        boolean ofSpark =
                type.getName().startsWith("org.apache.spark.") || type.getName().startsWith("scala.");
        if (ofSpark || !place.getProtocol().equals("file")) {
            return;
        }
        try {
            jars.add(Path.of(place.toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the jar of " + type.getName() + " lies at an odd place: " + place, e);
        }
    }

    /// Called when the lambda is about to be written; its class follows.
    void reached(SerializedLambda lambda) {
        lambdas.add(lambda);
    }

    /// Follows the code of what was written.
    void follow() {
        for (SerializedLambda lambda : lambdas) {
            ClassLoader loader = loaders.get(name(lambda.getCapturingClass()));
            if (loader != null) {
                var body = new Member(
                        name(lambda.getImplClass()), lambda.getImplMethodName(), lambda.getImplMethodSignature());
                work.add(() -> new Found(loader).method(body));
            }
        }
        lambdas.clear();
        if (working) {
            return;
        }
        working = true;
        try {
            for (Runnable next; (next = work.poll()) != null; ) {
                next.run();
            }
        } finally {
            working = false;
        }
    }

    private static String name(String internal) {
        return internal.replace('/', '.');
    }

    private static boolean isWrapper(Class<?> type) {
        return WRAPPER.matcher(type.getName()).matches();
    }

    private static byte[] file(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getClassLoader().getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("the class " + type.getName() + " was made by a loader that does not"
                        + " hand out its class file, so it cannot travel to Spark's workers; put it into a jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Takes what the code of a cell's class names.
    private final class Found implements CellCode.References {
        private final ClassLoader loader;

        Found(ClassLoader loader) {
            this.loader = loader;
        }

        @Override
        public void type(String name) {
            Class<?> type = find(name);
            if (type != null) {
                reached(type);
            }
        }

        @Override
        public void method(Member method) {
            Class<?> owner = find(method.owner());
            if (owner == null) {
                return;
            }
            reached(owner);
            if (cells.containsKey(owner.getName()) && isWrapper(owner) && members.add(method)) {
                work.add(() -> CellCode.method(file(owner), method, this));
            }
        }

        @Override
        public void field(Member field, boolean written) {
            Class<?> owner = find(field.owner());
            if (owner == null) {
                return;
            }
            reached(owner);
            if (!cells.containsKey(owner.getName()) || !isWrapper(owner)) {
                return;
            }
            if (written) {
                throw new IllegalArgumentException("the work for Spark writes the cell's variable " + field.name()
                        + ", which would change on the workers only; make it a result, as Udf.reduce does");
            }
            if (members.add(field)) {
                work.add(() -> variables.put(
                        field,
                        Packer.write(value(owner, field), CellClasses.this, "the cell's variable " + field.name())));
            }
        }

        private @Nullable Object value(Class<?> owner, Member field) {
            try {
                Field found = owner.getDeclaredField(field.name());
                found.setAccessible(true);
                return found.get(null);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the cell's variable " + field.name() + " cannot be read", e);
            }
        }

        private @Nullable Class<?> find(String name) {
            try {
                return Class.forName(name, false, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // What is missing here too is never used.
                return null;
            }
        }
    }
}
