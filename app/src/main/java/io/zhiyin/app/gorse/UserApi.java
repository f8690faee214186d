package io.zhiyin.app.gorse;

import com.fasterxml.jackson.databind.node.NullNode;
import io.zhiyin.app.gorse.Users.User;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Users as Gorse's clients write and read them. Deleting one erases the person everywhere. */
final class UserApi {
    private final Workspace workspace;
    private final Users users;
    /** Held from reading a user until the change is written. */
    private final Object writing = new Object();

    UserApi(Workspace workspace, Users users) {
        this.workspace = workspace;
        this.users = users;
    }

    void routes(Routes routes) {
        routes.post("/gorse/api/user", Scope.ADMIN, call -> put(call, List.of(Fields.one(Gorse.body(call)))));
        routes.post("/gorse/api/users", Scope.ADMIN, call -> put(call, Fields.list(Gorse.body(call))));
        routes.get("/gorse/api/users", Scope.ADMIN, this::list);
        routes.get("/gorse/api/user/{id}", Scope.READ, call -> call.json(json(user(call))));
        routes.patch("/gorse/api/user/{id}", Scope.ADMIN, this::patch);
        routes.delete("/gorse/api/user/{id}", Scope.ADMIN, call -> {
            workspace.erase(Fields.id("id", call.path("id")));
            Gorse.affected(call, 1);
        });
    }

    private void put(Call call, List<Fields> told) {
        users.put(told.stream()
                .map(f -> read(f, new User(f.id("UserId"), NullNode.instance, NullNode.instance, "")))
                .toList());
        Gorse.affected(call, told.size());
    }

    private void patch(Call call) {
        Fields told = Fields.one(Gorse.body(call));
        synchronized (writing) {
            users.put(List.of(read(told, user(call))));
        }
        Gorse.affected(call, 1);
    }

    private void list(Call call) {
        int limit = Gorse.count(call);
        List<User> found = users.after(Cursor.read(call, 1).getFirst(), limit + 1);
        List<User> page = found.subList(0, Math.min(limit, found.size()));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "Cursor",
                found.size() > limit && limit > 0 ? Cursor.of(page.getLast().id()) : "");
        answer.put("Users", page.stream().map(UserApi::json).toList());
        call.json(answer);
    }

    private User user(Call call) {
        String id = Fields.id("id", call.path("id"));
        return users.user(id).orElseThrow(() -> Problem.of(404, "gorse_user_unknown", id));
    }

    private static User read(Fields told, User before) {
        return new User(
                before.id(),
                told.json("Labels").orElse(before.labels()),
                told.json("Subscribe").orElse(before.subscribe()),
                told.text("Comment").orElse(before.comment()));
    }

    private static Map<String, Object> json(User user) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("UserId", user.id());
        json.put("Labels", user.labels());
        json.put("Subscribe", user.subscribe());
        json.put("Comment", user.comment());
        return json;
    }
}
