package nbscope.io.internal.czi.profile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import nbscope.io.czi.CziOptions;
import nbscope.io.czi.CziPlane;
import nbscope.io.czi.profile.ProfileProgress;
import nbscope.io.internal.czi.OpenCzi;
import nbscope.io.internal.czi.profile.Workload.Method;

/// What one of several processes does: reads its share of the tiles. Arguments: file, channel, scene or `all`, tiles at
/// most, number of this process, processes. Says `ready`, waits for a line, reads, and says seconds and bytes of
/// memory.
public final class ReadingProcess {
    private ReadingProcess() {}

    public static void main(String[] arguments) throws IOException {
        Integer scene = arguments[2].equals("all") ? null : Integer.valueOf(arguments[2]);
        CziPlane plane = Profiling.plane(Integer.parseInt(arguments[1]), scene);
        int number = Integer.parseInt(arguments[4]);
        int processes = Integer.parseInt(arguments[5]);
        try (OpenCzi file = OpenCzi.open(
                        Path.of(arguments[0]), CziOptions.defaults().threads(1));
                Workload work = new Workload(file, plane, 1, Integer.parseInt(arguments[3]), Machine.mosaicBytes());
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            List<Piece> all = work.pieces(Method.TILES);
            List<Piece> mine = all.subList(all.size() * number / processes, all.size() * (number + 1) / processes);
            System.out.println("ready");
            if (in.readLine() == null) {
                return;
            }
            Crew.Done done = Crew.alone(work, mine, "process", ProfileProgress.none());
            System.out.println("done " + done.seconds() + " " + Machine.peakBytes());
        }
    }
}
