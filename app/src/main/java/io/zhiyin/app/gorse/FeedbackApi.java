package io.zhiyin.app.gorse;

import io.zhiyin.app.gorse.FeedbackStore.Asked;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Feedback as Gorse's clients send it, read it back and delete it. */
final class FeedbackApi {
    private static final String TYPED = "/gorse/api/feedback/{type}/{user}/{item}";
    private static final String PAIR = "/gorse/api/feedback/{user}/{item}";

    private final FeedbackLog log;
    private final FeedbackStore store;
    private final Clock clock;

    FeedbackApi(FeedbackLog log, FeedbackStore store, Clock clock) {
        this.log = log;
        this.store = store;
        this.clock = clock;
    }

    void routes(Routes routes) {
        routes.post("/gorse/api/feedback", Scope.INGEST, call -> take(call, false));
        routes.put("/gorse/api/feedback", Scope.INGEST, call -> take(call, true));
        routes.get("/gorse/api/feedback", Scope.ADMIN, call -> page(call, ""));
        routes.get("/gorse/api/feedback/{type}", Scope.ADMIN, call -> page(call, id(call, "type")));
        routes.get(PAIR, Scope.READ, call -> list(call, new Asked("", id(call, "user"), id(call, "item"))));
        routes.delete(PAIR, Scope.ADMIN, call -> delete(call, new Asked("", id(call, "user"), id(call, "item"))));
        routes.get(TYPED, Scope.READ, this::one);
        routes.delete(TYPED, Scope.ADMIN, call -> delete(call, typed(call)));
        routes.get("/gorse/api/user/{id}/feedback", Scope.READ, call -> list(call, new Asked("", id(call, "id"), "")));
        routes.get(
                "/gorse/api/user/{id}/feedback/{type}",
                Scope.READ,
                call -> list(call, new Asked(id(call, "type"), id(call, "id"), "")));
        routes.get("/gorse/api/item/{id}/feedback", Scope.ADMIN, call -> list(call, new Asked("", "", id(call, "id"))));
        routes.get(
                "/gorse/api/item/{id}/feedback/{type}",
                Scope.ADMIN,
                call -> list(call, new Asked(id(call, "type"), "", id(call, "id"))));
    }

    private void take(Call call, boolean isOverwriting) {
        Instant now = clock.instant();
        List<Feedback> feedback = Fields.list(Gorse.body(call)).stream()
                .map(told -> Feedback.of(told, now))
                .toList();
        call.spend(feedback.size());
        log.take(feedback, isOverwriting);
        Gorse.affected(call, feedback.size());
    }

    private void page(Call call, String type) {
        int limit = Gorse.count(call);
        List<String> last = Cursor.read(call, 3);
        List<Feedback> found = store.after(new Feedback.Key(last.get(0), last.get(1), last.get(2)), type, limit + 1);
        List<Feedback> page = found.subList(0, Math.min(limit, found.size()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "Cursor",
                found.size() > limit && limit > 0 ? cursor(page.getLast().key()) : "");
        answer.put("Feedback", page.stream().map(Feedback::json).toList());
        call.json(answer);
    }

    private static String cursor(Feedback.Key key) {
        return Cursor.of(key.type(), key.user(), key.item());
    }

    private void list(Call call, Asked asked) {
        call.json(store.all(asked).stream().map(Feedback::json).toList());
    }

    private void one(Call call) {
        Asked asked = typed(call);
        call.json(store.all(asked).stream()
                .findFirst()
                .map(Feedback::json)
                .orElseThrow(
                        () -> Problem.of(404, "gorse_feedback_unknown", asked.type(), asked.user(), asked.item())));
    }

    private void delete(Call call, Asked asked) {
        Gorse.affected(call, log.delete(asked));
    }

    private static Asked typed(Call call) {
        return new Asked(id(call, "type"), id(call, "user"), id(call, "item"));
    }

    private static String id(Call call, String name) {
        return Fields.id(name, call.path(name));
    }
}
