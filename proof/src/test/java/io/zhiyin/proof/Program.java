package io.zhiyin.proof;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Programs of other languages, run as processes of their own. */
final class Program {
    private Program() {}

    /** Whether a command answers what version it is. */
    static boolean isThere(String... command) throws InterruptedException {
        List<String> asked = new ArrayList<>(List.of(command));
        asked.add("--version");
        try {
            return new ProcessBuilder(asked)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Runs a command to its end; what it printed.
     *
     * @param folder where it runs, and where its errors are kept
     * @param environment what it has besides ours
     * @throws IOException if it did not succeed, with what it said
     */
    static String run(Path folder, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path errors = folder.resolve("errors.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(
                    command + " ended with " + process.exitValue() + ": " + out + Files.readString(errors));
        }
        return out;
    }
}
