package nbscope.kernel.internal.basekernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.kernel.comm.CommTarget;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.MessageContext;
import io.github.spencerpark.jupyter.messages.comm.CommOpenCommand;
import io.github.spencerpark.jupyter.messages.publish.PublishDisplayData;
import io.github.spencerpark.jupyter.messages.publish.PublishUpdateDisplayData;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import nbscope.kernel.internal.KernelFamily.Wait;
import nbscope.widgets.Comm;
import nbscope.widgets.WidgetHost;
import org.jspecify.annotations.Nullable;

/// The widget port of one kernel on jupyter-jvm-basekernel 2.3.0.
///
/// Threads: `open`, `send`, `display` and `close` may be called from any thread, since the library's iopub channel
/// locks around each message. Listeners run on the kernel's shell thread, one after another, and never while a cell
/// runs: the library reads the next message only when the cell is done. What goes out carries the last execute
/// request as parent, as all of the library's own comm messages do.
///
/// Of the library's internals it reads `CommManager.iopub` and `CommManager.context`, since the library's own
/// `openComm` cannot attach buffers and registers the comm too late.
final class BaseKernelHost implements WidgetHost {
    /// The attribute by which widgets know the cell that shows them.
    private static final String CELL_ID = "nbscope.cellId";

    private final BaseKernel kernel;
    private final CommManager manager;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private @Nullable PromptLoop prompt;

    private BaseKernelHost(BaseKernel kernel) {
        this.kernel = kernel;
        this.manager = kernel.getCommManager();
        makeConcurrent(manager, "comms");
        makeConcurrent(manager, "targets");
    }

    /// The host of this kernel, made at the first call and kept by the kernel itself.
    static BaseKernelHost of(Object object) {
        if (!(object instanceof BaseKernel kernel)) {
            throw new IllegalStateException("the class path of this notebook holds a second copy of"
                    + " jupyter-jvm-basekernel; remove it, the kernel brings its own");
        }
        CommManager manager = kernel.getCommManager();
        synchronized (manager) {
            if (manager.getTarget(Anchor.NAME) instanceof Anchor(BaseKernelHost host)) {
                return host;
            }
            BaseKernelHost host = new BaseKernelHost(kernel);
            host.iopub();
            manager.registerTarget(Anchor.NAME, new Anchor(host));
            return host;
        }
    }

    @Override
    public Comm open(String target, String data, String metadata, List<ByteBuffer> buffers, Comm.Listener listener) {
        CommOpenCommand content =
                new CommOpenCommand(UUID.randomUUID().toString().replace("-", ""), target, json(data));
        BaseKernelComm comm = new BaseKernelComm(manager, content.getCommID(), target);
        comm.listen(listener);
        // First known, then announced: the answer may come before this method returns.
        manager.registerComm(comm);
        try {
            iopub().sendMessage(new Message<>(
                    context(), CommOpenCommand.MESSAGE_TYPE, content, Frames.outgoing(buffers), map(json(metadata))));
        } catch (RuntimeException e) {
            manager.unregisterComm(content.getCommID());
            throw e;
        }
        return comm.port();
    }

    @Override
    public void accept(String target, CommFactory factory) {
        manager.registerTarget(target, (theManager, id, name, message) -> {
            BaseKernelComm comm = new BaseKernelComm(theManager, id, name);
            try {
                JsonObject data = message.getContent().getData();
                comm.listen(factory.opened(comm.port(), data == null ? "{}" : data.toString()));
            } catch (Throwable e) {
                // The library catches and logs what a target throws, but an Error would end its loop.
                comm.close();
                throw new IllegalStateException("nbscope could not open a comm for " + name + ": " + e, e);
            }
            return comm;
        });
    }

    @Override
    public void display(Map<String, String> bundle) {
        display(data(bundle));
    }

    @Override
    public void display(Map<String, String> bundle, String name) {
        DisplayData data = data(bundle);
        data.setDisplayId(name);
        display(data);
    }

    private void display(DisplayData data) {
        noteCell();
        // What the cell printed before must arrive before.
        System.out.flush();
        iopub().sendMessage(new Message<>(context(), PublishDisplayData.MESSAGE_TYPE, new PublishDisplayData(data)));
    }

    @Override
    public void update(Map<String, String> bundle, String name) {
        DisplayData data = data(bundle);
        data.setDisplayId(name);
        iopub().sendMessage(new Message<>(
                context(), PublishUpdateDisplayData.MESSAGE_TYPE, new PublishUpdateDisplayData(data)));
    }

    private static DisplayData data(Map<String, String> bundle) {
        DisplayData data = new DisplayData();
        bundle.forEach((type, text) -> data.putData(type, type.endsWith("json") ? new JsonParser().parse(text) : text));
        return data;
    }

    /// Widgets close what an earlier run of the same cell showed. JupyterLab says in the metadata of its request which
    /// cell runs, and each request holds a text of its own.
    private void noteCell() {
        Map<String, Object> metadata = context() instanceof Message<?> request ? request.getMetadata() : null;
        Object cell = metadata == null ? null : metadata.get("cellId");
        if (cell == null) {
            attributes.remove(CELL_ID);
        } else {
            attributes.put(CELL_ID, cell);
        }
    }

    @Override
    public Map<String, Object> attributes() {
        return attributes;
    }

    /// Takes the sleep out of this kernel's shell loop, unless that is done already.
    synchronized Wait removeWait(PromptLoop.Names names) {
        if (prompt != null && prompt.active()) {
            return new Wait.Removed();
        }
        try {
            prompt = PromptLoop.start(iopub(), names);
            return new Wait.Removed();
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            return new Wait.Kept("its message loop is not as in jupyter-jvm-basekernel 2.3.0: " + e.getMessage());
        }
    }

    /// The task that stands in for the sleep, when there is one.
    synchronized @Nullable PromptLoop prompt() {
        return prompt;
    }

    void evaluate(String source) throws Exception {
        kernel.eval(source);
    }

    JupyterSocket iopub() {
        if (read(manager, "iopub") instanceof JupyterSocket socket) {
            return socket;
        }
        throw new IllegalStateException("this kernel is not connected to Jupyter yet");
    }

    private @Nullable MessageContext context() {
        return (MessageContext) read(manager, "context");
    }

    static JsonObject json(String text) {
        return new JsonParser().parse(text).getAsJsonObject();
    }

    private static Map<String, Object> map(JsonObject object) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    private static @Nullable Object read(CommManager manager, String name) {
        try {
            return field(name).get(manager);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "this kernel is not built on jupyter-jvm-basekernel 2.3.0 (its CommManager has no " + name + ")",
                    e);
        }
    }

    /// The library keeps its comms in a HashMap without locks, but a background thread may open one while the shell
    /// thread looks one up. Where the field cannot be set, it stays as it is: then only that rare case is open.
    private static void makeConcurrent(CommManager manager, String name) {
        try {
            if (field(name).get(manager) instanceof Map<?, ?> map && !(map instanceof ConcurrentHashMap)) {
                field(name).set(manager, new ConcurrentHashMap<Object, Object>(map));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger("nbscope.kernel").log(System.Logger.Level.DEBUG, "CommManager." + name + " stays", e);
        }
    }

    private static Field field(String name) throws NoSuchFieldException {
        Field field = CommManager.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /// Hangs the host on the kernel: a target that no front end asks for. A second copy of nbscope, loaded by another
    /// class loader, has its own name.
    private record Anchor(BaseKernelHost host) implements CommTarget {
        static final String NAME =
                "nbscope.host." + Integer.toHexString(System.identityHashCode(Anchor.class.getClassLoader()));

        @Override
        public io.github.spencerpark.jupyter.kernel.comm.Comm createComm(
                CommManager manager, String id, String name, Message<CommOpenCommand> message) {
            throw new IllegalStateException(name + " is not a target for front ends");
        }
    }
}
