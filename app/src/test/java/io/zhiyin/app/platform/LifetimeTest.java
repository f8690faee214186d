package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.App;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot start says why and leaves nothing behind; one that does is found, and only it. */
class LifetimeTest {
    @TempDir
    private Path folder;

    @Test
    void aPortInUseIsToldAndTheHomeIsFreeAgain() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Problem problem = refused(() -> start(other.getLocalPort()));
            assertThat(problem.code()).isEqualTo("port_in_use");
            assertThat(problem.detail(Lang.EN)).contains(Integer.toString(other.getLocalPort()), "--port");
            assertThat(problem.detail(Lang.ZH)).contains(Integer.toString(other.getLocalPort()), "--port");
        }
        start(0).close();
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsNotAPortInUse() throws Exception {
        Files.writeString(folder.resolve("zhiyin.yaml"), "host: 192.0.2.1\n");
        Problem problem = refused(() -> start(0));
        assertThat(problem.code()).isEqualTo("address_unusable");
        assertThat(problem.detail(Lang.EN)).contains("192.0.2.1", "host");
    }

    /** As a kill between the first step of an erasure and the others leaves it. */
    @Test
    void anErasureThatWasCutOffIsBroughtToItsEndByTheNextStart() throws Exception {
        try (Lifetime first = start(0);
                Client client = new Client(first.running(), Lang.EN, Lifetime.MAIN, () -> {})) {
            List<Map<String, String>> batch = new ArrayList<>();
            for (String person : List.of("leaver", "stayer", "leaver")) {
                batch.add(Map.of("type", "track", "event", "e", "messageId", "m" + batch.size(), "userId", person));
            }
            client.post("/v1/batch", Map.of("batch", batch));
        }
        new PendingErasures(Disk.real(), folder.resolve("main")).begin("leaver");
        for (int again = 0; again < 2; again++) {
            try (Lifetime next = start(0)) {
                List<String> people = new ArrayList<>();
                next.workspace().log().read(0, (_, event) -> people.add(event.person()));
                assertThat(people).containsExactly("stayer");
                assertThat(next.workspace().view().await(3, Duration.ofSeconds(30)))
                        .isTrue();
                assertThat(next.workspace()
                                .view()
                                .query("SELECT person FROM events", List.of(), row -> row.getString(1)))
                        .containsExactly("stayer");
            }
            assertThat(folder.resolve("main/erasing.json")).doesNotExist();
        }
    }

    @Test
    void aRottenListOfErasuresIsKeptToldByTheDoctorAndStopsNeitherTheStartNorOtherErasures() throws Exception {
        start(0).close();
        String rotten = "[\"leaver\",\"sto";
        Files.writeString(folder.resolve("main/erasing.json"), rotten);
        for (int again = 0; again < 2; again++) {
            try (Lifetime next = start(0);
                    Client client = new Client(next.running(), Lang.EN, Lifetime.MAIN, () -> {})) {
                assertThat(client.delete("/api/people/other").path("id").asText())
                        .isEqualTo("other");
                JsonNode told = client.get("/api/doctor");
                assertThat(told.path("ok").asBoolean()).isFalse();
                assertThat(told.toString()).contains("erasing.unreadable.json", "DELETE /api/people/ID");
            }
            assertThat(folder.resolve("main/erasing.unreadable.json")).hasContent(rotten);
        }
        Files.writeString(folder.resolve("main/erasing.json"), "{}");
        start(0).close();
        assertThat(folder.resolve("main/erasing.unreadable.2.json")).hasContent("{}");
    }

    @Test
    void aSecondServerOnTheHomeIsRefusedWithTheFirstOnesProcessAndPort() {
        try (Lifetime first = start(0)) {
            Problem problem = refused(() -> start(0));
            assertThat(problem.code()).isEqualTo("home_in_use");
            assertThat(problem.detail(Lang.ZH)).contains(Integer.toString(first.port()));
        }
    }

    @Test
    void aSecondServerThatComesBeforeTheFirstLeftWordIsRefusedToo() throws Exception {
        try (Lifetime _ = start(0)) {
            Files.delete(folder.resolve("server.json"));
            Problem problem = refused(() -> start(0));
            assertThat(problem.code()).isEqualTo("folder_in_use");
            assertThat(problem.detail(Lang.EN))
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @Test
    void wordLeftByACrashIsNoServerEvenIfAProcessHasItsIdNow() throws Exception {
        int free;
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = any.getLocalPort();
        }
        Files.writeString(
                folder.resolve("server.json"),
                Json.text(new Home.Running(ProcessHandle.current().pid(), free, "key")));

        assertThat(Home.at(folder).running()).isEmpty();
        try (Lifetime server = start(0)) {
            assertThat(Home.at(folder).running()).hasValue(server.running());
        }
    }

    @Test
    void wordThatCannotBeReadIsNoServer() throws Exception {
        for (String word : new String[] {"", "garbage", "\"x\"", "{\"pid\":-1,\"port\":-1}"}) {
            Files.writeString(folder.resolve("server.json"), word);
            assertThat(Home.at(folder).running()).as(word).isEmpty();
        }
    }

    @Test
    void aDatabaseThatIsNoneIsNamedWithTheDoctorAndEverythingElseIsFreeAgain() throws Exception {
        start(0).close();
        for (String name : new String[] {"main/state.db", "server.db"}) {
            byte[] good = Files.readAllBytes(folder.resolve(name));
            Files.writeString(folder.resolve(name), "this is not a database, whatever its name says");
            Problem problem = refused(() -> start(0));
            assertThat(problem.code()).isEqualTo("state_damaged");
            assertThat(problem.detail(Lang.EN)).contains(name, "./zhiyin doctor");
            assertThat(problem.detail(Lang.ZH)).contains(name, "./zhiyin doctor");
            Files.write(folder.resolve(name), good);
        }
        start(0).close();
    }

    @Test
    void aHomeThatIsAFileOrUnderOneIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        for (Path home : new Path[] {file, file.resolve("home")}) {
            Problem problem = refused(() -> Home.at(home));
            assertThat(problem.code()).isEqualTo("home_unusable");
            assertThat(problem.detail(Lang.EN)).contains(home.toString());
        }
        assertThat(file).hasContent("x");
    }

    @Test
    void aHomeThatCannotBeWrittenIsRefused() throws Exception {
        assumeFalse("root".equals(System.getProperty("user.name")), "root may write everywhere");
        Path shut = Files.createDirectory(
                folder.resolve("shut"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assertThat(refused(() -> Home.at(shut)).code()).isEqualTo("home_unusable");
        assertThat(refused(() -> Home.at(shut.resolve("home"))).code()).isEqualTo("home_unusable");
    }

    @Test
    void aHomeThatIsMadeIsItsUsersAlone() throws IOException {
        Path made = folder.resolve("a/b/home");
        assertThat(Home.at(made).folder()).isEqualTo(made.toAbsolutePath());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
                .isEqualTo("rwx------");
    }

    @Test
    void whatIsNotThereKeepsItsOwnCode() throws Exception {
        try (Lifetime server = start(0);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(code(http, server, "/api/jobs/99", "main")).isEqualTo("404 job_unknown");
            assertThat(code(http, server, "/api/keys", "ghost")).isEqualTo("404 workspace_unknown");
            assertThat(code(http, server, "/nope", "main")).isEqualTo("404 http_404");
        }
    }

    private static String code(HttpClient http, Lifetime server, String path, String workspace) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + server.running().adminKey())
                .header("X-Zhiyin-Workspace", workspace)
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        return answer.statusCode() + " " + Json.tree(answer.body()).path("code").asText();
    }

    private Lifetime start(int port) {
        return App.start(folder, port, Clock.systemUTC());
    }

    private static Problem refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable start) {
        return catchThrowableOfType(Problem.class, start);
    }
}
