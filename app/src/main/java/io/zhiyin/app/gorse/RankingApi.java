package io.zhiyin.app.gorse;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.recommend.Ask;
import io.zhiyin.app.recommend.Did;
import io.zhiyin.app.recommend.ListName;
import io.zhiyin.app.recommend.Recommendations;
import io.zhiyin.app.recommend.Slate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lists as Gorse's clients ask for them. Every one is a ranking of ours, logged as shown; what somebody has given feedback
 * about does not come again, as Gorse leaves out what was read.
 */
final class RankingApi {
    /** The one list of similar items, and of similar people; Gorse's own example calls them so. */
    private static final String NEIGHBORS = "neighbors";

    private static final int COUNT_MAX = 100;
    private static final int OFFSET_MAX = 10_000;

    private final Catalogue catalogue;
    private final Recommendations recommendations;
    private final FeedbackLog log;
    private final FeedbackStore feedback;

    RankingApi(Catalogue catalogue, Recommendations recommendations, FeedbackLog log, FeedbackStore feedback) {
        this.catalogue = catalogue;
        this.recommendations = recommendations;
        this.log = log;
        this.feedback = feedback;
    }

    void routes(Routes routes) {
        for (String category : List.of("", "/{category}")) {
            routes.get("/gorse/api/recommend/{user}" + category, Scope.READ, this::recommend);
            routes.post("/gorse/api/session/recommend" + category, Scope.READ, this::session);
            routes.get("/gorse/api/latest" + category, Scope.READ, call -> list(call, ListName.LATEST));
            routes.get("/gorse/api/popular" + category, Scope.READ, call -> list(call, ListName.POPULAR));
            routes.get("/gorse/api/item/{id}/neighbors" + category, Scope.READ, this::similarItems);
        }
        routes.get("/gorse/api/non-personalized/{name}", Scope.READ, call -> list(call, named(call)));
        routes.get("/gorse/api/collaborative-filtering/{user}", Scope.READ, call -> scores(call, personal(call)));
        routes.get("/gorse/api/item-to-item/{name}/{id}", Scope.READ, call -> {
            requireNeighbors(call);
            similarItems(call);
        });
        routes.get("/gorse/api/user/{id}/neighbors", Scope.ADMIN, this::similarPeople);
        routes.get("/gorse/api/user-to-user/{name}/{id}", Scope.ADMIN, call -> {
            requireNeighbors(call);
            similarPeople(call);
        });
    }

    /** Ids alone, as always; with {@code X-API-Version: 2} scores too. */
    private void recommend(Call call) {
        Optional<String> writeBack = Optional.of(call.query("write-back-type", ""))
                .filter(type -> !type.isEmpty())
                .map(type -> Fields.id("write-back-type", type));
        long delay = GoDuration.millis("write-back-delay", call.query("write-back-delay", "0"));
        List<Slate.Place> places = personal(call);
        writeBack.ifPresent(type -> log.handedOut(
                places.stream()
                        .map(p -> new Feedback.Key(type, call.path("user"), p.id()))
                        .toList(),
                delay));
        if ("2".equals(call.http().header("X-API-Version"))) {
            scores(call, places);
        } else {
            call.json(places.stream().map(Slate.Place::id).toList());
        }
    }

    private List<Slate.Place> personal(Call call) {
        return places(call, Fields.id("user", call.path("user")), Set.of(), recommendations::recommend);
    }

    private void session(Call call) {
        List<Feedback> told =
                Fields.list(Gorse.body(call)).stream().map(Feedback::ofSession).toList();
        Set<String> taken = told.stream().map(f -> f.key().item()).collect(Collectors.toSet());
        List<Did> history = log.history(told);
        scores(call, places(call, "", taken, ask -> recommendations.recommendAfter(ask, history)));
    }

    private void list(Call call, ListName name) {
        scores(call, places(call, reader(call), Set.of(), ask -> recommendations.list(name, ask)));
    }

    /** An item that nobody knows has no neighbours, as in Gorse. */
    private void similarItems(Call call) {
        String item = Fields.id("id", call.path("id"));
        try {
            scores(call, places(call, reader(call), Set.of(), ask -> recommendations.similarItems(item, ask)));
        } catch (Problem e) {
            if (e.status() != 404) {
                throw e;
            }
            call.json(List.of());
        }
    }

    private void similarPeople(Call call) {
        String person = Fields.id("id", call.path("id"));
        Part part = Part.of(call);
        call.json(
                part.count() == 0
                        ? List.of()
                        : recommendations.similarPeople(person, part.offset() + part.count()).people().stream()
                                .skip(part.offset())
                                .map(p -> score(p.person(), p.similarity()))
                                .toList());
    }

    /** Which places of a list are asked for; together not more than the recommender makes. */
    private record Part(int offset, int count) {
        static Part of(Call call) {
            int offset = call.query("offset", 0, 0, OFFSET_MAX);
            return new Part(offset, Math.clamp(COUNT_MAX - offset, 0, Gorse.count(call)));
        }
    }

    private List<Slate.Place> places(Call call, String person, Set<String> without, Function<Ask, Slate> ranking) {
        Part part = Part.of(call);
        Optional<Set<String>> outside = outsideOfCategories(call);
        if (part.count() == 0 || outside.isEmpty()) {
            return List.of();
        }
        Set<String> exclude = new HashSet<>(outside.get());
        exclude.addAll(without);
        if (!person.isEmpty()) {
            exclude.addAll(feedback.itemsOf(person));
        }
        Ask ask = Ask.of(person, part.count())
                .withOffset(part.offset())
                .withExclude(exclude)
                .withSlot(Gorse.SOURCE);
        return ranking.apply(ask).items();
    }

    /** The items that lack one of the categories asked for; nothing if none has them all. */
    private Optional<Set<String>> outsideOfCategories(Call call) {
        Set<String> asked = new HashSet<>(call.http().queryParams("category"));
        Optional.ofNullable(call.http().pathParamMap().get("category"))
                .ifPresent(category -> asked.add(Fields.id("category", category)));
        asked.removeIf(String::isEmpty);
        if (asked.isEmpty()) {
            return Optional.of(Set.of());
        }
        Set<String> outside = new HashSet<>();
        int inside = 0;
        for (Item item : catalogue.items()) {
            if (GorseItem.categories(item).containsAll(asked)) {
                inside++;
            } else {
                outside.add(item.id());
            }
        }
        return inside == 0 ? Optional.empty() : Optional.of(outside);
    }

    /** For whom a list without a person leaves out what was read. */
    private static String reader(Call call) {
        String user = call.query("user-id", "");
        return user.isEmpty() ? "" : Fields.id("user-id", user);
    }

    private static ListName named(Call call) {
        String name = call.path("name");
        return ListName.of(name)
                .orElseThrow(() -> Problem.of(404, "gorse_list_unknown", name, String.join(", ", ListName.words())));
    }

    private static void requireNeighbors(Call call) {
        if (!call.path("name").equals(NEIGHBORS)) {
            throw Problem.of(404, "gorse_list_unknown", call.path("name"), NEIGHBORS);
        }
    }

    private static void scores(Call call, List<Slate.Place> places) {
        call.json(places.stream().map(p -> score(p.id(), p.score())).toList());
    }

    private static Map<String, Object> score(String id, double score) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("Id", id);
        json.put("Score", score);
        return json;
    }
}
