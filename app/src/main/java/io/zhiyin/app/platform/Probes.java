package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What monitors, clients and readers of errors ask any server, and how a background job stands. */
final class Probes implements Slice {
    private static final int EXPIRY_DAYS_MAX = 3_650;

    private final Workspace workspace;
    private final Accounts accounts;
    private final Metrics metrics;
    private final AuditLog audit;
    private final Server server;

    /**
     * What concerns the whole server.
     *
     * @param addWorkspace makes one of this name
     * @param backup writes the whole home into a file
     */
    record Server(Consumer<String> addWorkspace, Backup backup) {}

    Probes(Workspace workspace, Lifetime.Shared shared, Server server) {
        this.workspace = workspace;
        this.accounts = shared.accounts();
        this.metrics = shared.metrics();
        this.audit = shared.audit();
        this.server = server;
    }

    @Override
    public void routes(Routes routes) {
        routes.get("/livez", Scope.OPEN, call -> call.http().result("ok"));
        routes.get("/readyz", Scope.OPEN, this::ready);
        routes.get(
                "/metrics",
                Scope.OPEN,
                call -> call.http()
                        .contentType("text/plain; version=0.0.4; charset=utf-8")
                        .result(metrics.scrape()));
        routes.get("/openapi.json", Scope.OPEN, call -> call.json(openApi()));
        routes.get("/problems/{code}", Scope.OPEN, Probes::problem);
        routes.get("/api/jobs/{id}", Scope.READ, this::job);
        routes.get("/api/keys", Scope.ADMIN, call -> call.json(Map.of("data", keys(call))));
        routes.post("/api/keys", Scope.ADMIN, this::createKey);
        routes.delete("/api/keys/{id}", Scope.ADMIN, this::revokeKey);
        routes.post("/api/sign-in-links", Scope.ADMIN, call -> {
            mustBeLocal(call);
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("path", "/?token=" + accounts.createSignInToken());
            told.put("publicUrl", workspace.settings().publicUrl());
            told.put("isExposed", workspace.settings().isExposed());
            call.json(told);
        });
        routes.get("/api/workspaces", Scope.ADMIN, call -> {
            mustBeLocal(call);
            call.json(Map.of("data", accounts.workspaces()));
        });
        routes.post("/api/workspaces", Scope.ADMIN, call -> {
            mustBeLocal(call);
            String name = Json.read(call.http().bodyAsBytes()).path("name").asText();
            server.addWorkspace().accept(name);
            call.http().status(201);
            call.json(Map.of("name", name));
        });
        routes.get("/api/audit", Scope.ADMIN, this::audit);
        routes.post("/api/backup", Scope.ADMIN, this::backUp);
        routes.post("/w/{workspace}/theme", Scope.PAGE, Probes::theme);
        routes.post("/w/{workspace}/sign-out", Scope.PAGE, call -> {
            call.session().ifPresent(accounts::signOut);
            call.http().redirect("/", io.javalin.http.HttpStatus.SEE_OTHER);
        });
    }

    @Override
    public void erase(String person) {
        // keys and sessions name no person of the workspace
    }

    private void ready(Call call) {
        Map<String, Object> checks = new LinkedHashMap<>();
        boolean isReady = switch (workspace.log().state()) {
            case EventLog.Writable _ -> {
                checks.put("log", "writable");
                yield true;
            }
            case EventLog.ReadOnly readOnly -> {
                checks.put("log", readOnly.reason());
                yield false;
            }
        };
        checks.put("view", workspace.view().state());
        call.http().status(isReady ? 200 : 503);
        call.json(Map.of("ready", isReady, "checks", checks));
    }

    /** The server writes the file itself: the asker is its own user, on its own machine. */
    private void backUp(Call call) {
        mustBeLocal(call);
        String name = Json.read(call.http().bodyAsBytes()).path("file").asText();
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException e) {
            throw Problem.of(400, "backup_folder_missing", name);
        }
        Jobs.Job job = workspace.jobs().submit("backup", progress -> {
            Backup.Manifest made = server.backup().write(file, progress);
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("file", file.toString());
            told.put("created", made.created());
            told.put("bytes", Files.size(file));
            told.put("parts", made.parts().size());
            Map<String, Long> events = new TreeMap<>();
            made.workspaces().forEach(one -> events.put(one.workspace(), one.lastSequence()));
            told.put("events", events);
            return told;
        });
        call.http().status(202);
        call.json(Map.of("job", job.id()));
    }

    private static void problem(Call call) {
        String code = call.path("code");
        String key = "problem." + code;
        if (!code.matches("[a-z0-9_]+") || !Messages.has(key + ".title")) {
            throw Problem.of(404, "http_404");
        }
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("code", code);
        told.put("title", call.text(key + ".title"));
        told.put("detail", call.text(key));
        call.json(told);
    }

    private void job(Call call) {
        long id = number(call.path("id"));
        Jobs.Job job = workspace.jobs().job(id).orElseThrow(() -> Problem.of(404, "job_unknown", call.path("id")));
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("id", job.id());
        told.put("name", job.name());
        told.put("state", job.state());
        told.put("stage", job.stage());
        told.put("done", job.done());
        told.put("result", job.result());
        told.put("error", job.error());
        told.put(
                "detail",
                workspace.jobs().problem(id).map(p -> p.detail(call.lang())).orElse(job.error()));
        call.json(told);
    }

    private void createKey(Call call) {
        JsonNode body = Json.read(call.http().bodyAsBytes());
        String name = body.path("scope").asText();
        Scope scope = List.of(Scope.INGEST, Scope.READ, Scope.ADMIN).stream()
                .filter(s -> s.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(400, "scope_unknown", name, "ingest, read, admin"));
        String wanted = body.path("workspace").asText(workspace.name());
        if (!wanted.equals(workspace.name())) {
            mustBeLocal(call);
        }
        String key = accounts.createKey(wanted, scope, expiresMillis(body.path("expiresInDays")));
        call.http().status(201);
        call.json(Map.of("key", key));
    }

    private long expiresMillis(JsonNode days) {
        if (days.isMissingNode() || days.isNull()) {
            return 0;
        }
        if (!days.canConvertToInt() || !days.isIntegralNumber() || days.asInt() < 1 || days.asInt() > EXPIRY_DAYS_MAX) {
            throw Problem.of(400, "parameter_illegal", "expiresInDays", days.toString(), "1.." + EXPIRY_DAYS_MAX);
        }
        return workspace.clock().instant().plus(Duration.ofDays(days.asInt())).toEpochMilli();
    }

    /** A key sees the changes of its workspace, the server's own user all; whether the chain is whole, both. */
    private void audit(Call call) {
        int limit = call.query("limit", 100, 1, 1_000);
        boolean isLocal = isLocal(call);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("chain", audit.state());
        told.put(
                "data",
                audit.newest(
                        limit,
                        change -> isLocal || change.path("workspace").asText().equals(workspace.name())));
        call.json(told);
    }

    /** What concerns the whole server is for its own user only: a key opens one workspace, and no other. */
    private void mustBeLocal(Call call) {
        if (!isLocal(call)) {
            throw Problem.of(403, "local_only");
        }
    }

    private boolean isLocal(Call call) {
        return Http.headerKey(call.http())
                .map(key -> Accounts.constantTimeEquals(key, accounts.localAdminKey()))
                .orElse(false);
    }

    private List<Accounts.KeyRow> keys(Call call) {
        return accounts.keys().stream()
                .filter(key -> isLocal(call) || key.workspace().equals(workspace.name()))
                .toList();
    }

    private void revokeKey(Call call) {
        boolean isSeen = keys(call).stream().anyMatch(key -> key.id().equals(call.path("id")));
        if (!isSeen || !accounts.revokeKey(call.path("id"))) {
            throw Problem.of(404, "key_id_unknown", call.path("id"));
        }
        call.http().status(204);
    }

    private static void theme(Call call) {
        String theme = "dark".equals(call.form("theme")) ? "dark" : "light";
        call.http().cookie("theme", theme, 365 * 24 * 3600);
        String back = call.form("back");
        boolean isOurs = back.startsWith("/w/") && !back.contains("//") && !back.contains("\\");
        call.http().redirect(isOurs ? back : "/", io.javalin.http.HttpStatus.SEE_OTHER);
    }

    static JsonNode openApi() {
        try (InputStream in = Probes.class.getResourceAsStream("/io/zhiyin/app/openapi.yaml")) {
            if (in == null) {
                throw new IllegalStateException("openapi.yaml is not packaged");
            }
            // Jackson's YAML reader does not resolve aliases; the file uses them.
            LoaderOptions options = new LoaderOptions();
            options.setMaxAliasesForCollections(200); // of our own file, which is no attack
            return Json.MAPPER.valueToTree(new Yaml(new SafeConstructor(options)).load(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Problem.of(404, "job_unknown", text);
        }
    }
}
