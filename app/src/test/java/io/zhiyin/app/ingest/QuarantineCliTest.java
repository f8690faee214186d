package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.Main;
import io.zhiyin.app.platform.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A seller's way from a refused file to its events, as it is typed on a home where no server runs. */
@ResourceLock(Resources.SYSTEM_OUT)
class QuarantineCliTest {
    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void whatWasRefusedIsListedDownloadedRepairedAndReplayed() throws Exception {
        Path sent = Files.writeString(folder.resolve("sent.ndjson"), "{\"type\":\"track\",\"userId\":\"p\"}\n");
        Path refused = folder.resolve("refused.ndjson");
        assertThat(run("import", "events", sent.toString()).code()).isEqualTo(3);

        Ran listed = run("quarantine", "list");
        assertThat(listed.out()).contains("event_name_missing").doesNotContain("!ingest");
        assertThat(run("quarantine", "replay", "--reason", "event_name_missing").code())
                .isEqualTo(3);
        assertThat(run("quarantine", "download", refused.toString()).code()).isZero();
        ObjectNode line = (ObjectNode) Json.tree(Files.readString(refused));
        ((ObjectNode) line.path("message")).put("event", "Product Viewed");
        Files.writeString(refused, line + "\n");
        Ran replayed = run("quarantine", "replay", refused.toString(), "--json");

        assertThat(replayed.code()).as(replayed.err()).isZero();
        JsonNode told = Json.tree(replayed.out());
        assertThat(told.path("replayed").asInt()).isEqualTo(1);
        assertThat(run("quarantine", "replay", refused.toString()).out()).doesNotContain("!ingest");
    }

    @Test
    void mistakesAreTold() {
        assertThat(run("quarantine", "replay", folder.resolve("none").toString())
                        .code())
                .isEqualTo(1);
        Ran wrong = run("quarantine", "replay", "--reason", "dance");
        assertThat(wrong.code()).isNotZero();
        assertThat(wrong.err()).contains("dance").contains("event_name_missing");
        assertThat(run("quarantine", "download").code()).isEqualTo(2);
        for (String command : List.of("list", "download", "replay")) {
            assertThat(run("quarantine", command, "--help").out())
                    .contains("--home")
                    .doesNotContain("!cli");
        }
    }

    private Ran run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        if (!all.contains("--help")) {
            all.addAll(List.of("--home", folder.resolve("home").toString()));
        }
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            int code = Main.run(all.toArray(String[]::new));
            return new Ran(code, told.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
