// Not below nbscope: ArchitectureTest reads every class there, and must see here what it sees in Maven.
package quick;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.reflect.AccessFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/// What other classes are compiled against: everything in a folder of classes but method bodies, line numbers and
/// private members. Constants stay in, because javac copies them into their users.
final class Signature {
    private static final ClassFile FORMAT = ClassFile.of(
            ClassFile.ConstantPoolSharingOption.NEW_POOL, ClassFile.DebugElementsOption.DROP_DEBUG);
    private static final ClassTransform WITHOUT_BODIES = (builder, element) -> {
        switch (element) {
            case MethodModel method when method.flags().has(AccessFlag.PRIVATE) -> {}
            case FieldModel field when field.flags().has(AccessFlag.PRIVATE) -> {}
            case MethodModel method ->
                builder.transformMethod(method, MethodTransform.dropping(part -> part instanceof CodeModel));
            default -> builder.with(element);
        }
    };

    private Signature() {}

    /// A number in hexadecimal that changes with the signature of the classes in the folder.
    static String of(Path classes) throws IOException {
        MessageDigest digest = CompileModules.sha256();
        for (Path file : CompileModules.classFiles(classes)) {
            ClassModel model = FORMAT.parse(Files.readAllBytes(file));
            digest.update((classes.relativize(file) + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(FORMAT.transformClass(model, WITHOUT_BODIES));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
