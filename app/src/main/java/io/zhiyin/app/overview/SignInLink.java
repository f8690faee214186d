package io.zhiyin.app.overview;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Terminal;
import java.util.Map;

/** The line that a person clicks to sign in, once. */
final class SignInLink {
    private SignInLink() {}

    /** As people open it: at the public address, if there is one. Warns where what they send goes over open lines. */
    static String of(Client client, Terminal terminal) {
        JsonNode made = client.post("/api/sign-in-links", Map.of());
        if (made.path("isExposed").asBoolean()) {
            terminal.tell(terminal.text("overview.cli.exposed"));
        }
        String url = made.path("publicUrl").asText();
        return (url.isEmpty() ? client.address() : url) + made.path("path").asText();
    }

    /** As this process opens it. */
    static String local(Client client) {
        return client.address()
                + client.post("/api/sign-in-links", Map.of()).path("path").asText();
    }
}
