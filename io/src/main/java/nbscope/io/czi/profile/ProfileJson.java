package nbscope.io.czi.profile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import nbscope.io.MalformedDataException;
import nbscope.io.internal.bytes.Disk;
import nbscope.io.internal.bytes.NewFile;

/// The records of this package as JSON: fields by their names, seconds and bytes as numbers, what is not
/// known as the text `NaN`.
public final class ProfileJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ProfileJson() {}

    public static String text(Record result) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the result cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// Writes a result under a temporary name and moves it to its place, so that no half of it is ever seen.
    ///
    /// @throws UncheckedIOException when the folder cannot be written
    public static void write(Path file, Record result) {
        byte[] bytes = bytes(result);
        try (NewFile target = NewFile.beside(file, Disk.real())) {
            target.write(0, bytes, bytes.length);
            target.publish();
        }
    }

    /// Thousands of timings: without blanks.
    private static byte[] bytes(Record result) {
        try {
            return MAPPER.writeValueAsBytes(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the result cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /// @throws UncheckedIOException when the file is missing or cannot be read
    /// @throws MalformedDataException when it holds no such result
    public static <T extends Record> T read(Path file, Class<T> type) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new MalformedDataException(
                    file.toString(),
                    e.getLocation() == null ? -1 : e.getLocation().getCharOffset(),
                    e.getOriginalMessage(),
                    "a result of nbscope czi (" + type.getSimpleName() + "); run it again with --output");
        }
    }
}
