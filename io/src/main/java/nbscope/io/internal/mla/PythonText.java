package nbscope.io.internal.mla;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Texts as a pickle holds them: UTF-8 in which a lone surrogate may stand too, as three bytes (CPython's
/// `surrogatepass`). Java's own decoder would replace it.
final class PythonText {
    private PythonText() {}

    /// @throws PickleException when the bytes are no such text
    static String decode(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return withSurrogates(bytes);
        }
    }

    static byte[] encode(String text) {
        try {
            ByteBuffer out = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[out.remaining()];
            out.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return surrogatesPass(text);
        }
    }

    private static byte[] surrogatesPass(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.codePoints().forEach(c -> {
            if (c >= 0xd800 && c < 0xe000) {
                out.write(0xe0 | c >> 12);
                out.write(0x80 | c >> 6 & 63);
                out.write(0x80 | c & 63);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    /// Cuts at every encoded surrogate (ed a0..bf 80..bf); what lies between must be UTF-8.
    private static String withSurrogates(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int start = 0;
        for (int i = 0; i + 2 < bytes.length; i++) {
            if ((bytes[i] & 0xff) == 0xed && (bytes[i + 1] & 0xe0) == 0xa0 && (bytes[i + 2] & 0xc0) == 0x80) {
                text.append(strict(bytes, start, i));
                text.append((char) (0xd000 | (bytes[i + 1] & 63) << 6 | bytes[i + 2] & 63));
                i += 2;
                start = i + 1;
            }
        }
        return text.append(strict(bytes, start, bytes.length)).toString();
    }

    private static CharBuffer strict(byte[] bytes, int start, int end) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, end - start));
        } catch (CharacterCodingException e) {
            throw new PickleException("a text that is no UTF-8");
        }
    }
}
