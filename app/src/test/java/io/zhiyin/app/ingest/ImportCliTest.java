package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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

/** The command as it is typed, on a home where no server runs. */
@ResourceLock(Resources.SYSTEM_OUT)
class ImportCliTest {
    @TempDir
    private Path folder;

    private record Ran(int code, String out, String err) {}

    @Test
    void everythingTakenIsZeroAndSomethingRefusedIsThree() throws Exception {
        Path good = Files.writeString(folder.resolve("good.csv"), "person,item\np,a\np,b\n");
        Path bad = Files.writeString(folder.resolve("bad.csv"), "person,item,color\np,c,red\n,d,red\n");

        Ran first = run("import", "interactions", good.toString(), "--kind", "purchase", "--json");
        Ran second = run("import", "interactions", good.toString(), bad.toString(), "--kind", "purchase", "--json");
        Ran third = run("import", "interactions", bad.toString());

        assertThat(first.code()).as(first.err()).isZero();
        JsonNode told = Json.tree(first.out());
        assertThat(told.path("accepted").asInt()).isEqualTo(2);
        assertThat(told.path("file").asText()).isEqualTo(good.toString());
        assertThat(second.code()).isEqualTo(3);
        List<JsonNode> both = second.out().lines().map(Json::tree).toList();
        assertThat(both.getFirst().path("duplicates").asInt()).isEqualTo(2);
        assertThat(both.getLast().path("refused").get(0).path("line").asInt()).isEqualTo(3);
        assertThat(third.code()).isEqualTo(3);
        assertThat(third.out()).contains("bad.csv").doesNotContain("!ingest");
        assertThat(third.err()).contains("color").contains("3").doesNotContain("!ingest");
    }

    @Test
    void aFileThatIsNotThereIsTold() {
        Ran ran = run("import", "events", folder.resolve("none.ndjson").toString());
        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("none.ndjson");
        assertThat(run("import", "catalogue", folder.toString()).code()).isEqualTo(1);
    }

    @Test
    void mistakesOnTheCommandLineAreUsageErrors() {
        assertThat(run("import", "catalog", "x").code()).isEqualTo(2);
        assertThat(run("import", "interactions").code()).isEqualTo(2);
        assertThat(run("import", "interactions", "--knd", "x", "f").err()).contains("--kind");
        assertThat(run("import").code()).isEqualTo(2);
    }

    @Test
    void helpSaysWhatEveryOptionIs() {
        for (String command : List.of("interactions", "catalogue", "events")) {
            String help = run("import", command, "--help").out();
            assertThat(help).contains("--format", "FILE").doesNotContain("!cli");
            assertThat(help).containsIgnoringCase("gzip");
        }
    }

    private Ran run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        if (args.length > 2 && !all.contains("--help")) {
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
