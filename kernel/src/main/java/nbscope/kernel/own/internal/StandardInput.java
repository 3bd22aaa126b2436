package nbscope.kernel.own.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;

/// System.in of the process: a read asks the front end of the running cell for a line (`input_request`).
///
/// Reads block until the answer comes and end with an interrupt. Without a front end that can answer they fail with a
/// sentence.
final class StandardInput extends InputStream {
    private final Origins origins;
    private final Asker asker;
    private final LinkedBlockingQueue<String> answers = new LinkedBlockingQueue<>();
    private final InputStream former = System.in;
    private ByteArrayInputStream line = new ByteArrayInputStream(new byte[0]);

    /// Sends one question to the front end behind the origin.
    interface Asker {
        void ask(Origin origin);
    }

    StandardInput(Origins origins, Asker asker) {
        this.origins = origins;
        this.asker = asker;
    }

    void install() {
        System.setIn(this);
    }

    void restore() {
        System.setIn(former);
    }

    void answer(String text) {
        answers.add(text);
    }

    @Override
    public synchronized int read() throws IOException {
        fill();
        return line.read();
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        fill();
        return line.read(target, offset, length);
    }

    @Override
    public synchronized int available() {
        return line.available();
    }

    private void fill() throws IOException {
        if (line.available() > 0) {
            return;
        }
        Origin origin = origins.current();
        if (!origin.allowStdin()) {
            throw new IOException("this front end cannot answer questions: System.in has no input here");
        }
        answers.clear();
        asker.ask(origin);
        try {
            line = new ByteArrayInputStream((answers.take() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the question was interrupted");
        }
    }
}
