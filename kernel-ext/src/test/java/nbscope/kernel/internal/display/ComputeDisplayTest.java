package nbscope.kernel.internal.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.lang.foreign.MemorySegment;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import nbscope.compute.Detector;
import nbscope.compute.Device;
import nbscope.compute.DeviceStack;
import nbscope.compute.Image;
import nbscope.compute.Memory;
import nbscope.compute.udf.Udf;
import nbscope.io.DType;
import nbscope.io.DataSet;
import nbscope.io.NdArray;
import org.junit.jupiter.api.Test;

/// Results of a stack as a notebook shows them.
class ComputeDisplayTest {
    private static DeviceStack stack() {
        short[] values = new short[3 * 4 * 5 * 8 * 8];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) (i % 97);
        }
        return DeviceStack.load(DataSet.of(NdArray.of(values, DType.U16, 3, 4, 5, 8, 8), 3), Device.java());
    }

    private static java.awt.image.BufferedImage picture(Map<String, String> bundle) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(bundle.get("image/png"))));
    }

    @Test
    void anImageIsAPictureWithItsRange() throws Exception {
        var image = Image.of(2, 3, DType.U8, MemorySegment.ofArray(new byte[] {0, 1, 2, 3, 4, (byte) 200}));
        var bundle = Rendered.of(image).orElseThrow();
        assertThat(bundle.get("text/plain")).isEqualTo("2 x 3 u8, 0 to 200");
        var picture = picture(bundle);
        assertThat(picture.getWidth()).isEqualTo(3 * 128);
        assertThat(picture.getHeight()).isEqualTo(2 * 128);
        assertThat(picture.getRGB(5, 5)).isEqualTo(0xff000000);
        assertThat(picture.getRGB(383, 255)).isEqualTo(0xffffffff);
    }

    @Test
    void resultsOfAStackSayHowTheyWereMade() throws Exception {
        try (var stack = stack()) {
            var image = Rendered.of(stack.virtualImage(Detector.disk(3))).orElseThrow();
            assertThat(image.get("text/plain"))
                    .startsWith("4 x 5 u32, ")
                    .contains(" MB in ")
                    .contains("frame 0 of 3");
            assertThat(image.get("text/html"))
                    .contains("<img ")
                    .contains("<figcaption")
                    .contains("frame 0 of 3");
            var peaks = stack.run(Udf.perFrame(frame -> frame.sum()));
            assertThat(Rendered.of(peaks).orElseThrow()).containsKey("image/png");
            var field = Rendered.of(stack.centerOfMass()).orElseThrow();
            assertThat(field.get("text/plain")).startsWith("4 x 5 vectors in px, rows ");
            assertThat(picture(field).getWidth()).isEqualTo(2 * 5 * 76 + 8);
            var curve = Rendered.of(stack.radialProfile()).orElseThrow();
            assertThat(curve).containsKey("application/vnd.vegalite.v5+json");
            var trace = Rendered.of(stack.timeTrace(Detector.disk(3), Detector.disk(2)))
                    .orElseThrow();
            assertThat(trace.get("application/vnd.vegalite.v5+json")).contains("\"frame\"");
            var memory = Rendered.of(Memory.report()).orElseThrow();
            assertThat(memory.get("text/html"))
                    .contains("<th scope=\"col\">owner</th>")
                    .contains("frame 2")
                    .contains("budget (MB)");
        }
    }
}
