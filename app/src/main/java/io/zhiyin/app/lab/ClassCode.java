package io.zhiyin.app.lab;

import io.zhiyin.engine.recommend.Recommenders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.Set;
import java.util.TreeSet;

/** A compiled class of the engine, read from where the running ones were loaded from. */
final class ClassCode {
    /** Leaves out what does not run: lines, names of local variables, and frames, which follow from the code. */
    private static final ClassFile WITHOUT_DEBUG = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.StackMapsOption.DROP_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);

    private final ClassModel code;

    private ClassCode(ClassModel code) {
        this.code = code;
    }

    /** @param name with slashes, as it stands in class files */
    static ClassCode of(String name) {
        try (InputStream in = Recommenders.class.getResourceAsStream("/" + name + ".class")) {
            if (in == null) {
                throw new IllegalStateException("illegal class: " + name + ", must stand beside the engine's others");
            }
            return of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param bytes of a class file */
    static ClassCode of(byte[] bytes) {
        return new ClassCode(WITHOUT_DEBUG.parse(bytes));
    }

    /** Its bytes without what only a debugger reads. */
    byte[] stripped() {
        return WITHOUT_DEBUG.transformClass(code, ClassTransform.ACCEPT_ALL);
    }

    /**
     * The classes that it names: whatever it calls, makes, extends or holds in an array.
     *
     * @param prefix of the names to tell
     */
    Set<String> named(String prefix) {
        Set<String> names = new TreeSet<>();
        for (PoolEntry entry : code.constantPool()) {
            if (entry instanceof ClassEntry type) {
                String name = type.asInternalName().replaceFirst("^\\[+L(.*);$", "$1");
                if (name.startsWith(prefix)) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
