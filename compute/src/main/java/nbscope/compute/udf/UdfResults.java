package nbscope.compute.udf;

import java.util.ArrayList;
import java.util.List;

/// The results of several UDFs that shared one pass over the data.
public final class UdfResults {
    private final List<Udf<?>> asked;
    private final List<Object> results = new ArrayList<>();

    UdfResults(List<Udf<?>> asked, List<Udf<?>> ran, List<ResultBuffers> buffers) {
        this.asked = asked;
        for (int i = 0; i < ran.size(); i++) {
            results.add(of(ran.get(i), buffers.get(i)));
        }
    }

    private static <R> Object of(Udf<R> udf, ResultBuffers buffers) {
        @org.jspecify.annotations.Nullable R result = udf.results(buffers);
        if (result == null) {
            throw new IllegalStateException("the UDF \"" + udf.name() + "\" gave null as its result");
        }
        return result;
    }

    /// The result of one of the UDFs that were handed in, found by equality.
    public <R> R get(Udf<R> udf) {
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).equals(udf)) {
                return get(i, udf);
            }
        }
        throw new IllegalArgumentException("the UDF \"" + udf.name() + "\" was not part of this run; found "
                + asked.stream().map(Udf::name).toList());
    }

    /// The result of the UDF at this place of the list.
    public Object get(int index) {
        return results.get(index);
    }

    public int size() {
        return results.size();
    }

    /// Safe: a changed UDF has the class of the one that was asked for.
    @SuppressWarnings({"unchecked", "unused"})
    private <R> R get(int index, Udf<R> udf) {
        return (R) results.get(index);
    }
}
