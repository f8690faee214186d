package io.zhiyin.engine.math;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A shared library that is carried on the class path: the operating system loads libraries from files only, so it is
 * unpacked into the temporary folder ({@code java.io.tmpdir}), loaded, and its files are deleted at once (a loaded
 * library needs its name no more). The one class of the engine that touches a file: docs/decisions/0014.
 */
final class UnpackedLibrary {
    private static final String FOLDER = "/org/bytedeco/openblas/";

    private UnpackedLibrary() {}

    /** What stands in the way of the library, in words for the person who runs the program. */
    static final class NotLoaded extends Exception {
        private static final long serialVersionUID = 1;

        private final String reason;

        NotLoaded(String reason) {
            super(reason);
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    /** Operating system and processor as the packages name them: linux-x86_64, macosx-arm64. */
    static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String processor = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return (system.startsWith("mac") ? "macosx" : system.split(" ", 2)[0])
                + "-"
                + switch (processor) {
                    case "amd64", "x86-64" -> "x86_64";
                    case "aarch64" -> "arm64";
                    default -> processor;
                };
    }

    /**
     * Loads OpenBLAS for good.
     *
     * @throws NotLoaded when there is none for the platform, it cannot be written or the system refuses it
     */
    static SymbolLookup openBlas(String platform) throws NotLoaded {
        String main = platform.startsWith("macosx") ? "libopenblas.0.dylib" : "libopenblas.so.0";
        if (UnpackedLibrary.class.getResource(FOLDER + platform + "/" + main) == null) {
            throw new NotLoaded("no OpenBLAS for " + platform + " on the class path");
        }
        // The order of need: the Fortran runtime needs the quadruple precision one, and OpenBLAS needs both.
        List<String> names = platform.startsWith("macosx")
                ? List.of("libgcc_s.1.1.dylib", "libquadmath.0.dylib", "libgfortran.5.dylib", main)
                : List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", main);
        try {
            return load(FOLDER + platform + "/", names);
        } catch (IOException e) {
            throw new NotLoaded(
                    "OpenBLAS could not be unpacked into " + System.getProperty("java.io.tmpdir") + ": " + e);
        } catch (IllegalArgumentException | IllegalCallerException e) {
            throw new NotLoaded("OpenBLAS could not be loaded from " + System.getProperty("java.io.tmpdir") + ": "
                    + e.getMessage());
        }
    }

    @SuppressWarnings("restricted") // Loading native code is the point.
    private static SymbolLookup load(String from, List<String> names) throws IOException {
        Path folder = Files.createTempDirectory("zhiyin-openblas");
        List<Path> files = new ArrayList<>();
        try {
            for (String name : names) {
                try (InputStream resource = UnpackedLibrary.class.getResourceAsStream(from + name)) {
                    if (resource != null) {
                        Path file = folder.resolve(name);
                        files.add(file);
                        Files.copy(resource, file);
                    }
                }
            }
            SymbolLookup last = SymbolLookup.loaderLookup();
            for (Path file : files) {
                last = SymbolLookup.libraryLookup(file, Arena.global());
            }
            return last;
        } finally {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.delete(folder);
        }
    }
}
