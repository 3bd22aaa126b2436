package nbscope.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import nbscope.io.DataSet;
import nbscope.io.DataSetOptions;
import nbscope.io.Format;
import nbscope.io.dataset.BasePartition;
import nbscope.io.dataset.FileDataSet;
import nbscope.io.dataset.FrameFormat;
import org.jspecify.annotations.Nullable;

/// What `info` says of detector data: scan, detector, partitions, guesses.
final class InfoDataSet {
    private InfoDataSet() {}

    static void describe(Path file, DataSetOptions options, Map<String, @Nullable Object> answer) {
        boolean asArray = answer.containsKey("shape");
        boolean frames = Format.of(file, options.format()) instanceof FrameFormat;
        if (asArray && !frames && hasEmptyAxis(answer)) {
            return;
        }
        try (DataSet data = DataSet.open(file, options)) {
            if (!asArray || frames) {
                answer.put("format", Format.of(file, options.format()).id());
                answer.put("shape", data.shape().all());
            }
            if (!asArray) {
                answer.put("dtype", "<" + data.dtype().numpy());
            }
            answer.put("scan", data.shape().nav());
            answer.put("detector", data.shape().sig());
            int cores = Runtime.getRuntime().availableProcessors();
            int count = BasePartition.usualCount(data.shape(), cores);
            answer.put("partitions", data.partitions(count).size());
            if (data instanceof FileDataSet f) {
                answer.put("files", f.layout().files().files().size());
                if (!f.layout().header().isEmpty()) {
                    answer.put("metadata", f.layout().header());
                }
            }
            boolean @Nullable [] masked = data.maskedPixels();
            if (masked != null) {
                answer.put("maskedPixels", count(masked));
            }
            answer.put("guessed", data.guesses());
        }
    }

    private static boolean hasEmptyAxis(Map<String, @Nullable Object> answer) {
        return answer.get("shape") instanceof long[] shape
                && Arrays.stream(shape).anyMatch(n -> n < 1);
    }

    private static int count(boolean[] masked) {
        int n = 0;
        for (boolean m : masked) {
            n += m ? 1 : 0;
        }
        return n;
    }

    /// For the answer without --json.
    static String text(List<?> sentences) {
        return String.join("; ", sentences.stream().map(String::valueOf).toList());
    }
}
