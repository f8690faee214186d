package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import io.zhiyin.app.recommend.ReasonTexts.Reason;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.app.recommend.Slate.ReasonCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Rankings and training over HTTP. */
final class RecommendApi {
    private static final int REASONS_MOST = 5;
    static final int TRIALS = 40;
    private static final int TRIALS_MOST = 1_000;

    private final Recommendations recommendations;
    private final AskReader asks;

    RecommendApi(Recommendations recommendations) {
        this.recommendations = recommendations;
        this.asks = new AskReader(recommendations);
    }

    void routes(Routes routes) {
        routes.get("/api/recommendations", Scope.READ, this::get);
        routes.post("/api/recommendations", Scope.READ, this::post);
        routes.post("/api/recommendations/batch", Scope.READ, this::batch);
        routes.post("/api/recommendations/all", Scope.ADMIN, this::all);
        routes.get("/api/lists/{list}", Scope.READ, this::list);
        routes.get("/api/items/{id}/similar", Scope.READ, this::similarItems);
        // Ids of other people, chosen by what they did: more than a key that reads one person's list may see.
        routes.get("/api/people/{id}/similar", Scope.ADMIN, this::similarPeople);
        routes.post("/api/models/train", Scope.ADMIN, this::train);
        routes.get("/api/settings/recommend", Scope.READ, call -> call.json(recommendations.settings()));
        routes.put("/api/settings/recommend", Scope.ADMIN, this::choose);
        routes.post("/api/feedback/tune", Scope.ADMIN, this::tune);
        routes.get("/api/feedback/proposal", Scope.READ, this::proposal);
        routes.get("/api/models/current", Scope.READ, this::current);
    }

    /** The name of a reason code in answers. */
    static String name(ReasonCode code) {
        return code.name().toLowerCase(Locale.ROOT);
    }

    private void get(Call call) {
        String person = call.query("person");
        Slate slate = recommendations.recommend(asks.of(call, person));
        boolean because = call.query("because", false);
        answer(call, slate, texts(person, because), because);
    }

    /** Without reasons in the answer the history is not opened a second time. */
    private ReasonTexts texts(String person, boolean because) {
        return because ? ReasonTexts.of(recommendations, person) : ReasonTexts.of(recommendations, List.of());
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
        Slate slate = recommendations.list(name, asks.of(call, call.query("person", "")));
        answer(call, slate, ReasonTexts.ofOthers(recommendations), call.query("because", false));
    }

    private void similarItems(Call call) {
        Slate slate = recommendations.similarItems(call.path("id"), asks.of(call, call.query("person", "")));
        answer(call, slate, ReasonTexts.ofOthers(recommendations), call.query("because", false));
    }

    private void similarPeople(Call call) {
        SimilarPeople alike = recommendations.similarPeople(
                AskReader.name("id", call.path("id")), call.query("count", 10, 1, Ask.MOST));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("people", alike.people());
        body.put("reasonCode", alike.reasonCode().map(RecommendApi::name).orElse(null));
        call.json(body);
    }

    private void post(Call call) {
        AnonymousAsk asked = AnonymousAsk.of(Json.read(call.http().bodyAsBytes()), asks);
        List<Entry> history = recommendations.entries(asked.history());
        ReasonTexts texts = ReasonTexts.of(recommendations, history);
        answer(call, recommendations.recommend(asked.ask(), history), texts, asked.because());
    }

    /** One after the other: somebody who asks for a thousand lists must not hold up those who ask for one. */
    @SuppressWarnings("ThreadPriorityCheck") // for the sake of others; the answer does not depend on it
    private void batch(Call call) {
        PeopleAsk asked = PeopleAsk.of(Json.read(call.http().bodyAsBytes()), asks);
        List<Map<String, Object>> lists = new ArrayList<>(asked.people().size());
        for (JsonNode person : asked.people()) {
            lists.add(listOf(person, asked, call.lang()));
            Thread.yield();
        }
        call.json(Map.of("lists", lists));
    }

    /** The server writes the file itself: the asker is its own user, on its own machine. */
    private void all(Call call) {
        call.requireLocal();
        JsonNode body = body(call);
        Ask each = AnonymousAsk.ask(body, asks).unlogged().explained(false);
        begun(call, recommendations.recommendAll(AllLists.of(body, each)));
    }

    private Map<String, Object> listOf(JsonNode person, PeopleAsk asked, Lang lang) {
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("person", person);
        try {
            Ask ask = asked.of(person);
            Slate slate = recommendations.recommend(ask);
            list.putAll(told(slate, texts(ask.person(), asked.because()), asked.because(), lang));
        } catch (Problem e) {
            Map<String, Object> problem = new LinkedHashMap<>();
            problem.put("code", e.code());
            problem.put("title", e.title(lang));
            problem.put("status", e.status());
            problem.put("detail", e.detail(lang));
            list.put("problem", problem);
        }
        return list;
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
        call.json(told(slate, texts, because, call.lang()));
    }

    private Map<String, Object> told(Slate slate, ReasonTexts texts, boolean because, Lang lang) {
        List<Map<String, Object>> items = new ArrayList<>();
        for (Place place : slate.items()) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("id", place.id());
            item.put("kind", place.kind());
            item.put("title", recommendations.title(place.id(), lang));
            item.put("score", place.score());
            item.put("propensity", place.propensity());
            if (because) {
                List<Reason> reasons = Ranker.shorten(place.because(), REASONS_MOST, place.score()).stream()
                        .map(b -> texts.reason(b, place.id(), lang))
                        .toList();
                item.put("because", reasons);
                item.put("models", place.models());
            }
            items.add(item);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("ranking", slate.ranking());
        body.put("model", slate.model());
        body.put("items", items);
        body.put("reasonCode", slate.reasonCode().map(RecommendApi::name).orElse(null));
        return body;
    }

    private void train(Call call) {
        JsonNode body = body(call);
        Map<String, String> settings = new LinkedHashMap<>();
        JsonNode told = body.path("settings");
        if (!told.isMissingNode() && !told.isObject()) {
            throw AnonymousAsk.illegal("settings", told, "{\"name\": \"value\"}");
        }
        told.properties().forEach(e -> settings.put(e.getKey(), e.getValue().asText()));
        long seed = seed(body);
        boolean isAsked = body.has("model") || !settings.isEmpty();
        Jobs.Job job = isAsked
                ? recommendations.train(body.path("model").asText(Training.DEFAULT_MODEL), settings, seed)
                : recommendations.trainCandidates(seed);
        begun(call, job);
    }

    private void choose(Call call) {
        recommendations.choose(body(call));
        call.json(recommendations.settings());
    }

    private void tune(Call call) {
        JsonNode body = body(call);
        JsonNode trials = body.path("trials");
        if (!trials.isMissingNode() && (!trials.isInt() || trials.asInt() < 1 || trials.asInt() > TRIALS_MOST)) {
            throw AnonymousAsk.illegal("trials", trials, "1.." + TRIALS_MOST);
        }
        JsonNode apply = body.path("apply");
        if (!apply.isMissingNode() && !apply.isBoolean()) {
            throw AnonymousAsk.illegal("apply", apply, "true, false");
        }
        begun(call, recommendations.tuneFeedback(trials.asInt(TRIALS), seed(body), apply.asBoolean(false)));
    }

    private void proposal(Call call) {
        call.json(recommendations.proposal().orElseThrow(() -> Problem.of(404, "no_proposal")));
    }

    private static JsonNode body(Call call) {
        byte[] bytes = call.http().bodyAsBytes();
        JsonNode body = bytes.length == 0 ? Json.MAPPER.createObjectNode() : Json.read(bytes);
        if (!body.isObject()) {
            throw AnonymousAsk.illegal("body", body, "{…}");
        }
        return body;
    }

    private static long seed(JsonNode body) {
        JsonNode seed = body.path("seed");
        if (!seed.isMissingNode() && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            throw AnonymousAsk.illegal("seed", seed, "a whole number");
        }
        return seed.asLong(1);
    }

    private static void begun(Call call, Jobs.Job job) {
        call.http().status(202);
        call.json(Map.of("job", job.id()));
    }

    private void current(Call call) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("model", recommendations.model().orElseThrow(() -> Problem.of(404, "no_model")));
        body.put("card", recommendations.card().orElseThrow());
        call.json(body);
    }
}
