package nbscope.io;

import java.util.stream.Stream;
import nbscope.io.internal.blosc2.B2ndFormat;
import nbscope.io.internal.blosc2.Backend;

/// The same promises with Java codecs and scalar filters.
class B2ndPlainTest extends FixtureContract {
    @Override
    Stream<Fixture> fixtures() {
        // No Java codec knows zstd's dictionaries: see NoLibraryTest.
        return Fixture.all("b2nd").filter(f -> !f.file().contains("dict_zstd"));
    }

    @Override
    NdArray open(Fixture fixture) {
        return B2ndFormat.open(fixture.path(), Backend.plain());
    }
}
