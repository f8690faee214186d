package io.zhiyin.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attribute;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The methods that can run once some others do, found in class files.
 *
 * <p>Source: Bacon and Sweeney, Fast static analysis of C++ virtual function calls, OOPSLA 1996 (rapid type analysis: a
 * call may end in every class that was met).
 * <p>Variant: a call is its name and types, whoever owns the method; lambdas and the cases of a switch count as called
 * where they are made; a class that was met brings its start, its parents, and, where it has parents outside the prefix
 * (which may call it back), all its methods. More may be found than ever runs, but nothing is missed except what
 * reflection, services and native libraries reach.
 * <p>Shapes: class names with slashes; classes outside the prefix are not walked into.
 * <p>Cost: some ten milliseconds for a hundred classes. Deterministic: what is found does not depend on the order.
 */
final class CodePath {
    private static final String START = "<clinit>";
    private static final Set<String> HARMLESS =
            Set.of("java/lang/Object", "java/lang/Record", "java/lang/Enum", "java/lang/Exception");

    /** Leaves out what does not run: lines, names of local variables, and frames, which follow from the code. */
    private static final ClassFile WITHOUT_DEBUG = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.StackMapsOption.DROP_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);

    private final String prefix;
    private final Set<String> closed;
    private final ClassLoader loader;
    private final SortedMap<String, ClassModel> classes = new TreeMap<>();
    private final Set<String> called = new HashSet<>();
    private final Set<String> methods = new HashSet<>();
    private final Deque<MethodModel> open = new ArrayDeque<>();

    /**
     * @param prefix of the classes that count
     * @param closed classes that do not, though they have the prefix
     * @param loader finds their files
     */
    CodePath(String prefix, Set<String> closed, ClassLoader loader) {
        this.loader = loader;
        this.prefix = prefix;
        this.closed = closed;
    }

    /** Goes from a class as if something used it. */
    void enter(String name) {
        if (name.startsWith(prefix) && !closed.contains(name) && !classes.containsKey(name)) {
            meet(name, parsed(name));
        }
        walk();
    }

    /** Goes from methods of a class, by their name. */
    void enter(String name, List<String> methodNames) {
        ClassModel code = parsed(name);
        if (name.startsWith(prefix)) {
            classes.putIfAbsent(name, code);
        }
        for (MethodModel method : code.methods()) {
            if (methodNames.contains(method.methodName().stringValue())) {
                reach(name, method);
            }
        }
        walk();
    }

    /** Goes from all methods of a class, which itself does not count where it has another prefix. */
    void enterAll(String name) {
        ClassModel code = parsed(name);
        code.methods().forEach(method -> reach(name, method));
        walk();
    }

    /** The names of the classes on the path. */
    Set<String> classes() {
        return classes.keySet();
    }

    /** Hands over the code of what was found, class by class in order of names. */
    void code(Consumer<byte[]> to) {
        classes.forEach((name, code) -> to.accept(WITHOUT_DEBUG.transformClass(code, (builder, element) -> {
            boolean isIdle = element instanceof MethodModel method && !methods.contains(name + key(method));
            if (!isIdle && !(element instanceof Attribute<?>)) {
                builder.with(element);
            }
        })));
    }

    private ClassModel parsed(String name) {
        try (InputStream in = loader.getResourceAsStream(name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("illegal class: " + name + ", must be one that the loader finds");
            }
            return WITHOUT_DEBUG.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(MethodModel method) {
        return key(method.methodName().stringValue(), method.methodType().stringValue());
    }

    private static String key(String name, String types) {
        return "." + name + types;
    }

    private void meet(String name, ClassModel code) {
        classes.put(name, code);
        boolean isCalledBack = false;
        for (ClassEntry parent : parents(code)) {
            isCalledBack |= !parent.asInternalName().startsWith(prefix) && !HARMLESS.contains(parent.asInternalName());
            use(parent.asInternalName());
        }
        for (MethodModel method : code.methods()) {
            if (isCalledBack || method.methodName().equalsString(START) || called.contains(key(method))) {
                reach(name, method);
            }
        }
    }

    private static List<ClassEntry> parents(ClassModel code) {
        List<ClassEntry> parents = new ArrayList<>(code.interfaces());
        code.superclass().ifPresent(parents::add);
        return parents;
    }

    private void use(String name) {
        if (name.startsWith(prefix) && !closed.contains(name) && !classes.containsKey(name)) {
            meet(name, parsed(name));
        }
    }

    private void use(ClassDesc type) {
        ClassDesc of = type;
        while (of.isArray()) {
            of = of.componentType();
        }
        if (of.isClassOrInterface()) {
            use(of.descriptorString().substring(1, of.descriptorString().length() - 1));
        }
    }

    private void call(String key) {
        if (called.add(key)) {
            classes.forEach((name, code) -> code.methods().stream()
                    .filter(method -> key(method).equals(key))
                    .forEach(method -> reach(name, method)));
        }
    }

    private void reach(String name, MethodModel method) {
        if (methods.add(name + key(method))) {
            open.add(method);
        }
    }

    private void walk() {
        while (!open.isEmpty()) {
            open.remove().code().ifPresent(code -> code.forEach(this::follow));
        }
    }

    private void follow(CodeElement element) {
        switch (element) {
            case InvokeInstruction i -> {
                use(i.owner().asSymbol());
                call(key(i.name().stringValue(), i.type().stringValue()));
            }
            case InvokeDynamicInstruction i -> i.bootstrapArgs().forEach(this::follow);
            case FieldInstruction i -> use(i.owner().asSymbol());
            case NewObjectInstruction i -> use(i.className().asSymbol());
            case TypeCheckInstruction i -> use(i.type().asSymbol());
            case ConstantInstruction i -> follow(i.constantValue());
            default -> {
                // whatever else runs names no class that was not made, called or checked for
            }
        }
    }

    private void follow(ConstantDesc constant) {
        if (constant instanceof DirectMethodHandleDesc handle) {
            use(handle.owner());
            call(key(handle.methodName(), handle.lookupDescriptor()));
        } else if (constant instanceof ClassDesc type) {
            use(type);
        }
    }
}
