package nbscope.io.internal.mla;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads a pickle of protocol 2 to 5 that holds plain data, and never runs it: a pickle is a program that may call any
/// Python function, this reader knows only the handful of calls that MLArray's metadata make
/// ([PickleGlobal]) and treats everything else as an error that names it (opcodes: CPython, Lib/pickletools.py).
///
/// Gives Map, List, [PyTuple], String, Long, BigInteger, Double, Boolean, `byte[]` and null. A list or map may contain
/// itself, and values may be shared; [PlainValues#freeze] bounds that. What is built is bounded here, so a small file
/// cannot fill the memory.
public final class Unpickler {
    /// Bytes that the values may take, roughly as Java counts them.
    private static final long ROOM = 128 << 20;

    /// A map entry or an empty map, a list, a number on the stack with its place.
    private static final int MAP = 112;

    private static final int LIST = 56;
    private static final int VALUE = 40;

    /// Python's own limit for turning a number into text is 4300 digits, about 1800 bytes.
    private static final int MAX_INTEGER = 2048;

    /// Comparing long keys again and again would take for ever.
    private static final int MAX_KEY = 1024;

    /// What may stand on the stack beside values: a deque takes no null.
    private enum Token {
        NONE,
        MARK
    }

    private final ByteBuffer in;
    private final Deque<Object> stack = new ArrayDeque<>();
    private final Map<Integer, Object> memo = new LinkedHashMap<>();
    private long room = ROOM;

    private Unpickler(byte[] bytes) {
        in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// @throws PickleException saying what is not accepted
    public static @Nullable Object read(byte[] bytes) {
        Unpickler reader = new Unpickler(bytes);
        try {
            return plain(reader.run());
        } catch (BufferUnderflowException e) {
            throw new PickleException("it ends in the middle of a value");
        }
    }

    private Object run() {
        while (true) {
            int op = in.get() & 0xff;
            if (op == '.') {
                return pop();
            }
            if (!(structure(op) || number(op) || text(op) || memory(op) || call(op))) {
                throw new PickleException(
                        "the opcode " + Opcodes.name(op) + " at byte " + (in.position() - 1) + " is not accepted");
            }
        }
    }

    private boolean structure(int op) {
        switch (op) {
            case 0x80, 0x95 -> skip(op == 0x80 ? 1 : 8);
            case '(' -> push(Token.MARK, VALUE);
            case '}' -> push(new LinkedHashMap<@Nullable Object, @Nullable Object>(), MAP);
            case ']' -> push(new ArrayList<@Nullable Object>(), LIST);
            case ')' -> push(new PyTuple(List.of()), LIST);
            case 't' -> push(new PyTuple(toMark()), LIST);
            case 0x85, 0x86, 0x87 -> push(new PyTuple(last(op - 0x84)), LIST);
            case 'a' -> {
                Object value = pop();
                list().add(plain(value));
            }
            case 'e' -> {
                List<@Nullable Object> values = toMark();
                list().addAll(values);
            }
            case 's' -> {
                List<@Nullable Object> pair = last(2);
                put(pair);
            }
            case 'u' -> {
                List<@Nullable Object> pairs = toMark();
                put(pairs);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean number(int op) {
        switch (op) {
            case 'N' -> push(Token.NONE, VALUE);
            case 0x88 -> push(true, VALUE);
            case 0x89 -> push(false, VALUE);
            case 'J' -> push((long) in.getInt(), VALUE);
            case 'K' -> push(in.get() & 0xffL, VALUE);
            case 'M' -> push(in.getShort() & 0xffffL, VALUE);
            case 0x8a -> push(integer(in.get() & 0xff), VALUE);
            case 0x8b -> push(integer(in.getInt()), VALUE);
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(in.getLong())), VALUE);
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Two's complement, little endian, of any length.
    private Number integer(int length) {
        if (length > MAX_INTEGER) {
            throw new PickleException("a whole number of " + length + " bytes, more than " + MAX_INTEGER);
        }
        byte[] bytes = bytes(length);
        for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
            byte t = bytes[i];
            bytes[i] = bytes[j];
            bytes[j] = t;
        }
        BigInteger value = bytes.length == 0 ? BigInteger.ZERO : new BigInteger(bytes);
        return value.bitLength() < 64 ? (Number) value.longValue() : value;
    }

    private boolean text(int op) {
        switch (op) {
            case 0x8c -> push(string(in.get() & 0xff), VALUE);
            case 'X' -> push(string(in.getInt() & 0xffffffffL), VALUE);
            case 0x8d -> push(string(in.getLong()), VALUE);
            case 'C' -> push(bytes(in.get() & 0xff), VALUE);
            case 'B' -> push(bytes(in.getInt() & 0xffffffffL), VALUE);
            case 0x8e -> push(bytes(in.getLong()), VALUE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private String string(long length) {
        return PythonText.decode(bytes(length));
    }

    private byte[] bytes(long length) {
        if (length < 0 || length > in.remaining()) {
            throw new PickleException(
                    "a value of " + Long.toUnsignedString(length) + " bytes where " + in.remaining() + " are left");
        }
        take(2 * length);
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    private void push(Object value, int cost) {
        take(cost);
        stack.push(value);
    }

    private void take(long bytes) {
        room -= bytes;
        if (room < 0) {
            throw new PickleException("its values take more than " + (ROOM >> 20) + " MiB");
        }
    }

    private void skip(int bytes) {
        bytes(bytes);
    }

    private boolean memory(int op) {
        switch (op) {
            case 0x94 -> remember(memo.size());
            case 'q' -> remember(in.get() & 0xff);
            case 'r' -> remember(in.getInt());
            case 'h' -> recall(in.get() & 0xff);
            case 'j' -> recall(in.getInt());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void remember(int key) {
        take(MAP);
        memo.put(key, top());
    }

    private void recall(int key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new PickleException("it refers to value " + key + ", which it has not set");
        }
        push(value, VALUE);
    }

    private boolean call(int op) {
        switch (op) {
            case 'c' -> push(PickleGlobal.of(line(), line()), VALUE);
            case 0x93 -> {
                Object name = pop();
                Object module = pop();
                if (!(module instanceof String m) || !(name instanceof String n)) {
                    throw new PickleException("it asks for a Python name that is no text");
                }
                push(PickleGlobal.of(m, n), VALUE);
            }
            case 'R' -> {
                Object arguments = pop();
                Object function = pop();
                if (!(function instanceof PickleGlobal global) || !(arguments instanceof List<?> list)) {
                    throw new PickleException("a call of something that is no known function");
                }
                push(global.call(list), VALUE);
            }
            case 'b' -> {
                Object state = pop();
                if (!(top() instanceof PickleGlobal.Dtype dtype) || !(state instanceof List<?> list)) {
                    throw new PickleException("it sets the state of an object that is no numpy.dtype");
                }
                pop();
                push(dtype.withState(list), VALUE);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private String line() {
        StringBuilder text = new StringBuilder();
        for (byte b = in.get(); b != '\n'; b = in.get()) {
            text.append((char) (b & 0xff));
        }
        return text.toString();
    }

    private Object pop() {
        Object value = stack.poll();
        if (value == null || value == Token.MARK) {
            throw new PickleException("it takes a value that it has not put there");
        }
        return value;
    }

    private Object top() {
        Object value = pop();
        stack.push(value);
        return value;
    }

    private List<@Nullable Object> last(int count) {
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.addFirst(plain(pop()));
        }
        return values;
    }

    private List<@Nullable Object> toMark() {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value = stack.poll(); value != Token.MARK; value = stack.poll()) {
            if (value == null) {
                throw new PickleException("it ends a group that it has not begun");
            }
            values.add(plain(value));
        }
        Collections.reverse(values);
        return values;
    }

    @SuppressWarnings("unchecked") // only this class puts lists on the stack
    private List<@Nullable Object> list() {
        if (top() instanceof ArrayList<?> list) {
            return (List<@Nullable Object>) list;
        }
        throw new PickleException("it appends to something that is no list");
    }

    private void put(List<@Nullable Object> pairs) {
        if (!(top() instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
            throw new PickleException("it sets items of something that is no dict");
        }
        @SuppressWarnings("unchecked") // only this class puts maps on the stack
        Map<@Nullable Object, @Nullable Object> target = (Map<@Nullable Object, @Nullable Object>) map;
        for (int i = 0; i < pairs.size(); i += 2) {
            @Nullable Object key = pairs.get(i);
            // A list as key could contain itself, and its hash would never end.
            if (key != null && !(key instanceof String || key instanceof Number || key instanceof Boolean)) {
                throw new PickleException("a dict with a key that is no text or number");
            }
            if ((key instanceof String text && text.length() > MAX_KEY)
                    || (key instanceof BigInteger n && n.bitLength() > MAX_KEY)) {
                throw new PickleException("a dict with a key of more than " + MAX_KEY + " letters");
            }
            take(MAP);
            target.put(key, pairs.get(i + 1));
        }
    }

    /// The value without this reader's stand-in for null.
    private static @Nullable Object plain(Object value) {
        return value == Token.NONE ? null : value;
    }
}
