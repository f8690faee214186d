package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.recommend.ReasonTexts.Reason;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.app.recommend.Slate.ReasonCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rankings and training over HTTP. */
final class RecommendApi {
    private static final int REASONS_MOST = 5;

    private final Recommendations recommendations;

    RecommendApi(Recommendations recommendations) {
        this.recommendations = recommendations;
    }

    void routes(Routes routes) {
        routes.get("/api/recommendations", Scope.READ, this::get);
        routes.post("/api/recommendations", Scope.READ, this::post);
        routes.get("/api/lists/{list}", Scope.READ, this::list);
        routes.get("/api/items/{id}/similar", Scope.READ, this::similarItems);
        // Ids of other people, chosen by what they did: more than a key that reads one person's list may see.
        routes.get("/api/people/{id}/similar", Scope.ADMIN, this::similarPeople);
        routes.post("/api/models/train", Scope.ADMIN, this::train);
        routes.get("/api/models/current", Scope.READ, this::current);
    }

    /** The name of a reason code in answers. */
    static String name(ReasonCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    private void get(Call call) {
        String person = call.query("person");
        Slate slate = recommendations.recommend(ask(call, person));
        boolean because = call.query("because", false);
        // Without reasons in the answer the history is not opened a second time.
        ReasonTexts texts =
                because ? ReasonTexts.of(recommendations, person) : ReasonTexts.of(recommendations, List.of());
        answer(call, slate, texts, because);
    }

    private void list(Call call) {
        String word = call.path("list");
        ListName name = ListName.of(word)
                .orElseThrow(() -> Problem.of(
                        404,
                        "list_unknown",
                        word,
                        Nearest.of(word, ListName.words()),
                        String.join(", ", ListName.words())));
        Slate slate = recommendations.list(name, ask(call, call.query("person", "")));
        answer(call, slate, ReasonTexts.ofOthers(recommendations), call.query("because", false));
    }

    private void similarItems(Call call) {
        Slate slate = recommendations.similarItems(call.path("id"), ask(call, call.query("person", "")));
        answer(call, slate, ReasonTexts.ofOthers(recommendations), call.query("because", false));
    }

    private void similarPeople(Call call) {
        SimilarPeople alike = recommendations.similarPeople(call.path("id"), call.query("count", 10, 1, Ask.MOST));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("people", alike.people());
        body.put("reasonCode", alike.reasonCode().map(RecommendApi::name).orElse(null));
        call.json(body);
    }

    private static Ask ask(Call call, String person) {
        return new Ask(
                person,
                call.query("count", 10, 1, Ask.MOST),
                call.query("slot", "home"),
                kinds(call.queryList("kinds")),
                new HashSet<>(call.queryList("exclude")),
                Set.of(),
                true);
    }

    private void post(Call call) {
        AnonymousAsk asked = AnonymousAsk.of(Json.read(call.http().bodyAsBytes()));
        ReasonTexts texts = ReasonTexts.of(recommendations, asked.history());
        answer(call, recommendations.recommend(asked.ask(), asked.history()), texts, asked.because());
    }

    /** The kinds of items, each of which must be one of ours. */
    static Set<String> kinds(List<String> asked) {
        for (String kind : asked) {
            if (!Item.KINDS.contains(kind)) {
                throw Problem.of(400, "parameter_illegal", "kinds", kind, String.join(", ", Item.KINDS));
            }
        }
        return Set.copyOf(asked);
    }

    private void answer(Call call, Slate slate, ReasonTexts texts, boolean because) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Place place : slate.items()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", place.id());
            item.put("kind", place.kind());
            item.put("title", recommendations.title(place.id(), call.lang()));
            item.put("score", place.score());
            if (because) {
                List<Reason> reasons = Ranker.shorten(place.because(), REASONS_MOST, place.score()).stream()
                        .map(b -> texts.reason(b, place.id(), call.lang()))
                        .toList();
                item.put("because", reasons);
            }
            items.add(item);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ranking", slate.ranking());
        body.put("model", slate.model());
        body.put("items", items);
        body.put("reasonCode", slate.reasonCode().map(RecommendApi::name).orElse(null));
        call.json(body);
    }

    private void train(Call call) {
        byte[] bytes = call.http().bodyAsBytes();
        JsonNode body = bytes.length == 0 ? Json.MAPPER.createObjectNode() : Json.read(bytes);
        Map<String, String> settings = new LinkedHashMap<>();
        JsonNode told = body.path("settings");
        if (!told.isMissingNode() && !told.isObject()) {
            throw AnonymousAsk.illegal("settings", told, "{\"name\": \"value\"}");
        }
        told.properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        JsonNode seed = body.path("seed");
        if (!seed.isMissingNode() && !seed.canConvertToLong()) {
            throw AnonymousAsk.illegal("seed", seed, "a whole number");
        }
        long job = recommendations
                .train(body.path("model").asText(Training.DEFAULT_MODEL), settings, seed.asLong(1))
                .id();
        call.http().status(202);
        call.json(Map.of("job", job));
    }

    private void current(Call call) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", recommendations.model().orElseThrow(() -> Problem.of(404, "no_model")));
        body.put("card", recommendations.card().orElseThrow());
        call.json(body);
    }
}
