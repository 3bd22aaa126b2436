package nbscope.spark.internal;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ExceptionCatch;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Set;

/// What class files name, and class files with less in them.
final class CellCode {
    /// What the compiler adds to make serialised lambdas again.
    private static final String LAMBDAS = "$deserializeLambda$";

    /// A method with its descriptor, or a static field with an empty one.
    record Member(String owner, String name, String descriptor) {}

    /// Takes what code names.
    interface References {
        void type(String name);

        void method(Member method);

        void field(Member field, boolean written);
    }

    private final References out;

    private CellCode(References out) {
        this.out = out;
    }

    /// All that a class names in its code and its signatures.
    static void whole(byte[] file, References out) {
        ClassModel model = ClassFile.of().parse(file);
        var code = new CellCode(out);
        model.superclass().ifPresent(code::type);
        model.interfaces().forEach(code::type);
        model.findAttribute(Attributes.nestMembers())
                .ifPresent(members -> members.nestMembers().forEach(code::type));
        for (FieldModel field : model.fields()) {
            code.type(field.fieldTypeSymbol());
        }
        model.methods().forEach(code::method);
    }

    /// What one method names.
    static void method(byte[] file, Member wanted, References out) {
        var code = new CellCode(out);
        for (MethodModel method : ClassFile.of().parse(file).methods()) {
            if (method.methodName().equalsString(wanted.name())
                    && method.methodType().equalsString(wanted.descriptor())) {
                code.method(method);
            }
        }
    }

    /// The class with no other methods and fields than these, and what makes lambdas again.
    static byte[] only(byte[] file, Set<Member> kept) {
        ClassFile tool = ClassFile.of();
        ClassModel model = tool.parse(file);
        String owner = model.thisClass().asInternalName().replace('/', '.');
        return tool.transformClass(model, (builder, element) -> {
            boolean drop = switch (element) {
                case MethodModel m -> {
                    String name = m.methodName().stringValue();
                    yield !name.equals(LAMBDAS)
                            && !kept.contains(
                                    new Member(owner, name, m.methodType().stringValue()));
                }
                case FieldModel f ->
                    !kept.contains(new Member(owner, f.fieldName().stringValue(), ""));
                default -> false;
            };
            if (!drop) {
                builder.with(element);
            }
        });
    }

    private void method(MethodModel method) {
        if (method.methodName().equalsString(LAMBDAS)) {
            return;
        }
        types(method.methodTypeSymbol());
        method.code().ifPresent(code -> code.forEach(this::element));
    }

    private void element(CodeElement element) {
        switch (element) {
            case FieldInstruction f -> field(f);
            case InvokeInstruction i -> member(i.owner().asSymbol(), i.name().stringValue(), i.typeSymbol());
            case InvokeDynamicInstruction i -> {
                types(i.typeSymbol());
                i.bootstrapArgs().forEach(this::constant);
            }
            case NewObjectInstruction n -> type(n.className());
            case TypeCheckInstruction t -> type(t.type());
            case NewReferenceArrayInstruction n -> type(n.componentType());
            case NewMultiArrayInstruction n -> type(n.arrayType());
            case ConstantInstruction c -> constant(c.constantValue());
            case ExceptionCatch e -> e.catchType().ifPresent(this::type);
            default -> {}
        }
    }

    private void field(FieldInstruction f) {
        type(f.typeSymbol());
        if (f.opcode() == Opcode.GETSTATIC || f.opcode() == Opcode.PUTSTATIC) {
            String owner = className(f.owner().asSymbol());
            out.field(new Member(owner, f.name().stringValue(), ""), f.opcode() == Opcode.PUTSTATIC);
        } else {
            type(f.owner());
        }
    }

    private void member(ClassDesc owner, String name, MethodTypeDesc type) {
        types(type);
        if (owner.isArray()) {
            type(owner);
        } else {
            out.method(new Member(className(owner), name, type.descriptorString()));
        }
    }

    private void constant(Object constant) {
        switch (constant) {
            case ClassDesc type -> type(type);
            case MethodTypeDesc type -> types(type);
            case DirectMethodHandleDesc handle -> {
                types(handle.invocationType());
                out.method(new Member(className(handle.owner()), handle.methodName(), handle.lookupDescriptor()));
            }
            case DynamicConstantDesc<?> dynamic -> {
                List<ConstantDesc> arguments = dynamic.bootstrapArgsList();
                arguments.forEach(this::constant);
            }
            default -> {}
        }
    }

    private void types(MethodTypeDesc type) {
        type(type.returnType());
        type.parameterList().forEach(this::type);
    }

    private void type(ClassEntry entry) {
        type(entry.asSymbol());
    }

    private void type(ClassDesc type) {
        ClassDesc item = type;
        while (item.isArray()) {
            item = item.componentType();
        }
        if (item.isClassOrInterface()) {
            out.type(className(item));
        }
    }

    private static String className(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }
}
