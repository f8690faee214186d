package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Client;
import java.util.Map;

/** The line that a person clicks to sign in, once. */
final class SignInLink {
    private SignInLink() {}

    static String of(Client client) {
        String path = client.post("/api/sign-in-links", Map.of()).path("path").asText();
        return "http://127.0.0.1:" + client.port() + path;
    }
}
