package io.zhiyin.app.privacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Workspace;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The door of privacy: who switched personalisation off (it takes effect with the answer of the request), and the
 * erasure of a person everywhere. Every change is also an event of the log.
 */
public final class Privacy implements Slice {
    private final Workspace workspace;
    private final Set<String> off = ConcurrentHashMap.newKeySet();

    public Privacy(Workspace workspace) {
        this.workspace = workspace;
        off.addAll(workspace
                .state()
                .read(db -> db.createQuery("select person from privacy_personalisation_off")
                        .mapTo(String.class)
                        .list()));
    }

    /** Whether this person's history may be used to choose for them; in force from the moment of the change. */
    public boolean isPersonalised(String person) {
        return !off.contains(person);
    }

    /** Switches personalisation; the same again changes nothing. */
    public void personalise(String person, boolean isOn) {
        if (isPersonalised(person) == isOn) {
            return;
        }
        workspace.state().write(db -> {
            String change = isOn
                    ? "delete from privacy_personalisation_off where person = :person and :now >= 0"
                    : "insert into privacy_personalisation_off (person, since_millis) values (:person, :now)";
            int changed = db.createUpdate(change)
                    .bind("person", person)
                    .bind("now", workspace.clock().millis())
                    .execute();
            Action.Changed told = new Action.Changed("personalisation", isOn ? "on" : "off");
            workspace
                    .state()
                    .tell(
                            db,
                            Event.ours(
                                    UUID.randomUUID().toString(),
                                    person,
                                    workspace.clock().instant(),
                                    told));
            return changed;
        });
        if (isOn) {
            off.remove(person);
        } else {
            off.add(person);
        }
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/api/people/{id}/personalisation", Scope.READ, call -> answer(call, person(call)));
        routes.put("/api/people/{id}/personalisation", Scope.ADMIN, this::put);
        routes.delete("/api/people/{id}", Scope.ADMIN, call -> {
            String person = person(call);
            call.json(Map.of("id", person, "events", workspace.erase(person)));
        });
    }

    @Override
    public void erase(String person) {
        workspace
                .state()
                .write(db -> db.createUpdate("delete from privacy_personalisation_off where person = :person")
                        .bind("person", person)
                        .execute());
        off.remove(person);
    }

    private void put(Call call) {
        String person = person(call);
        JsonNode body = Json.read(call.http().bodyAsBytes());
        JsonNode on = body.path("on");
        if (!on.isBoolean()) {
            throw Problem.of(400, "parameter_illegal", "on", on.toString(), "true, false");
        }
        personalise(person, on.asBoolean());
        answer(call, person);
    }

    private void answer(Call call, String person) {
        call.json(Map.of("id", person, "on", isPersonalised(person)));
    }

    private static String person(Call call) {
        String id = call.path("id");
        if (id.isEmpty() || id.length() > 256) {
            throw Problem.of(400, "parameter_illegal", "id", id.length() + " characters", "1..256");
        }
        return id;
    }
}
