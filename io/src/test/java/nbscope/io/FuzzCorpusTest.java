package nbscope.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import nbscope.io.internal.blo.BloFuzz;
import nbscope.io.internal.blosc2.ChunkFuzz;
import nbscope.io.internal.blosc2.FrameFuzz;
import nbscope.io.internal.codec.BitshuffleFuzz;
import nbscope.io.internal.czi.DirectoryFuzz;
import nbscope.io.internal.czi.MetadataFuzz;
import nbscope.io.internal.czi.SubBlockFuzz;
import nbscope.io.internal.czi.codec.JpegXrFuzz;
import nbscope.io.internal.dm.DmFuzz;
import nbscope.io.internal.empad.EmpadFuzz;
import nbscope.io.internal.frms6.Frms6Fuzz;
import nbscope.io.internal.hdf5.Hdf5Fuzz;
import nbscope.io.internal.mib.MibFuzz;
import nbscope.io.internal.mla.PickleFuzz;
import nbscope.io.internal.mrc.MrcFuzz;
import nbscope.io.internal.npy.NpyFuzz;
import nbscope.io.internal.seq.BadPixelsFuzz;
import nbscope.io.internal.seq.SeqFuzz;
import nbscope.io.internal.tvips.TvipsFuzz;
import nbscope.io.internal.zarr.ZarrFuzz;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Replays the inputs that fuzzing has kept (src/test/resources/fuzz), without the fuzzer.
@Timeout(60)
class FuzzCorpusTest {
    private static final Path CORPUS = Path.of("src/test/resources/fuzz");

    @TestFactory
    Stream<DynamicContainer> everyInputGivesDataOrOurOwnException() {
        return Stream.of(
                replay("frame", FrameFuzz::fuzzerTestOneInput),
                replay("chunk", ChunkFuzz::fuzzerTestOneInput),
                replay("pickle", PickleFuzz::fuzzerTestOneInput),
                replay("npy", NpyFuzz::fuzzerTestOneInput),
                replay("czi-directory", DirectoryFuzz::fuzzerTestOneInput),
                replay("czi-subblock", SubBlockFuzz::fuzzerTestOneInput),
                replay("czi-metadata", MetadataFuzz::fuzzerTestOneInput),
                replay("seq", SeqFuzz::fuzzerTestOneInput),
                replay("seq-badpixels", BadPixelsFuzz::fuzzerTestOneInput),
                replay("tvips", TvipsFuzz::fuzzerTestOneInput),
                replay("frms6", Frms6Fuzz::fuzzerTestOneInput),
                replay("dm", DmFuzz::fuzzerTestOneInput),
                replay("mib", MibFuzz::fuzzerTestOneInput),
                replay("empad", EmpadFuzz::fuzzerTestOneInput),
                replay("mrc", MrcFuzz::fuzzerTestOneInput),
                replay("blo", BloFuzz::fuzzerTestOneInput),
                replay("hdf5", Hdf5Fuzz::fuzzerTestOneInput),
                replay("bitshuffle", BitshuffleFuzz::fuzzerTestOneInput),
                replay("czi-jpegxr", JpegXrFuzz::fuzzerTestOneInput),
                replay("zarr", ZarrFuzz::fuzzerTestOneInput));
    }

    private static DynamicContainer replay(String target, Consumer<byte[]> reader) {
        return DynamicContainer.dynamicContainer(
                target,
                inputs(target).stream()
                        .map(file -> DynamicTest.dynamicTest(
                                String.valueOf(file.getFileName()), () -> reader.accept(Files.readAllBytes(file)))));
    }

    private static List<Path> inputs(String target) {
        try (Stream<Path> files = Files.list(CORPUS.resolve(target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
