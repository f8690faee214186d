package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two schools on one server: the key decides whose data are read and written, and nothing leads from one to the other. */
class WorkspacesTest {
    @TempDir
    Path home;

    private Lifetime server;
    private Client local;

    /** Settles what must stand in a home before its first start: nothing, for state in a file. */
    void settle(Path home) {}

    @BeforeEach
    void open() {
        settle(home);
        server = App.start(home, 0, Clock.systemUTC());
        local = new Client(server.running(), Lang.EN, "main", () -> {});
        local.post("/api/workspaces", Map.of("name", "academy"));
    }

    @AfterEach
    void close() {
        local.close();
        server.close();
    }

    @Test
    void aKeyReachesItsOwnWorkspaceOnly() {
        Client academy = with(key("academy", "admin"));
        academy.post("/v1/batch", batch("only-in-academy"));
        academy.put("/api/items", List.of(Map.of("id", "course-a", "title", "A")));
        Client main = with(key("main", "admin"));

        assertThat(academy.get("/api/items").path("data")).hasSize(1);
        assertThat(main.get("/api/items").path("data")).isEmpty();
        assertThat(server.workspace().log().last()).isZero();
        assertThatThrownBy(() -> main.get("/api/items/course-a")).isInstanceOf(Client.Refused.class);
    }

    @Test
    void anAdminKeyOfOneWorkspaceMakesAndSeesKeysOfThatOneOnly() {
        Client academy = with(key("academy", "admin"));
        key("main", "read");

        List<String> seen = new ArrayList<>();
        academy.get("/api/keys")
                .path("data")
                .forEach(k -> seen.add(k.path("workspace").asText()));
        assertThat(seen).containsOnly("academy");
        refusesAsLocal(() -> academy.post("/api/keys", Map.of("scope", "read", "workspace", "main")));
        refusesAsLocal(() -> academy.post("/api/sign-in-links", Map.of()));
        refusesAsLocal(() -> academy.post("/api/workspaces", Map.of("name", "third")));
        String idOfMain = local.get("/api/keys").path("data").get(1).path("id").asText();
        assertThatThrownBy(() -> academy.delete("/api/keys/" + idOfMain))
                .isInstanceOfSatisfying(
                        Client.Refused.class, e -> assertThat(e.status()).isEqualTo(404));
    }

    @Test
    void aWorkspaceStandsAgainAfterARestartWhateverItsName() {
        Client academy = with(key("academy", "admin"));
        academy.put("/api/items", List.of(Map.of("id", "course-a", "title", "A")));
        server.close();
        server = App.start(home, 0, Clock.systemUTC());
        try (Client again = new Client(server.running(), Lang.EN, "academy", () -> {})) {
            assertThat(again.get("/api/items").path("data")).hasSize(1);
        }
        assertThat(server.workspace().name()).isEqualTo("main");
    }

    @Test
    void anIllegalNameIsRefused() {
        assertThatThrownBy(() -> local.post("/api/workspaces", Map.of("name", "../main")))
                .hasMessageContaining("../main");
    }

    private static void refusesAsLocal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Client.Refused.class, e -> assertThat(e.code()).isEqualTo("local_only"));
    }

    private static Map<String, Object> batch(String person) {
        return Map.of(
                "batch",
                List.of(Map.of(
                        "type", "track", "event", "view", "userId", person, "properties", Map.of("product_id", "x"))));
    }

    private String key(String workspace, String scope) {
        JsonNode made = local.post("/api/keys", Map.of("workspace", workspace, "scope", scope));
        return made.path("key").asText();
    }

    private Client with(String key) {
        return new Client(new Home.Running(0, server.port(), key), Lang.EN, "main", () -> {});
    }
}
