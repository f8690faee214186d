package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Json;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCourseTest {
    @TempDir
    Path home;

    @Test
    void aCourseThatNobodyBoughtIsRecommendedForItsText() {
        try (School school = School.open(home)) {
            school.client.put("/api/items", Json.MAPPER.createArrayNode().add(School.item("writing-0 advanced")));
            Map<String, Object> asked =
                    Map.of("model", "cold-start", "settings", Map.of("content-based.teachers", "0"));
            school.client.await(
                    school.client.post("/api/models/train", asked).path("job").asLong(), _ -> {});

            JsonNode items =
                    school.recommend("writing-lover-0", "&count=4&because=true").path("items");

            assertThat(items.findValuesAsText("id")).contains("writing-0 advanced");
            JsonNode fresh = items.findParents("because").stream()
                    .filter(item -> item.path("id").asText().equals("writing-0 advanced"))
                    .findFirst()
                    .orElseThrow();
            assertThat(fresh.path("because").path(0).path("kind").asText()).isEqualTo("text");
            assertThat(fresh.path("because").path(0).path("text").asText()).startsWith("alike in content to");
        }
    }
}
