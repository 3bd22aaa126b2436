package nbscope.widgets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import nbscope.io.CacheSizes;
import nbscope.io.ChunkLayout;
import nbscope.io.LayoutAdvisor;
import nbscope.io.PatchCost;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// The state of one ShowPatches: layouts and what patches cost in them, where the patch lies, and which
/// section is drawn. Everything else is arithmetic of the front end. Safe from any thread.
public final class PatchesModel implements AnyWidget.Behaviour {
    private final List<ChunkLayout> layouts;
    private final List<PatchCost> costs;
    private final List<String> labels;
    private final long[] shape;
    private final long[] patch;
    private final CacheSizes caches;
    private String title;
    private long[] position;
    private int[] section;
    private long storedBytes = -1;
    private @Nullable AnyWidget widget;

    /// @param labels one for each axis, or none
    public PatchesModel(List<ChunkLayout> layouts, List<String> labels, long[] patch, CacheSizes caches) {
        if (layouts.isEmpty() || layouts.size() > 2) {
            throw new IllegalArgumentException(
                    "ShowPatches shows one layout or two side by side, found " + layouts.size());
        }
        this.layouts = List.copyOf(layouts);
        this.shape = layouts.getFirst().shape();
        if (!Arrays.equals(shape, layouts.getLast().shape())
                || layouts.getFirst().itemBytes() != layouts.getLast().itemBytes()) {
            throw new IllegalArgumentException("two layouts side by side are of one array, found " + layouts.getFirst()
                    + " and " + layouts.getLast());
        }
        if (shape.length == 0 || Arrays.stream(shape).anyMatch(n -> n == 0)) {
            throw new IllegalArgumentException(
                    "an array of shape " + Arrays.toString(shape) + " has no elements, so there is no patch to show");
        }
        this.caches = caches;
        this.costs = layouts.stream()
                .map(layout -> LayoutAdvisor.explain(layout, caches, patch))
                .toList();
        this.patch = new long[shape.length];
        Arrays.setAll(this.patch, i -> Math.min(patch[i], shape[i]));
        this.labels = labels.isEmpty()
                ? IntStream.range(0, shape.length).mapToObj(i -> "axis " + i).toList()
                : List.copyOf(labels);
        this.title = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(" × "));
        this.position = new long[shape.length];
        this.section = new int[] {shape.length - 2, shape.length - 1};
    }

    /// Bytes that the chunks of the first layout take in its file.
    public synchronized void stored(long bytes) {
        storedBytes = bytes;
    }

    public synchronized String title() {
        return title;
    }

    public void title(String text) {
        synchronized (this) {
            title = text;
        }
        send();
    }

    public long[] patch() {
        return patch.clone();
    }

    public synchronized long[] position() {
        return position.clone();
    }

    public void position(long[] wanted) {
        if (wanted.length != shape.length) {
            throw new IllegalArgumentException("the position " + Arrays.toString(wanted) + " has " + wanted.length
                    + " numbers and the array has " + shape.length + " axes; give one for each");
        }
        synchronized (this) {
            position = inside(wanted);
        }
        send();
    }

    private long[] inside(long[] wanted) {
        long[] out = new long[shape.length];
        Arrays.setAll(out, i -> Math.clamp(wanted[i], 0, shape[i] - patch[i]));
        return out;
    }

    public synchronized int[] section() {
        return section.clone();
    }

    public void section(int vertical, int horizontal) {
        if (!possible(vertical, horizontal)) {
            throw new IllegalArgumentException("a section runs along two different axes of 0 to " + (shape.length - 1)
                    + ", found " + vertical + " and " + horizontal);
        }
        synchronized (this) {
            section = new int[] {vertical, horizontal};
        }
        send();
    }

    private boolean possible(int vertical, int horizontal) {
        boolean line = shape.length == 1 && vertical == -1;
        return horizontal >= 0
                && horizontal < shape.length
                && vertical != horizontal
                && (line || (vertical >= 0 && vertical < shape.length));
    }

    /// What stands where no live widget can be.
    public String text() {
        return IntStream.range(0, layouts.size())
                .mapToObj(i -> layouts.get(i) + "\n  " + costs.get(i))
                .collect(Collectors.joining("\n"));
    }

    /// Opens the model if it is not open, and publishes a view of it.
    public void show(WidgetHost host, Supplier<Bundle> bundle, String text) {
        AnyWidget view;
        synchronized (this) {
            AnyWidget.beforeShow(host, widget);
            view = widget;
            if (view == null || view.isClosed()) {
                view = new AnyWidget(host, "showpatches", bundle.get(), this).open();
                widget = view;
            }
        }
        view.display(Map.of("text/plain", text));
    }

    private void send() {
        AnyWidget view;
        ObjectNode state = Json.object();
        synchronized (this) {
            view = widget;
            state.put("title", title);
            writePlace(state);
        }
        if (view != null) {
            view.update(state);
        }
    }

    @Override
    public synchronized void writeState(ObjectNode state) {
        state.put("title", title);
        numbers(state.putArray("shape"), shape);
        state.put("item_bytes", layouts.getFirst().itemBytes());
        labels.forEach(state.putArray("labels")::add);
        numbers(state.putArray("patch"), patch);
        numbers(state.putArray("caches"), new long[] {caches.l1(), caches.l2(), caches.l3()});
        ArrayNode all = state.putArray("layouts");
        for (int i = 0; i < layouts.size(); i++) {
            writeLayout(all.addObject(), layouts.get(i), costs.get(i));
        }
        writePlace(state);
    }

    private void writeLayout(ObjectNode out, ChunkLayout layout, PatchCost cost) {
        out.put("strategy", layout.strategy());
        numbers(
                out.putArray("chunks"),
                Arrays.stream(layout.chunks()).asLongStream().toArray());
        numbers(
                out.putArray("blocks"),
                Arrays.stream(layout.blocks()).asLongStream().toArray());
        out.put("aligned", cost.amplificationAligned());
        out.put("random", cost.amplificationRandom());
        double bytes = layout.itemBytes();
        for (long n : shape) {
            bytes *= n;
        }
        Json.put(out, "ratio", storedBytes < 0 ? Double.NaN : storedBytes / bytes);
    }

    private void writePlace(ObjectNode state) {
        numbers(state.putArray("position"), position);
        state.putArray("section").add(section[0]).add(section[1]);
    }

    private static void numbers(ArrayNode out, long[] values) {
        for (long value : values) {
            out.add(value);
        }
    }

    /// The front end moved the patch or turned the section; what cannot be is corrected there.
    @Override
    public synchronized ObjectNode changed(ObjectNode changes) {
        ObjectNode corrections = Json.object();
        if (changes.has("position")) {
            JsonNode wanted = changes.get("position");
            if (wanted.size() == shape.length) {
                long[] numbers = new long[shape.length];
                Arrays.setAll(numbers, i -> wanted.path(i).asLong());
                position = inside(numbers);
            }
            if (!sent(wanted, position)) {
                numbers(corrections.putArray("position"), position);
            }
        }
        if (changes.has("section")) {
            JsonNode wanted = changes.get("section");
            int vertical = wanted.path(0).asInt(-2);
            int horizontal = wanted.path(1).asInt(-2);
            if (possible(vertical, horizontal)) {
                section = new int[] {vertical, horizontal};
            } else {
                corrections.putArray("section").add(section[0]).add(section[1]);
            }
        }
        return corrections;
    }

    private static boolean sent(JsonNode wanted, long[] taken) {
        boolean same = wanted.size() == taken.length;
        for (int i = 0; same && i < taken.length; i++) {
            same = wanted.path(i).isIntegralNumber() && wanted.path(i).asLong() == taken[i];
        }
        return same;
    }

    /// The front end asks for nothing: all it needs is in the state.
    @Override
    public void custom(JsonNode content) {}

    /// There is nothing to free.
    @Override
    public void replaced() {}
}
