package nbscope.kernel.own.internal;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.util.HashSet;
import java.util.Set;

/// Puts [StopCheck#poll()] at each method start and before each backward jump of a cell's compiled classes.
///
/// A class that cannot be woven runs as it is: then only waiting calls of it can be interrupted.
final class CellWeaver implements CodeTransform {
    private static final ClassDesc STOP_CHECK =
            StopCheck.class.describeConstable().orElseThrow();

    private final Set<Label> passed = new HashSet<>();

    private CellWeaver() {}

    static byte[] weave(byte[] bytes, ClassLoader loader) {
        try {
            ClassFile tool = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    ClassHierarchyResolver.defaultResolver().orElse(ClassHierarchyResolver.ofResourceParsing(loader))));
            ClassModel model = tool.parse(bytes);
            return tool.transformClass(
                    model, ClassTransform.transformingMethodBodies(CodeTransform.ofStateful(CellWeaver::new)));
        } catch (IllegalArgumentException e) {
            Log.warn("a cell's class runs without stop checks: " + e.getMessage());
            return bytes;
        }
    }

    @Override
    public void atStart(CodeBuilder builder) {
        poll(builder);
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
        switch (element) {
            case LabelTarget target -> passed.add(target.label());
            case BranchInstruction jump when passed.contains(jump.target()) -> poll(builder);
            case TableSwitchInstruction choice
            when passed.contains(choice.defaultTarget())
                    || choice.cases().stream().anyMatch(c -> passed.contains(c.target())) -> poll(builder);
            case LookupSwitchInstruction choice
            when passed.contains(choice.defaultTarget())
                    || choice.cases().stream().anyMatch(c -> passed.contains(c.target())) -> poll(builder);
            default -> {}
        }
        builder.with(element);
    }

    private static void poll(CodeBuilder builder) {
        builder.invokestatic(STOP_CHECK, "poll", ConstantDescs.MTD_void);
    }
}
