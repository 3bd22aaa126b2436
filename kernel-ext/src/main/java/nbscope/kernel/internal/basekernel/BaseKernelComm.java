package nbscope.kernel.internal.basekernel;

import com.google.gson.JsonObject;
import io.github.spencerpark.jupyter.kernel.comm.Comm;
import io.github.spencerpark.jupyter.kernel.comm.CommManager;
import io.github.spencerpark.jupyter.messages.Message;
import io.github.spencerpark.jupyter.messages.comm.CommCloseCommand;
import io.github.spencerpark.jupyter.messages.comm.CommMsgCommand;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The library's half of one comm; [#port] is the half that widgets see.
///
/// Whatever a listener throws ends here, in the log: the library's loop would end with it.
final class BaseKernelComm extends Comm {
    private final CommManager manager;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private volatile nbscope.widgets.Comm.@Nullable Listener listener;

    BaseKernelComm(CommManager manager, String id, String target) {
        super(manager, id, target);
        this.manager = manager;
    }

    void listen(nbscope.widgets.Comm.Listener newListener) {
        this.listener = newListener;
    }

    nbscope.widgets.Comm port() {
        return new Port(this);
    }

    @Override
    protected void onMessage(Message<CommMsgCommand> message) {
        JsonObject data = message.getContent().getData();
        nbscope.widgets.Comm.Listener current = listener;
        if (current != null && open.get()) {
            guarded(() ->
                    current.onMessage(data == null ? "{}" : data.toString(), Frames.incoming(message.getBlobs())));
        }
    }

    @Override
    protected void onClose(Message<CommCloseCommand> message, boolean sending) {
        nbscope.widgets.Comm.Listener current = listener;
        if (open.getAndSet(false) && !sending && current != null) {
            guarded(current::onClose);
        }
    }

    private void guarded(Runnable listening) {
        try {
            listening.run();
        } catch (Throwable e) {
            System.getLogger("nbscope.kernel")
                    .log(System.Logger.Level.ERROR, "a widget's listener failed (comm " + getID() + ")", e);
        }
    }

    /// After the comm was closed by either side, `send` and `close` do nothing: the front end may close it any time.
    private record Port(BaseKernelComm comm) implements nbscope.widgets.Comm {
        @Override
        public String id() {
            return comm.getID();
        }

        @Override
        public void send(String data, List<ByteBuffer> buffers) {
            JsonObject parsed = BaseKernelHost.json(data);
            if (comm.open.get()) {
                comm.manager.messageComm(comm.getID(), parsed, null, Frames.outgoing(buffers));
            }
        }

        @Override
        public void close() {
            if (comm.open.get()) {
                comm.close();
            }
        }
    }
}
