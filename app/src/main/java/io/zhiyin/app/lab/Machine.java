package io.zhiyin.app.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process runs on, in words: beside a figure in seconds stands the machine that needed them. */
final class Machine {
    private static final Path CPUS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static String text() {
        return cpu() + ", " + Runtime.getRuntime().availableProcessors() + " processors, JDK "
                + Runtime.version().feature();
    }

    private static String cpu() {
        String architecture = System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(CPUS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException e) {
            return architecture; // not Linux
        }
    }
}
