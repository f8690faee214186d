package io.zhiyin.app.platform;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import io.javalin.http.SameSite;
import io.javalin.util.JavalinBindException;
import io.zhiyin.app.platform.Routes.Route;
import io.zhiyin.app.platform.Routes.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The server's door to the network: finds the caller's key or session, the workspace it opens and the route of that
 * workspace; sets the headers that keep a page safe; turns what is thrown into problem+json.
 *
 * <p>The key decides the workspace of an API call; a page's path does. The routes of all workspaces are the same.
 */
public final class Http implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.http");
    /** Set on a request whose problem was told, so that no second, vaguer one takes its place. */
    private static final String TOLD = "told";

    /** The key that a request came with. */
    private static final String KEY = "key";

    /** What Jetty refuses by itself and a text of ours explains. */
    private static final Set<Integer> UNPARSED = Set.of(400, 404, 405, 413, 500);

    /** A percent sign that stands for nothing: decoding it would fail later, and as our mistake. */
    private static final Pattern BROKEN_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    /** Paths whose {@code id} is a person's: an audit names nobody. */
    private static final List<String> PEOPLE = List.of("/api/people/", "/gorse/api/user/");

    private static final String CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** What the server as a whole needs to answer, whatever the workspace. */
    record Server(Lifetime.Shared shared, List<Workspace> workspaces, Settings settings, KeyLimits limits) {
        Accounts accounts() {
            return shared.accounts();
        }

        Metrics metrics() {
            return shared.metrics();
        }

        Workspace workspace(String name) {
            return workspaces.stream()
                    .filter(w -> w.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> Problem.of(404, "workspace_unknown", name, names()));
        }

        private String names() {
            return String.join(", ", workspaces.stream().map(Workspace::name).toList());
        }
    }

    /** A request's headers, and every silence within its body, may take so long; a body as a whole: BodyReader. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Beyond, connections wait until others end. Each is a file descriptor and, while it is asked, some 50 KB. */
    private static final int CONNECTIONS_MAX = 4_096;

    private final Server server;
    private final Javalin javalin;

    /**
     * Listens at once.
     *
     * @param host loopback unless told otherwise
     * @param port 0 for any free one
     */
    Http(Server server, String host, int port) {
        this.server = server;
        this.javalin = Javalin.create(config -> {
            config.jetty.addConnector((jetty, http) -> connector(jetty, http, host, port));
            configure(config);
        });
        try {
            javalin.start();
        } catch (JavalinBindException e) {
            throw bindProblem(host, port, e);
        }
    }

    private static ServerConnector connector(
            org.eclipse.jetty.server.Server jetty, HttpConfiguration http, String host, int port) {
        ServerConnector connector = new ServerConnector(jetty, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        // As many may knock at once: the system's own short queue resets connections that wait in it for long.
        connector.setAcceptQueueSize(CONNECTIONS_MAX);
        return connector;
    }

    private static Problem bindProblem(String host, int port, JavalinBindException e) {
        try {
            // Whether the address is at fault is known by asking for any port of it.
            new ServerSocket(0, 1, InetAddress.getAllByName(host)[0]).close();
        } catch (IOException address) {
            return Problem.of(400, "address_unusable", host, port, String.valueOf(address.getMessage()));
        }
        boolean isForbidden = String.valueOf(e.getMessage()).contains("Permission")
                || String.valueOf(e.getMessage()).contains("permission");
        return isForbidden
                ? Problem.of(400, "address_unusable", host, port, String.valueOf(e.getMessage()))
                : Problem.of(400, "port_in_use", port);
    }

    public int port() {
        return javalin.port();
    }

    /** Every route with its scope, e.g. {@code GET /api/people/{id}}: what the OpenAPI file is checked against. */
    public Map<String, Scope> routes() {
        Map<String, Scope> all = new LinkedHashMap<>();
        server.workspaces().getFirst().routes().all().forEach(r -> all.put(r.id(), r.scope()));
        return all;
    }

    /** What a monitor reads. */
    public String metrics() {
        return server.metrics().scrape();
    }

    /** The description that this server gives of itself. */
    public JsonNode openApi() {
        return Probes.openApi();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private void configure(JavalinConfig config) {
        config.concurrency.useVirtualThreads = true;
        config.jetty.threadPool = new RequestThreads();
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = 4L << 20;
        config.jetty.modifyHttpConfiguration(http -> http.setIdleTimeout(PATIENCE.toMillis()));
        config.jetty.modifyServer(jetty -> {
            jetty.addBean(new NetworkConnectionLimit(CONNECTIONS_MAX, jetty));
            jetty.addBean(new SlowHeaders(jetty, PATIENCE));
            jetty.setErrorHandler(this::tellUnparsed);
        });
        config.router.ignoreTrailingSlashes = true;
        config.router.treatMultipleSlashesAsSingleSlash = true;
        config.routes.before(this::protect);
        config.routes.get("/", this::signIn);
        config.routes.get("/assets/<file>", Http::asset);
        config.routes.get("/favicon.ico", http -> sendAsset(http, "favicon.svg"));
        for (Route route : server.workspaces().getFirst().routes().all()) {
            config.routes.addHttpHandler(
                    HandlerType.findOrCreate(route.method().name()), route.path(), http -> answer(http, route));
        }
        server.workspaces().getFirst().routes().all().stream()
                .filter(Route::isForAnyOrigin)
                .map(Route::path)
                .distinct()
                .forEach(path -> config.routes.options(path, Http::answerPreflight));
        config.routes.exception(Exception.class, this::problem);
        config.routes.error(404, http -> unrouted(http, 404));
        config.routes.error(405, http -> unrouted(http, 405));
    }

    private void protect(Context http) {
        String given = http.header("X-Request-Id");
        String requestId = given != null && given.matches("[A-Za-z0-9._-]{1,64}") ? given : anyId();
        http.attribute("requestId", requestId);
        http.header("X-Request-Id", requestId);
        http.header("X-Content-Type-Options", "nosniff");
        http.header("Referrer-Policy", "same-origin");
        http.header("Content-Security-Policy", CSP);
        http.header("Cross-Origin-Opener-Policy", "same-origin");
        http.header("Cross-Origin-Resource-Policy", "same-origin");
        if (isPublic(http)) {
            http.header("Strict-Transport-Security", "max-age=31536000");
        }
        if (!isReadable(http)
                || BROKEN_PERCENT.matcher(http.req().getRequestURI()).find()) {
            throw Problem.of(400, "http_400");
        }
        if (!http.path().startsWith("/assets/")) {
            http.header("Cache-Control", "no-store");
        }
    }

    /** Names a request, and need not be hard to guess. */
    private static String anyId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Pages of other sites may send events and read the answer; no cookie is asked for, so none is of use to them. */
    private static void admitAnyOrigin(Context http) {
        http.header("Access-Control-Allow-Origin", "*");
        http.header("Cross-Origin-Resource-Policy", "cross-origin");
    }

    private static void answerPreflight(Context http) {
        admitAnyOrigin(http);
        http.header("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
        http.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Content-Encoding, X-Retry-Count");
        http.header("Access-Control-Max-Age", "86400");
        http.status(204);
    }

    private void answer(Context http, Route route) throws Exception {
        long startNanos = System.nanoTime();
        String id = route.id();
        http.attribute("route", id); // logs name the route: a path may hold a person's id
        if (route.isForAnyOrigin()) {
            admitAnyOrigin(http);
        }
        int failed = 0;
        try {
            Optional<Accounts.Session> session = route.isForAnyOrigin()
                    ? Optional.empty()
                    : server.accounts().session(http.cookie(sessionCookie(http)));
            Workspace workspace = admit(http, route, session);
            workspace.routes().route(id).handler().handle(call(http, session));
            if (route.isAudited() && http.statusCode() < 400) {
                server.shared().audit().add(change(http, route, workspace, session));
            }
        } catch (Exception e) {
            failed = e instanceof Problem problem ? problem.status() : 500;
            if (route.scope() == Scope.INGEST) {
                server.metrics().refused(e instanceof Problem problem ? problem.code() : "internal");
            }
            throw e;
        } finally {
            int status = failed == 0 ? http.statusCode() : failed;
            server.metrics().request(id, status, System.nanoTime() - startNanos);
        }
    }

    private AuditLog.Change change(Context http, Route route, Workspace workspace, Optional<Accounts.Session> session) {
        String who = session.filter(_ -> route.scope() == Scope.PAGE)
                .map(s -> "session " + s.tokenHash().substring(0, 8))
                .orElseGet(() -> Optional.<String>ofNullable(http.attribute("keyId"))
                        .filter(id -> !id.isEmpty())
                        .map(id -> "key " + id)
                        .orElse("local"));
        String person = route.scope() == Scope.PAGE ? form(http, "person") : null;
        Optional<String> named = Optional.ofNullable(http.pathParamMap().get("id"));
        boolean isOfPerson = PEOPLE.stream().anyMatch(route.path()::startsWith);
        String subject = isOfPerson
                ? named.map(server.shared().audit()::person).orElse("")
                : person != null ? server.shared().audit().person(person) : named.orElse("");
        return new AuditLog.Change(who, workspace.name(), route.id(), subject, requestId(http));
    }

    private Workspace admit(Context http, Route route, Optional<Accounts.Session> session) throws Exception {
        return switch (route.scope()) {
            case OPEN -> server.workspaces().getFirst();
            case PAGE -> {
                Accounts.Session signedIn = session.orElseThrow(() -> Problem.of(401, "not_signed_in"));
                if (route.method() != Routes.Method.GET) {
                    refuseForeignForm(http, signedIn);
                }
                yield server.workspace(http.pathParam("workspace"));
            }
            case INGEST, READ, ADMIN -> {
                String key = route.keySource().key(http).orElseThrow(() -> Problem.of(401, "key_missing"));
                String asked = Optional.ofNullable(http.header("X-Zhiyin-Workspace"))
                        .orElseGet(() -> server.workspaces().getFirst().name());
                Accounts.Grant grant = server.accounts().grant(key, asked);
                http.attribute("keyId", grant.keyId());
                if (grant.scope() != route.scope() && grant.scope() != Scope.ADMIN) {
                    // The door for events knows 401 only: that is what its clients were measured with.
                    int status = route.scope() == Scope.INGEST ? 401 : 403;
                    throw Problem.of(status, "scope_too_small", name(grant.scope()), name(route.scope()));
                }
                http.attribute(KEY, key);
                yield server.workspace(grant.workspace());
            }
        };
    }

    /** A change needs the token that our own forms carry, and must not come from another site's page. */
    private static void refuseForeignForm(Context http, Accounts.Session session) {
        String site = http.header("Sec-Fetch-Site");
        String header = http.header("X-Form-Token");
        String token = header != null ? header : form(http, "formToken");
        boolean isForeign = site != null && !site.equals("same-origin") && !site.equals("none");
        if (isForeign || token == null || !Accounts.constantTimeEquals(token, session.formToken())) {
            throw Problem.of(403, "form_token_wrong");
        }
    }

    /** A field of a posted form, or null; 400 for a form with a percent sign that means nothing. */
    static @Nullable String form(Context http, String name) {
        String type = Optional.ofNullable(http.contentType()).orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
            return null; // our forms are of this type; of others the parser throws what it likes
        }
        try {
            return http.formParam(name);
        } catch (IllegalArgumentException e) {
            throw Problem.of(400, "http_400");
        }
    }

    /** The front door: trades a one-time token for a session, else leads to Today or says how to sign in. */
    private void signIn(Context http) {
        String token = http.queryParam("token");
        if (token != null) {
            String address = Optional.ofNullable(http.req().getRemoteAddr()).orElse("");
            server.accounts().refuseGuessing(address);
            Optional<Accounts.Session> before = server.accounts().session(http.cookie(sessionCookie(http)));
            Optional<String> session = server.accounts().signIn(token);
            session.ifPresent(fresh -> {
                before.ifPresent(server.accounts()::signOut);
                String main = server.workspaces().getFirst().name();
                String who = "session " + Accounts.hash(fresh).substring(0, 8);
                server.shared().audit().add(new AuditLog.Change(who, main, "sign-in", "", requestId(http)));
                setSession(http, fresh);
            });
            if (session.isEmpty() && before.isEmpty()) {
                server.accounts().guessedWrong(address);
                throw Problem.of(401, "sign_in_token_used");
            }
        } else if (!isSignedIn(http)) {
            throw Problem.of(401, "not_signed_in");
        }
        http.redirect("/w/" + server.workspaces().getFirst().name() + "/today");
    }

    private boolean isSignedIn(Context http) {
        return server.accounts().session(http.cookie(sessionCookie(http))).isPresent();
    }

    private void setSession(Context http, String token) {
        Cookie cookie = new Cookie(sessionCookie(http), token);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.LAX);
        cookie.setSecure(isPublic(http) || "https".equals(http.scheme()));
        cookie.setPath("/");
        cookie.setMaxAge(7 * 24 * 3600);
        http.cookie(cookie);
    }

    /** Whether this request came to the address that the world knows, through the proxy that speaks TLS there. */
    private boolean isPublic(Context http) {
        String url = server.settings().publicUrl();
        return !url.isEmpty() && URI.create(url).getAuthority().equalsIgnoreCase(http.header("Host"));
    }

    /** Cookies ignore the port: two servers on one machine must not sign each other's people out. */
    private String sessionCookie(Context http) {
        if (isPublic(http)) {
            return "__Host-zhiyin_session";
        }
        return "zhiyin_session_" + port();
    }

    private Call call(Context http, Optional<Accounts.Session> session) {
        return new Call(http, lang(http), session, requestId(http), events -> spend(http, events));
    }

    private void spend(Context http, int events) {
        String key = http.attribute(KEY);
        if (key != null) {
            server.limits().spend(key, events, http);
        }
    }

    static String requestId(Context http) {
        String id = http.attribute("requestId");
        return id == null ? "" : id;
    }

    /** Whether Java knows the encoding that a request claims; without it not even its query can be read. */
    private static boolean isReadable(Context http) {
        try {
            return Charset.isSupported(
                    Optional.ofNullable(http.characterEncoding()).orElse("UTF-8"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code ?lang=}, else the cookie, else what the browser accepts. */
    static Lang lang(Context http) {
        String asked = isReadable(http) ? http.queryParam("lang") : null;
        if (asked != null) {
            Optional<Lang> lang = Lang.of(asked);
            if (lang.isPresent()) {
                http.cookie("lang", lang.get().code(), 365 * 24 * 3600);
                return lang.get();
            }
        }
        return Optional.ofNullable(http.cookie("lang"))
                .flatMap(Lang::of)
                .orElseGet(() -> Lang.accepted(
                        Optional.ofNullable(http.header("Accept-Language")).orElse("")));
    }

    /** The key of {@code Authorization: Basic} (as user name) or {@code Bearer}, else of {@code X-API-Key}. */
    static Optional<String> headerKey(Context http) {
        String header = http.header("Authorization");
        if (header == null) {
            return Optional.ofNullable(http.header("X-API-Key"))
                    .map(String::strip)
                    .filter(k -> !k.isEmpty());
        }
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).strip());
        }
        if (!header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return Optional.of(colon < 0 ? pair : pair.substring(0, colon)).filter(k -> !k.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void problem(Exception e, Context http) {
        Problem problem = switch (e) {
            case Problem p -> p;
            case HttpResponseException h -> Problem.of(h.getStatus(), "http_" + h.getStatus());
            default -> {
                LOG.log(
                        Level.ERROR,
                        "http.failed requestId=" + requestId(http) + " route=" + http.attribute("route"),
                        e);
                yield Problem.of(500, "internal", requestId(http));
            }
        };
        tell(http, problem);
    }

    private void unrouted(Context http, int status) {
        if (http.attribute(TOLD) == null) {
            tell(http, Problem.of(status, "http_" + status));
        }
    }

    /** What Jetty refuses before any route is looked for: a broken percent sign, no HTTP. */
    private boolean tellUnparsed(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Problem problem = Problem.of(status, UNPARSED.contains(status) ? "http_" + status : "http_400");
        Lang lang = Lang.accepted(
                Optional.ofNullable(request.getHeaders().get("Accept-Language")).orElse(""));
        String requestId = anyId();
        response.getHeaders().put("X-Request-Id", requestId);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cache-Control", "no-store");
        response.getHeaders().put("Content-Type", "application/problem+json");
        byte[] body = Json.text(body(problem, lang, request.getHttpURI().getPath(), requestId))
                .getBytes(StandardCharsets.UTF_8);
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private void tell(Context http, Problem problem) {
        http.attribute(TOLD, problem.code());
        Lang lang = lang(http);
        http.status(problem.status());
        if (problem.retryAfterSeconds() > 0) {
            http.header("Retry-After", Integer.toString(problem.retryAfterSeconds()));
        }
        String accept = Optional.ofNullable(http.header("Accept")).orElse("");
        if (accept.contains("text/html")) {
            http.html(Page.problem(lang, Page.theme(http), problem, requestId(http)));
            return;
        }
        Map<String, Object> body = body(problem, lang, http.path(), requestId(http));
        // As bytes: for this content type Jetty would write a text as ISO 8859-1, and Chinese as question marks.
        http.contentType("application/problem+json").result(Json.text(body).getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> body(Problem problem, Lang lang, String path, String requestId) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + problem.code());
        body.put("title", problem.title(lang));
        body.put("status", problem.status());
        body.put("detail", problem.detail(lang));
        body.put("instance", path);
        body.put("code", problem.code());
        body.put("requestId", requestId);
        return body;
    }

    private static void asset(Context http) throws IOException {
        sendAsset(http, http.pathParam("file"));
    }

    /** Only what stands in {@link #ASSETS}: a name cannot lead anywhere else. */
    private static void sendAsset(Context http, String file) throws IOException {
        String type = ASSETS.get(file);
        if (type == null) {
            throw Problem.of(404, "http_404");
        }
        try (InputStream in = Http.class.getResourceAsStream("/io/zhiyin/app/platform/assets/" + file)) {
            if (in == null) {
                throw new IllegalStateException(
                        "asset not packaged: " + file + ", must be one of " + new TreeSet<>(ASSETS.keySet()));
            }
            http.header("Cache-Control", "public, max-age=86400");
            http.contentType(type).result(in.readAllBytes());
        }
    }

    private static final Map<String, String> ASSETS = Map.of(
            "zhiyin.css", "text/css; charset=utf-8",
            "zhiyin.js", "text/javascript; charset=utf-8",
            "htmx.js", "text/javascript; charset=utf-8",
            "favicon.svg", "image/svg+xml");

    private static String name(Scope scope) {
        return scope.name().toLowerCase(Locale.ROOT);
    }
}
