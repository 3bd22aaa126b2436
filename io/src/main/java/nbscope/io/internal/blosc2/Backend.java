package nbscope.io.internal.blosc2;

import nbscope.io.internal.filter.Filters;
import nbscope.io.internal.filter.ForwardFilters;

/// Which twins decode and encode: native or Java byte codecs, vector or scalar filters.
public record Backend(boolean nativeCodecs, Filters filters, ForwardFilters forward) {
    /// The filters of writing are of the same kind as those of reading.
    public Backend(boolean nativeCodecs, Filters filters) {
        this(nativeCodecs, filters, forwardLike(filters));
    }

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

    @SuppressWarnings("ReferenceEquality") // there is one object of each kind
    private static ForwardFilters forwardLike(Filters filters) {
        if (filters == Filters.scalar()) {
            return ForwardFilters.scalar();
        }
        return filters == Filters.best() ? ForwardFilters.best() : ForwardFilters.warming();
    }
}
