package nbscope.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/// Arrays that zarr-python and ome-zarr have written.
class ZarrTest extends FixtureContract {
    @TempDir
    static Path folder;

    @BeforeAll
    static void unzip() throws IOException {
        ZarrFixtures.unzip(folder);
    }

    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("zarr");
    }

    @Override
    NdArray open(Fixture fixture) {
        return NdArray.open(folder.resolve(fixture.file()));
    }
}
