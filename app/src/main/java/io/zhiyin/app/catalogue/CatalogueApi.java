package io.zhiyin.app.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The catalogue over HTTP: read page by page, written in lists. */
final class CatalogueApi {
    private static final int PAGE = 100;
    private static final int PAGE_MAX = 1_000;

    /** A misspelt field is a mistake and not a wish to be ignored. */
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Catalogue catalogue;

    CatalogueApi(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    void routes(Routes routes) {
        routes.get("/api/items", Scope.READ, this::list);
        routes.get("/api/items/{id}", Scope.READ, this::one);
        routes.put("/api/items", Scope.ADMIN, this::put);
    }

    private void list(Call call) {
        int limit = call.query("limit", PAGE, 1, PAGE_MAX);
        String cursor = call.query("cursor", "");
        List<Item> page = catalogue.after(decode(cursor)).limit(limit + 1L).toList();
        boolean hasMore = page.size() > limit;
        List<Item> shown = hasMore ? page.subList(0, limit) : page;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("data", shown);
        answer.put("nextCursor", hasMore ? encode(shown.getLast().id()) : null);
        if (hasMore) {
            call.http()
                    .header(
                            "Link",
                            "</api/items?limit=" + limit + "&cursor="
                                    + encode(shown.getLast().id()) + ">; rel=\"next\"");
        }
        call.json(answer);
    }

    private void one(Call call) {
        String id = call.path("id");
        call.json(catalogue.item(id).orElseThrow(() -> Problem.of(404, "item_unknown", id)));
    }

    private void put(Call call) throws IOException {
        JsonNode body;
        try {
            body = Json.MAPPER.readTree(call.http().bodyAsBytes());
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "items_not_json", e.getOriginalMessage());
        }
        JsonNode list = body.isArray() ? body : body.path("items");
        if (!list.isArray()) {
            throw Problem.of(400, "items_not_json", "[{\"id\":…,\"title\":…}]");
        }
        List<Item> items = new ArrayList<>();
        for (JsonNode entry : list) {
            items.add(item(entry, items.size()));
        }
        Catalogue.Changes changes = catalogue.put(items);
        call.json(Map.of("changed", changes.changed(), "unchanged", changes.unchanged()));
    }

    private static Item item(JsonNode entry, int index) {
        if (!entry.path("id").isTextual()) {
            throw Problem.of(400, "item_illegal", index, "id");
        }
        try {
            return STRICT.treeToValue(entry, Item.class);
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "item_illegal", index, e.getOriginalMessage());
        }
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "parameter_illegal", "cursor", cursor, "nextCursor");
        }
    }
}
