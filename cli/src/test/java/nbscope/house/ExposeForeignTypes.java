package nbscope.house;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;

/// Holds for a class with a public method, constructor or field whose type comes from one of the given packages.
final class ExposeForeignTypes extends ArchCondition<JavaClass> {
    private final List<String> packages;

    ExposeForeignTypes(String... packages) {
        super("show types of " + String.join(", ", packages) + " in public signatures");
        this.packages = List.of(packages);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        Stream<JavaClass> units = type.getCodeUnits().stream()
                .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(ExposeForeignTypes::signature);
        Stream<JavaClass> fields = type.getFields().stream()
                .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                .map(field -> field.getRawType());
        List<String> shown = Stream.concat(units, fields)
                .map(JavaClass::getName)
                .filter(name -> packages.stream().anyMatch(name::startsWith))
                .distinct()
                .toList();
        events.add(new SimpleConditionEvent(type, !shown.isEmpty(), type.getName() + " shows " + shown));
    }

    private static Stream<JavaClass> signature(JavaCodeUnit unit) {
        return Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()));
    }
}
