package nbscope.io.internal.blosc2;

import nbscope.io.internal.filter.Filters;

/// Which twins decode: native or Java byte codecs, vector or scalar filters.
public record Backend(boolean nativeCodecs, Filters filters) {
    /// What this JVM and machine allow.
    public static Backend best() {
        return new Backend(true, Filters.best());
    }

    /// As [#best], with scalar filters until the vector ones are compiled.
    public static Backend warming() {
        return new Backend(true, Filters.warming());
    }

    /// Java and scalar only, which runs everywhere and is the oracle of the rest.
    public static Backend plain() {
        return new Backend(false, Filters.scalar());
    }
}
