package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/**
 * The recommender's settings of one workspace: the defaults, then the server's file, then what was chosen for this
 * workspace and is kept in its state. A change holds at once and is told to the log.
 */
final class ChosenSettings {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");
    private static final String PROPOSAL = "proposal";
    static final String CHOSEN = "chosen";

    private final Workspace workspace;
    private final RecommendSettings ofServer;
    private final AtomicReference<ObjectNode> chosen;
    private final AtomicReference<RecommendSettings> inForce;

    /** @throws io.zhiyin.app.platform.Problem if the server's file names what is not there */
    ChosenSettings(Workspace workspace) {
        this.workspace = workspace;
        this.ofServer = RecommendSettings.DEFAULTS.with(workspace.settings().section("recommend"));
        this.chosen = new AtomicReference<>(load(workspace));
        this.inForce = new AtomicReference<>(withChosen());
    }

    /** What a workspace chose before an upgrade may not be there any more: the server's settings hold then. */
    private RecommendSettings withChosen() {
        try {
            return ofServer.with(chosen.get());
        } catch (Problem e) {
            LOG.log(Level.ERROR, "settings.refused workspace={0} why={1}", workspace.name(), e.getMessage());
            return ofServer;
        }
    }

    private static ObjectNode load(Workspace workspace) {
        ObjectNode chosen = Json.MAPPER.createObjectNode();
        workspace
                .state()
                .read(db -> db.createQuery("select name, body from recommend_settings where name <> 'proposal'")
                        .map((row, _) -> Map.entry(row.getString(1), row.getString(2)))
                        .list())
                .forEach(row -> chosen.set(row.getKey(), Json.tree(row.getValue())));
        return chosen;
    }

    RecommendSettings inForce() {
        return inForce.get();
    }

    Feedback feedback() {
        return inForce.get().feedback();
    }

    /**
     * Chooses for this workspace.
     *
     * @param wish {@code feedback}, {@code models}, both or none; null gives back what the server says
     */
    synchronized void choose(JsonNode wish) {
        ObjectNode next = chosen.get().deepCopy();
        wish.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                next.remove(entry.getKey());
            } else {
                next.set(entry.getKey(), entry.getValue());
            }
        });
        wish.fieldNames().forEachRemaining(RecommendSettings::requireKnown);
        RecommendSettings checked = ofServer.with(next);
        workspace.state().write(db -> {
            wish.fieldNames().forEachRemaining(name -> {
                keep(db, name, next.path(name));
                tell(db, name, next.path(name));
            });
            return next.size();
        });
        chosen.set(next);
        inForce.set(checked);
    }

    /** Keeps what a search proposes until another one does. */
    void propose(JsonNode found) {
        workspace.state().write(db -> {
            keep(db, PROPOSAL, found);
            return 1;
        });
    }

    /** What the newest search proposes. */
    Optional<JsonNode> proposal() {
        return workspace
                .state()
                .read(db -> db.createQuery("select body from recommend_settings where name = :name")
                        .bind("name", PROPOSAL)
                        .mapTo(String.class)
                        .findOne()
                        .map(Json::tree));
    }

    private static void keep(Handle db, String name, JsonNode body) {
        db.createUpdate("delete from recommend_settings where name = :name")
                .bind("name", name)
                .execute();
        if (!body.isMissingNode()) {
            db.createUpdate("insert into recommend_settings (name, body) values (:name, :body)")
                    .bind("name", name)
                    .bind("body", body.toString())
                    .execute();
        }
    }

    private void tell(Handle db, String name, JsonNode body) {
        long now = workspace.clock().millis();
        ObjectNode details = Json.MAPPER.createObjectNode();
        details.set("value", body.isMissingNode() ? NullNode.getInstance() : body);
        Action change = new Action.Changed("setting", "recommend." + name);
        workspace.state().tell(db, new Event("setting", "", "", now, now, "zhiyin", "", List.of(), change, details));
    }

    /**
     * What holds, with where each part comes from, {@code default}, {@code server} or {@code workspace}, and what this
     * workspace chose, as it was told.
     */
    Map<String, Object> told() {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put(RecommendSettings.FEEDBACK, inForce().feedback().told());
        told.put(RecommendSettings.MODELS, inForce().toldModels());
        Map<String, String> origin = new LinkedHashMap<>();
        for (String key : RecommendSettings.KEYS) {
            boolean isServers = workspace.settings().section("recommend").has(key);
            origin.put(key, chosen.get().has(key) ? "workspace" : isServers ? "server" : "default");
        }
        told.put("origin", origin);
        told.put(CHOSEN, chosen.get());
        return told;
    }
}
