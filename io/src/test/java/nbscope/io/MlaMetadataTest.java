package nbscope.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MlaMetadataTest {
    /// A broken rule, and what the sentence must name.
    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(Map.of("spatial", Map.of("spacing", "1")), "meta.spatial.spacing"),
                Arguments.of(Map.of("spatial", Map.of("spacing", List.of(1, "2"))), "meta.spatial.spacing"),
                Arguments.of(
                        Map.of(
                                "spatial",
                                Map.of("axis_labels", List.of("spatial_y", "channel"), "origin", List.of(1, 2))),
                        "1, one for each spatial axis of [spatial_y, channel]"),
                Arguments.of(Map.of("spatial", Map.of("direction", List.of(List.of(1, 0)))), "meta.spatial.direction"),
                Arguments.of(
                        Map.of("spatial", Map.of("affine", new double[2][2], "origin", List.of(1))),
                        "remove one of them"),
                Arguments.of(Map.of("spatial", Map.of("coord_system", 7)), "meta.spatial.coord_system"),
                Arguments.of(Map.of("spatial", Map.of("axis_labels", List.of(1))), "meta.spatial.axis_labels"),
                Arguments.of(Map.of("stats", Map.of("min", "low")), "meta.stats.min"),
                Arguments.of(Map.of("bbox", Map.of("bboxes", List.of(List.of(List.of(1))))), "meta.bbox.bboxes"),
                Arguments.of(Map.of("bbox", Map.of("bboxes", List.of(), "scores", List.of(1))), "meta.bbox.scores"),
                Arguments.of(Map.of("bbox", Map.of("labels", List.of(true))), "meta.bbox.labels"),
                Arguments.of(Map.of("is_seg", "yes"), "meta.is_seg"),
                Arguments.of(Map.of("source", List.of()), "meta.source"),
                Arguments.of(Map.of("extra", Map.of("data", Map.of("d", new Object()))), "meta.extra.data.d"),
                Arguments.of(Map.of("blosc2", Map.of("chunk_size", 3)), "meta.blosc2.chunk_size"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aBrokenRuleNamesTheField(Map<?, ?> dict, String named) {
        assertThatThrownBy(() -> MlaMetadata.of(dict))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }

    @Test
    void wrongNumberOfLabelsSaysHowMany() {
        MlaMetadata two = MlaMetadata.empty().withAxisLabels("spatial_y", "spatial_x");
        assertThatThrownBy(() -> two.geometry(3))
                .hasMessageContaining("has 2 labels [spatial_y, spatial_x]; expected 3")
                .hasMessageContaining("channel");
    }

    @Test
    void whatSavingSetsIsRefused() {
        for (String path : List.of("blosc2.patch_size", "spatial.shape", "_has_array", "_mlarray_version")) {
            assertThatThrownBy(() -> MlaMetadata.empty().with(path, 1)).hasMessageContaining("set by saving");
        }
    }

    @Test
    void bytesDoNotGoIntoSource() {
        assertThatThrownBy(() -> MlaMetadata.empty().withSource(Map.of("a", List.of(1, new byte[2]))))
                .hasMessageContaining("meta.source.a[1] holds bytes");
    }

    @Test
    void unknownKeysStay() {
        MlaMetadata odd = MlaMetadata.of(Map.of("mine", Map.of("x", 1), "spatial", Map.of("later", "y")))
                .withSpacing(1, 2)
                .with("mine.y", 2);
        assertThat(odd.toMap().get("mine")).isEqualTo(Map.of("x", 1L, "y", 2L));
        assertThat(odd.toMap().get("spatial")).isEqualTo(Map.of("later", "y", "spacing", List.of(1.0, 2.0)));
    }

    @Test
    void nothingChangesThroughWhatWasGivenIn() {
        List<Object> list = new ArrayList<>(List.of(1));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        MlaMetadata metadata = MlaMetadata.empty().withSource(map);
        list.add(2);
        map.put("more", 1);
        assertThat(metadata.source()).isEqualTo(Map.of("list", List.of(1L)));
        assertThat(metadata).isEqualTo(MlaMetadata.empty().withSource(Map.of("list", List.of(1))));
    }

    @Test
    void wrappersMayBeRaw() {
        MlaMetadata raw = MlaMetadata.of(Map.of("is_seg", true, "_has_array", true, "source", Map.of("a", 1, "b", 2)));
        assertThat(raw.segmentation()).isTrue();
        assertThat(raw.hasArray()).isTrue();
        assertThat(raw.source()).isEqualTo(Map.of("a", 1L, "b", 2L));
        MlaMetadata wrapped = MlaMetadata.of(Map.of("is_seg", Map.of("is_seg", false)));
        assertThat(wrapped.segmentation()).isFalse();
        assertThat(MlaMetadata.empty().segmentation()).isNull();
    }

    @Test
    void aValueThatContainsItselfOrGrowsIsRefused() {
        Map<String, Object> self = new HashMap<>();
        self.put("self", self);
        assertThatThrownBy(() -> MlaMetadata.of(self)).hasMessageContaining("contains itself");
        Object deep = 1;
        for (int i = 0; i < 200; i++) {
            deep = Arrays.asList(deep);
        }
        Object tooDeep = deep;
        assertThatThrownBy(() -> MlaMetadata.empty().with("mine", tooDeep)).hasMessageContaining("100 deep");
        Object doubled = "x";
        for (int i = 0; i < 60; i++) {
            doubled = Arrays.asList(doubled, doubled);
        }
        Object huge = doubled;
        assertThatThrownBy(() -> MlaMetadata.empty().with("mine", huge)).hasMessageContaining("32 MiB");
    }
}
