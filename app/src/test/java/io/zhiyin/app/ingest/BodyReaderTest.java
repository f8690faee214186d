package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zhiyin.app.platform.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** Pictures and {@code GET /sa} carry their event in the address: they are refused in overload as bodies are. */
class BodyReaderTest {
    private static final String EVENT = "{\"type\":\"track\"}";
    private static final String PARAMETER = Base64.getEncoder().encodeToString(EVENT.getBytes(StandardCharsets.UTF_8));

    @Test
    void whatTheAddressWrapsIsReadWhileThereIsACoreForIt() {
        BodyReader reader = new BodyReader(() -> false);
        try (BodyReader.Room room = reader.room()) {
            assertThat(reader.read(PARAMETER, room))
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(EVENT);
        }
    }

    @Test
    void whatTheAddressWrapsIsRefusedInOverloadWithATimeToComeBack() {
        BodyReader reader = new BodyReader(() -> true);
        try (BodyReader.Room room = reader.room()) {
            assertThatThrownBy(() -> reader.read(PARAMETER, room)).isInstanceOfSatisfying(Problem.class, problem -> {
                assertThat(problem.code()).isEqualTo("overloaded");
                assertThat(problem.status()).isEqualTo(503);
            });
        }
    }
}
