package io.zhiyin.app.lab;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A step of {@code lab scale} in a process of its own, by the same Java and the same classes: the heap is fixed to what
 * the step needs, large arrays stay where they are (the serial collector, with a small nursery for scratch), and the
 * machine is told to have no more processors than threads were asked for.
 */
final class ScaleProcess {
    private ScaleProcess() {}

    /**
     * Runs a step; what it prints is printed here.
     *
     * @return its exit code
     */
    static int run(ScalePlan plan, String step, boolean json, long heapMib) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn48m",
                "-Xmx" + heapMib + "m",
                "-XX:ActiveProcessorCount=" + plan.threads(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                "io.zhiyin.app.Main",
                "lab",
                "scale"));
        command.addAll(plan.options());
        command.addAll(
                List.of("--data", plan.data().toString(), "--out", plan.out().toString(), "--step", step));
        if (json) {
            command.add("--json");
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (InputStream printed = process.getInputStream()) {
                System.out.print(new String(printed.readAllBytes(), StandardCharsets.UTF_8));
            }
            return process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + step, e);
        }
    }
}
