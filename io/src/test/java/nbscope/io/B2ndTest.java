package nbscope.io;

import java.util.stream.Stream;

class B2ndTest extends FixtureContract {
    @Override
    Stream<Fixture> fixtures() {
        return Fixture.all("b2nd");
    }
}
