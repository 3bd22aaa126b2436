package nbscope.widgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import nbscope.compute.Detector;
import nbscope.widgets.internal.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final FakeStack stack = FakeStack.small();
    private final Show4DSTEM show = Widgets.owning(stack);

    @Test
    void pixelsOfTheVirtualImageAreGrayLevelsOfItsSums() throws IOException {
        Path file = folder.resolve("virtual.png");
        double low = show.virtualImage().min();
        double high = show.virtualImage().max();
        show.virtual(Display.lut("gray").range(low, high)).savePixels(file, Panel.VIRTUAL);
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(4);
        assertThat(image.getHeight()).isEqualTo(3);
        for (int i = 0; i < 12; i++) {
            double value = show.virtualImage().value(i / 4, i % 4);
            int level = (int) Math.min(255, Math.floor(256 * ((value - low) / (high - low))));
            assertThat(image.getRGB(i % 4, i / 4) & 0xffffff).isEqualTo(level * 0x010101);
        }
    }

    @Test
    void enlargedPictureHasTheSamePixelsAsSquares() throws IOException {
        show.savePixels(folder.resolve("a.png"), Panel.DIFFRACTION)
                .saveImage(folder.resolve("b.png"), Panel.DIFFRACTION);
        BufferedImage small = ImageIO.read(folder.resolve("a.png").toFile());
        BufferedImage large = ImageIO.read(folder.resolve("b.png").toFile());
        assertThat(large.getWidth()).isEqualTo(510);
        assertThat(large.getHeight()).isEqualTo(408);
        for (int row = 0; row < 5; row++) {
            for (int col = 0; col < 10; col++) {
                assertThat(large.getRGB(51 * col + 25, 51 * row + 25)).isEqualTo(small.getRGB(col, row));
            }
        }
    }

    @Test
    void scaleBarIsDrawnInTheLowerLeftCorner() throws IOException {
        show.saveImage(folder.resolve("bar.png"), Panel.DIFFRACTION);
        BufferedImage image = ImageIO.read(folder.resolve("bar.png").toFile());
        // 20 mrad are 2 of 10 pixels, each 51 wide; white starts 16 pixels from the left.
        int y = image.getHeight() - 16 - 3;
        assertThat(image.getRGB(16, y)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(16 + 101, y)).isEqualTo(0xffffffff);
        assertThat(image.getRGB(15, y)).isEqualTo(0xff000000);
        assertThat(image.getRGB(16 + 102, y)).isEqualTo(0xff000000);
    }

    @Test
    void bothPanelsStandSideBySide() throws IOException {
        show.savePixels(folder.resolve("both.png"), Panel.BOTH);
        BufferedImage image = ImageIO.read(folder.resolve("both.png").toFile());
        assertThat(image.getWidth()).isEqualTo(10 + 8 + 4);
        assertThat(image.getHeight()).isEqualTo(8);
    }

    @Test
    void existingFileIsReplacedAndNoTemporaryOneStays() throws IOException {
        Path file = folder.resolve("old.png");
        Files.writeString(file, "old");
        show.saveImage(file);
        assertThat(ImageIO.read(file.toFile())).isNotNull();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void fileNameMustSayPng() {
        assertThatThrownBy(() -> show.saveImage(folder.resolve("a.jpg")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".png")
                .hasMessageContaining("a.jpg");
    }

    @Test
    void missingFolderIsNamed() {
        Path file = folder.resolve("nowhere/a.png");
        assertThatThrownBy(() -> show.saveImage(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("nowhere does not exist");
    }

    @Test
    void folderIsNoFile() throws IOException {
        Path taken = Files.createDirectory(folder.resolve("taken.png"));
        assertThatThrownBy(() -> show.saveImage(taken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("a folder has this name");
    }

    @Test
    void displayBundleCarriesAPictureForSavedNotebooks() throws IOException {
        var host = new FakeHost();
        show.show(host);
        String png = host.displays.getFirst().getOrDefault("image/png", "");
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(png)));
        assertThat(image.getHeight()).isEqualTo(200);
        assertThat(host.displays).hasSize(1);
    }

    private JsonNode page(Path file) throws IOException {
        String html = Files.readString(file);
        String snapshot = between(html, "<script id=\"snapshot\">", "</script>");
        String module = between(html, "<script id=\"module\">", "</script>");
        assertThat(new String(Base64.getDecoder().decode(module), StandardCharsets.UTF_8))
                .isEqualTo(Widgets.BUNDLE.esm());
        return Json.parse(snapshot);
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void pageHoldsTheStateAndAnImageForEveryPreset() throws IOException {
        Path file = folder.resolve("page.html");
        show.detector(Detector.disk(2.5)).probe(1, 2).saveHtml(file);
        JsonNode page = page(file);
        JsonNode state = page.path("state");
        JsonNode frames = page.path("frames");
        assertThat(state.path("title").asText()).isEqualTo("demo");
        assertThat(state.path("status").asText()).isEqualTo("live");
        assertThat(state.path("presets")).isNotEmpty();
        assertThat(frames).hasSize(1 + state.path("presets").size() + 2);
        for (int i = 0; i < state.path("presets").size(); i++) {
            JsonNode preset = state.path("presets").get(i).path("detector");
            JsonNode answer = frames.get(1 + i).path("content").path("detector");
            // The page finds the image of a preset by these numbers.
            for (String key : List.of("row", "col", "inner", "outer")) {
                assertThat(answer.path(key).asDouble())
                        .isEqualTo(preset.path(key).asDouble());
            }
        }
        byte[] payload =
                Base64.getDecoder().decode(frames.get(0).path("payload").asText());
        ByteBuffer sums = ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(sums.getInt(4 * 11)).isEqualTo((int) show.virtualImage().value(2, 3));
    }

    @Test
    void noTextBreaksOutOfThePage() throws IOException {
        Path file = folder.resolve("page.html");
        show.title("</script><script>alert(1)</script></title> @@ESM@@ $1 & <!--")
                .saveHtml(file);
        String html = Files.readString(file);
        assertThat(html).doesNotContain("<script>alert");
        assertThat(html.split("</script>", -1)).hasSize(3);
        assertThat(html.split("</title>", -1)).hasSize(2);
        assertThat(page(file).path("state").path("title").asText())
                .isEqualTo("</script><script>alert(1)</script></title> @@ESM@@ $1 & <!--");
    }

    @Test
    void pageMustBeHtml() {
        assertThatThrownBy(() -> show.saveHtml(folder.resolve("page.txt")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(".html");
    }
}
