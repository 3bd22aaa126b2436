package nbscope.kernel.own.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;
import java.util.function.Function;

/// Decides which thread handles a message: cells and what needs JShell on the evaluator's, comms in their lane, the
/// rest on the channel's own, so that only cells ever wait for cells.
final class Dispatcher {
    private final Cells cells;
    private final Comms comms;
    private final Origins origins;
    private final Statuses statuses;
    private final Streams streams;
    private final Subshells subshells = new Subshells();
    private final Runnable interrupt;
    private final Consumer<Boolean> shutdown;
    private final CommLane lane = new CommLane();

    Dispatcher(
            Cells cells,
            Comms comms,
            Origins origins,
            Statuses statuses,
            Streams streams,
            Runnable interrupt,
            Consumer<Boolean> shutdown) {
        this.cells = cells;
        this.comms = comms;
        this.origins = origins;
        this.statuses = statuses;
        this.streams = streams;
        this.interrupt = interrupt;
        this.shutdown = shutdown;
    }

    /// On the thread of the channel; returns at once.
    void handle(Channel channel, Message message) {
        JsonNode content = message.content();
        if (subshells.unknown(message.subshell()) && message.type().endsWith("_request")) {
            refuse(channel, message);
            return;
        }
        switch (message.type()) {
            case "execute_request" -> execute(channel, message);
            case "complete_request" ->
                ask(
                        channel,
                        message,
                        e -> Assist.complete(
                                e, code(content), content.path("cursor_pos").asInt()));
            case "inspect_request" ->
                ask(
                        channel,
                        message,
                        e -> Assist.inspect(
                                e, code(content), content.path("cursor_pos").asInt()));
            case "is_complete_request" -> ask(channel, message, e -> Assist.isComplete(e, code(content)));
            case "comm_open" -> comm(message, () -> comms.opened(content));
            case "comm_msg" -> comm(message, () -> comms.message(content, message.buffers()));
            case "comm_close" -> comm(message, () -> comms.closed(content));
            case "comm_info_request" ->
                reply(channel, message, comms.info(content.path("target_name").asText("")));
            case "kernel_info_request" -> reply(channel, message, KernelInfo.reply());
            case "history_request" -> {
                ObjectNode history = Json.ok();
                history.putArray("history");
                reply(channel, message, history);
            }
            case "interrupt_request" -> {
                interrupt.run();
                reply(channel, message, Json.ok());
            }
            case "shutdown_request" -> {
                boolean restart = content.path("restart").asBoolean(false);
                reply(channel, message, Json.ok().put("restart", restart));
                shutdown.accept(restart);
            }
            case "create_subshell_request" -> reply(channel, message, subshells.create());
            case "delete_subshell_request" ->
                reply(
                        channel,
                        message,
                        subshells.delete(content.path("subshell_id").asText("")));
            case "list_subshell_request" -> reply(channel, message, subshells.list());
            default -> Log.warn("messages of type \"" + message.type() + "\" are not known here and were skipped");
        }
    }

    /// Lets the comm messages that have come be answered, for a short while.
    void close() {
        lane.close();
    }

    private static String code(JsonNode content) {
        return content.path("code").asText("");
    }

    private static String answerType(Message message) {
        return message.type().replaceFirst("_request$", "_reply");
    }

    private void execute(Channel channel, Message message) {
        Origin origin = message.origin();
        cells.submit(message, work -> around(origin, work), content -> {
            streams.flush();
            channel.send(origin, "execute_reply", content);
        });
    }

    private void ask(Channel channel, Message message, Function<Evaluator, ObjectNode> answer) {
        Origin origin = message.origin();
        cells.ask(evaluator -> around(origin, () -> {
            ObjectNode content;
            try {
                content = answer.apply(evaluator);
            } catch (RuntimeException e) {
                Log.failure(message.type(), e);
                content = error("KernelError", "the kernel could not answer: " + e);
            }
            channel.send(origin, answerType(message), content);
        }));
    }

    private void reply(Channel channel, Message message, ObjectNode content) {
        Origin origin = message.origin();
        around(origin, () -> channel.send(origin, answerType(message), content));
    }

    private void refuse(Channel channel, Message message) {
        reply(channel, message, error("SubshellNotFound", "there is no subshell " + message.subshell()));
    }

    private static ObjectNode error(String name, String sentence) {
        ObjectNode content =
                Json.object().put("status", "error").put("ename", name).put("evalue", sentence);
        content.putArray("traceback").add(sentence);
        return content;
    }

    private void comm(Message message, Runnable work) {
        Origin origin = message.origin();
        if (isGesture(message)) {
            statuses.gesture();
            lane.here(() -> gesture(origin, message, work));
        } else {
            lane.submit(() -> around(origin, () -> guarded(message, work)));
        }
    }

    private void gesture(Origin origin, Message message, Runnable work) {
        origins.enter(origin);
        try {
            guarded(message, work);
        } finally {
            origins.leave();
            statuses.hold(origin);
        }
    }

    /// A drag of one of our widgets; see widgets-js/protocol.
    private static boolean isGesture(Message message) {
        JsonNode data = message.content().path("data");
        return message.type().equals("comm_msg")
                && data.path("method").asText("").equals("custom")
                && data.path("content").path("gesture").asBoolean(false);
    }

    private static void guarded(Message message, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            Log.failure("the handler of a " + message.type() + " failed", e);
        }
    }

    private void around(Origin origin, Runnable work) {
        origins.enter(origin);
        statuses.busy(origin);
        try {
            work.run();
        } finally {
            streams.flush();
            statuses.idle(origin);
            origins.leave();
        }
    }
}
