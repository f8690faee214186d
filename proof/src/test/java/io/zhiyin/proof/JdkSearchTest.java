package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher on machines where the JDK stands elsewhere, is too old, or is missing. */
class JdkSearchTest {
    @TempDir
    Path folder;

    @Test
    void anOldJavaHomeIsPassedOverForANewerJdk() throws Exception {
        Path old = folder.resolve("jdk-17");
        Files.createDirectories(old.resolve("bin"));
        for (String tool : new String[] {"java", "javac"}) {
            Files.writeString(old.resolve("bin").resolve(tool), "#!/bin/sh\necho wrong java >&2\nexit 9\n");
            assertThat(old.resolve("bin").resolve(tool).toFile().setExecutable(true))
                    .isTrue();
        }
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
        ProcessBuilder builder = new ProcessBuilder(launcher(), "--version");
        builder.environment().put("JAVA_HOME", old.toString());

        Said said = said(builder);
        assertThat(said.exit).as(said.text).isZero();
        assertThat(said.text).contains("zhiyin 0.1.0").doesNotContain("wrong java");
    }

    @Test
    void withoutAnyJdkOneSentenceSaysHowToGetOneInTheUsersLanguage() throws Exception {
        // The same script in a world without the usual folders: a search path with the shell's tools only.
        Path tools = folder.resolve("tools");
        Files.createDirectories(tools);
        for (String tool : new String[] {"sh", "sed", "date", "readlink", "uname"}) {
            for (String place : new String[] {"/bin/", "/usr/bin/"}) {
                if (Files.exists(Path.of(place + tool)) && !Files.exists(tools.resolve(tool))) {
                    Files.createSymbolicLink(tools.resolve(tool), Path.of(place + tool));
                }
            }
        }
        Path script = folder.resolve("zhiyin");
        Files.writeString(
                script,
                Files.readString(Path.of(launcher()))
                        .replace("/usr/lib/jvm/*", "/nowhere/*")
                        .replace(" /opt/", " /nowhere/"));
        for (String[] expected : new String[][] {{"zh", "没有找到 JDK 25"}, {"en", "No JDK 25 or later was found"}}) {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", script.toString(), "demo");
            builder.environment().clear();
            builder.environment().put("PATH", tools.toString());
            builder.environment().put("HOME", folder.toString());
            builder.environment().put("ZHIYIN_LANG", expected[0]);

            Said said = said(builder);
            assertThat(said.exit).isEqualTo(1);
            assertThat(said.text.strip().lines()).hasSize(1);
            assertThat(said.text).contains(expected[1]);
        }
    }

    private record Said(int exit, String text) {}

    private static Said said(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }

    private static String launcher() {
        return Launcher.repository().resolve("zhiyin").toString();
    }
}
