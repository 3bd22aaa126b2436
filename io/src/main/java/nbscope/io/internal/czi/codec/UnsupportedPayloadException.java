package nbscope.io.internal.czi.codec;

/// A compression that nbscope does not decode. The message is a clause that goes on after the tile's name: whoever read
/// the tile knows the file and the offset.
public final class UnsupportedPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedPayloadException(String message) {
        super(message);
    }
}
