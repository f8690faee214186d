package io.zhiyin.app.gorse;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.Recommendations;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The door of Gorse's REST interface, under {@code /gorse}: items are the catalogue's, users are people, feedback is events,
 * rankings are the recommender's. A client of Gorse needs another entry point and one of our keys, nothing else.
 */
public final class Gorse implements Slice {
    /** Where events of this door say they are from. */
    static final String SOURCE = "gorse";

    private static final int COUNT = 10;
    private static final int COUNT_MAX = 10_000;

    private final Workspace workspace;
    private final Catalogue catalogue;
    private final Recommendations recommendations;
    private final Users users;
    private final FeedbackStore feedback;
    private final FeedbackLog log;

    public Gorse(Workspace workspace, Catalogue catalogue, Events events, Recommendations recommendations) {
        this.workspace = workspace;
        this.catalogue = catalogue;
        this.recommendations = recommendations;
        this.users = new Users(workspace);
        this.feedback = new FeedbackStore(workspace);
        FeedbackTypes types = FeedbackTypes.of(events, workspace.settings());
        this.log = new FeedbackLog(workspace, events, types, feedback);
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/gorse/api/health/live", Scope.OPEN, call -> call.json(health()));
        routes.get("/gorse/api/health/ready", Scope.OPEN, this::ready);
        new UserApi(workspace, users).routes(routes);
        new ItemApi(workspace, catalogue, feedback).routes(routes);
        new FeedbackApi(log, feedback, workspace.clock()).routes(routes);
        new RankingApi(catalogue, recommendations, log, feedback).routes(routes);
    }

    @Override
    public void erase(String person) {
        users.erase(person);
        feedback.erase(person);
    }

    /** Answers as Gorse does to what changes something. */
    static void affected(Call call, int rows) {
        call.json(Map.of("RowAffected", rows));
    }

    static byte[] body(Call call) {
        return call.http().bodyAsBytes();
    }

    /** How many rows a page has at most. */
    static int count(Call call) {
        return call.query("n", COUNT, 0, COUNT_MAX);
    }

    /** The log stands for both stores: what it takes is stored, and nothing is lost with a cache. */
    private Map<String, Object> health() {
        boolean isReady = workspace.log().state() instanceof EventLog.Writable;
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("Ready", isReady);
        health.put(
                "DataStoreError", workspace.log().state() instanceof EventLog.ReadOnly(String reason) ? reason : null);
        health.put("CacheStoreError", null);
        health.put("DataStoreConnected", isReady);
        health.put("CacheStoreConnected", true);
        return health;
    }

    private void ready(Call call) {
        call.http().status(workspace.log().state() instanceof EventLog.Writable ? 200 : 503);
        call.json(health());
    }
}
