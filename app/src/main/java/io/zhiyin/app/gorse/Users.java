package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Workspace;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The people whom this interface was told of, as they were told: in the state database, and as an {@code identify} event
 * in the log with every change. Who came through another door is not among them.
 */
final class Users {
    private final Workspace workspace;

    Users(Workspace workspace) {
        this.workspace = workspace;
    }

    /** Labels and subscriptions are any JSON, null where there are none. */
    record User(String id, JsonNode labels, JsonNode subscribe, String comment) {
        static User of(String id, String body) {
            JsonNode fields = Json.tree(body);
            return new User(
                    id,
                    orNull(fields, "labels"),
                    orNull(fields, "subscribe"),
                    fields.path("comment").asText());
        }

        String body() {
            ObjectNode body = Json.MAPPER.createObjectNode();
            body.set("labels", labels);
            body.set("subscribe", subscribe);
            return body.put("comment", comment).toString();
        }

        /** What it says of the person, as an identify message would. */
        ObjectNode traits() {
            ObjectNode traits = Json.MAPPER.createObjectNode();
            if (labels instanceof ObjectNode object) {
                traits.setAll(object);
            } else if (!labels.isNull()) {
                traits.set("labels", labels);
            }
            if (!subscribe.isNull()) {
                traits.set("subscribe", subscribe);
            }
            if (!comment.isEmpty()) {
                traits.put("comment", comment);
            }
            return traits;
        }

        private static JsonNode orNull(JsonNode fields, String name) {
            return fields.hasNonNull(name) ? fields.path(name) : NullNode.instance;
        }
    }

    Optional<User> user(String id) {
        return workspace.state().read(db -> find(db, id));
    }

    /** Those after an id, by id. */
    List<User> after(String id, int limit) {
        return workspace
                .state()
                .read(db -> db.createQuery(
                                "select id, body from gorse_users where id > :after order by id limit :limit")
                        .bind("after", id)
                        .bind("limit", limit)
                        .map((row, _) -> User.of(row.getString("id"), row.getString("body")))
                        .list());
    }

    /** Adds them or puts them in the place of those with the same ids; what is the same already is not told again. */
    void put(List<User> users) {
        workspace.state().write(db -> {
            for (User user : users) {
                if (find(db, user.id()).filter(user::equals).isEmpty()) {
                    write(db, user);
                }
            }
            return users.size();
        });
    }

    /** Adds a person of whom nothing is known but the id; one that is there stays as it is. */
    static void add(Handle db, String id) {
        db.createUpdate("insert into gorse_users (id, body) values (:id, '{}') on conflict (id) do nothing")
                .bind("id", id)
                .execute();
    }

    void erase(String id) {
        workspace
                .state()
                .write(db -> db.createUpdate("delete from gorse_users where id = :id")
                        .bind("id", id)
                        .execute());
    }

    private void write(Handle db, User user) {
        db.createUpdate("insert into gorse_users (id, body) values (:id, :body)"
                        + " on conflict (id) do update set body = :body")
                .bind("id", user.id())
                .bind("body", user.body())
                .execute();
        ObjectNode details = Json.MAPPER.createObjectNode();
        details.set("traits", user.traits());
        long now = workspace.clock().millis();
        Event told = new Event(
                "identify", user.id(), "", now, now, Gorse.SOURCE, "", List.of(), new Action.Identify(), details);
        workspace.state().tell(db, told);
    }

    private static Optional<User> find(Handle db, String id) {
        return db.createQuery("select body from gorse_users where id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne()
                .map(body -> User.of(id, body));
    }
}
