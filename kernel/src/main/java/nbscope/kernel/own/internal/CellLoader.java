package nbscope.kernel.own.internal;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.jshell.execution.LoaderDelegate;
import jdk.jshell.spi.ExecutionControl.ClassBytecodes;
import jdk.jshell.spi.ExecutionControl.ClassInstallException;
import jdk.jshell.spi.ExecutionControl.InternalException;
import org.jspecify.annotations.Nullable;

/// Loads the classes that JShell compiled from cells, and the jars that magics added. Parent: the kernel's own loader.
final class CellLoader implements LoaderDelegate {
    private final Classes classes;

    CellLoader(ClassLoader parent) {
        classes = new Classes(parent);
    }

    /// The loader itself: context class loader of the cells' threads.
    ClassLoader loader() {
        return classes;
    }

    @Override
    public void load(ClassBytecodes[] compiled) throws ClassInstallException {
        classesRedefined(compiled);
        boolean[] installed = new boolean[compiled.length];
        try {
            for (int i = 0; i < compiled.length; i++) {
                classes.loadClass(compiled[i].name());
                installed[i] = true;
            }
        } catch (ClassNotFoundException | LinkageError e) {
            throw new ClassInstallException("a cell's class cannot be loaded: " + e.getMessage(), installed);
        }
    }

    @Override
    public void classesRedefined(ClassBytecodes[] compiled) {
        for (ClassBytecodes each : compiled) {
            classes.compiled.put(each.name(), each.bytecodes());
        }
    }

    @Override
    public void addToClasspath(String path) throws InternalException {
        try {
            for (String part : path.split(File.pathSeparator)) {
                classes.addURL(Path.of(part).toUri().toURL());
            }
        } catch (MalformedURLException e) {
            throw new InternalException(path + " cannot be added to the class path: " + e.getMessage());
        }
    }

    @Override
    public Class<?> findClass(String name) throws ClassNotFoundException {
        return classes.loadClass(name);
    }

    private static final class Classes extends URLClassLoader {
        private final Map<String, byte[]> compiled = new ConcurrentHashMap<>();

        Classes(ClassLoader parent) {
            super("cells", new URL[0], parent);
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte @Nullable [] bytes = compiled.get(name);
            if (bytes == null) {
                return super.findClass(name);
            }
            byte[] woven = CellWeaver.weave(bytes, this);
            return defineClass(name, woven, 0, woven.length);
        }

        /// The stop checks' weaver asks for the class files of other snippets.
        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            byte @Nullable [] bytes = name.endsWith(".class")
                    ? compiled.get(name.substring(0, name.length() - 6).replace('/', '.'))
                    : null;
            return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
        }

        @Override
        protected void addURL(URL url) {
            super.addURL(url);
        }
    }
}
