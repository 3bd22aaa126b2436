package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import nbscope.kernel.internal.display.Rendered;
import org.jspecify.annotations.Nullable;

/// Runs cells one after the other on the evaluator's thread and tells the front end how they went.
///
/// Cells of subshells queue here too: JShell has one state. After an error all cells that were already waiting are
/// answered with "aborted", as the front end expects of "run all".
final class Cells {
    private final ExecutorService queue =
            Executors.newSingleThreadExecutor(task -> Threads.daemon(task, "nbscope-evaluator"));
    private final AtomicLong received = new AtomicLong();
    private final CompletableFuture<Evaluator> evaluator = new CompletableFuture<>();
    private final CellThread thread = new CellThread();
    private final Publisher publisher;
    private final Origins origins;
    private final Streams streams;
    private final Map<String, Object> attributes;
    private final Magics magics;
    private long abortUpTo;
    private int count;
    private @Nullable String greeting;

    Cells(Publisher publisher, Origins origins, Streams streams, Map<String, Object> attributes) {
        this.publisher = publisher;
        this.origins = origins;
        this.streams = streams;
        this.attributes = attributes;
        greeting = Flags.missing();
        magics = new Magics(thread, streams::notice, this::execute);
    }

    /// Starts JShell and lets it compile something while the user still reads the page.
    void warmUp() {
        queue.execute(() -> {
            try {
                evaluator.complete(new Evaluator(thread, origins, streams::notice));
                Evaluator ready = evaluator.join();
                ready.run("int nbscopeWarmUp = 1; nbscopeWarmUp + 1", 0, 1);
                ready.drop("nbscopeWarmUp");
                Assist.warmUp(ready);
            } catch (CellFailure | RuntimeException | Error e) {
                evaluator.completeExceptionally(e);
                if (!queue.isShutdown()) {
                    Log.failure("JShell did not start", e);
                }
            }
        });
    }

    void awaitWarm() throws InterruptedException {
        try {
            queue.submit(() -> {}).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs a task that needs JShell, after the cells that wait.
    void ask(Consumer<Evaluator> task) {
        queue.execute(() -> {
            try {
                task.accept(evaluator.join());
            } catch (RuntimeException | Error e) {
                Log.failure("a request failed", e);
            }
        });
    }

    void interrupt() {
        thread.interrupt();
    }

    boolean isRunning() {
        return thread.isInCell();
    }

    void close() {
        queue.shutdownNow();
    }

    /// Queues a cell; `reply` takes the content of execute_reply, `around` wraps the statuses.
    void submit(Message message, Consumer<Runnable> around, Consumer<ObjectNode> reply) {
        long number = received.incrementAndGet();
        queue.execute(() -> around.accept(() -> {
            if (number <= abortUpTo) {
                reply.accept(Json.object().put("status", "aborted").put("execution_count", count));
            } else {
                reply.accept(cell(message));
            }
        }));
    }

    private ObjectNode cell(Message message) {
        Origin origin = message.origin();
        boolean silent = message.content().path("silent").asBoolean(false);
        boolean counted = !silent && message.content().path("store_history").asBoolean(true);
        String code = message.content().path("code").asText("");
        origins.enterCell(origin);
        if (counted) {
            count++;
        }
        if (!silent) {
            publisher.publish(
                    origin, "execute_input", Json.object().put("code", code).put("execution_count", count));
        }
        String cellId = message.metadata().path("cellId").asText("");
        if (!cellId.isEmpty()) {
            attributes.put(OwnHost.CELL_ID, cellId);
        }
        try {
            Evaluator.Value value = run(code);
            streams.flush();
            if (value != null && !silent) {
                result(origin, value);
            }
            ObjectNode reply = Json.ok().put("execution_count", count);
            reply.putObject("user_expressions");
            reply.putArray("payload");
            return reply;
        } catch (CellFailure e) {
            streams.flush();
            if (message.content().path("stop_on_error").asBoolean(true)) {
                abortUpTo = received.get();
            }
            return failure(origin, e, silent);
        } finally {
            attributes.remove(OwnHost.CELL_ID);
        }
    }

    private Evaluator.@Nullable Value run(String code) throws CellFailure {
        thread.beginCell();
        try {
            if (greeting != null) {
                streams.notice(greeting);
                greeting = null;
            }
            return execute(evaluator.join(), code);
        } catch (RuntimeException | Error e) {
            Log.failure("a cell could not be run", e);
            throw CellFailure.sentence("KernelError", "the kernel could not run this cell: " + e);
        } finally {
            thread.endCell();
        }
    }

    private Evaluator.@Nullable Value execute(Evaluator ready, String code) throws CellFailure {
        Evaluator.Value value = null;
        for (CellText.Part part : CellText.parts(code, ready::unfinished)) {
            value = switch (part) {
                case CellText.Java java -> ready.run(java.text(), count, java.line());
                case CellText.Magic magic -> magics.run(magic, ready);
            };
        }
        return value;
    }

    private void result(Origin origin, Evaluator.Value value) throws CellFailure {
        Map<String, String> bundle = bundle(value);
        streams.flush();
        ObjectNode content = Json.object().put("execution_count", count);
        content.set("data", OwnHost.data(bundle));
        content.putObject("metadata");
        publisher.publish(origin, "execute_result", content);
    }

    /// What to show of a value. Its own toString, or what it draws, is the user's code too: it may hang or throw.
    private Map<String, String> bundle(Evaluator.Value value) throws CellFailure {
        Origin origin = origins.current();
        AtomicReference<Map<String, String>> bundle = new AtomicReference<>(Map.of());
        thread.beginCell();
        try {
            thread.call(() -> {
                origins.enterCell(origin);
                bundle.set(Rendered.of(value.object())
                        .orElseGet(() -> Map.of("text/plain", ValueText.of(value.object()))));
                return null;
            });
            return bundle.get();
        } catch (CellThread.GivenUp e) {
            throw CellErrors.givenUp(e);
        } catch (StopCheck.CellStopped e) {
            throw CellErrors.interrupted();
        } catch (Throwable e) {
            throw CellFailure.sentence(
                    e.getClass().getSimpleName(), "the value cannot be shown: its toString() failed with " + e);
        } finally {
            thread.endCell();
        }
    }

    private ObjectNode failure(Origin origin, CellFailure failure, boolean silent) {
        ObjectNode error = Json.object().put("ename", failure.name()).put("evalue", failure.value());
        ArrayNode lines = error.putArray("traceback");
        failure.lines().forEach(lines::add);
        if (!silent) {
            publisher.publish(origin, "error", error);
        }
        ObjectNode reply = Json.object().put("status", "error").put("execution_count", count);
        reply.setAll(error);
        reply.putObject("user_expressions");
        reply.putArray("payload");
        return reply;
    }
}
