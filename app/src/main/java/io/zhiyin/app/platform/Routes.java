package io.zhiyin.app.platform;

import io.javalin.http.Context;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What one workspace's slices answer: every route with the scope that a caller needs. */
public final class Routes {

    /** Who may call a route; no route is without one. */
    public enum Scope {
        /** Anybody who reaches the port. */
        OPEN,
        /** A key that may only send events; it ends up in browsers. */
        INGEST,
        /** A key that may read. */
        READ,
        /** A key that may change things. */
        ADMIN,
        /** A signed-in person; changes need the form's token too. */
        PAGE
    }

    public enum Method {
        GET,
        POST,
        PUT,
        PATCH,
        DELETE
    }

    /** Answers one call; what it throws becomes a problem. */
    @FunctionalInterface
    public interface Handler {
        void handle(Call call) throws Exception;
    }

    /** Where a caller's key stands in a request. */
    @FunctionalInterface
    public interface KeySource {
        Optional<String> key(Context request) throws Exception;
    }

    /** @param isForAnyOrigin whether pages of other sites may call it; nothing of a session counts there */
    record Route(
            Method method, String path, Scope scope, KeySource keySource, Handler handler, boolean isForAnyOrigin) {
        String id() {
            return method + " " + path;
        }

        /** Every change but events and looks: a new route is audited unless somebody decides otherwise here. */
        boolean isAudited() {
            return (scope == Scope.ADMIN || scope == Scope.PAGE) && method != Method.GET && !path.endsWith("/theme");
        }
    }

    private final Map<String, Route> all = new LinkedHashMap<>();

    public Routes get(String path, Scope scope, Handler handler) {
        return add(new Route(Method.GET, path, scope, Http::headerKey, handler, false));
    }

    public Routes post(String path, Scope scope, Handler handler) {
        return add(new Route(Method.POST, path, scope, Http::headerKey, handler, false));
    }

    public Routes put(String path, Scope scope, Handler handler) {
        return add(new Route(Method.PUT, path, scope, Http::headerKey, handler, false));
    }

    public Routes patch(String path, Scope scope, Handler handler) {
        return add(new Route(Method.PATCH, path, scope, Http::headerKey, handler, false));
    }

    public Routes delete(String path, Scope scope, Handler handler) {
        return add(new Route(Method.DELETE, path, scope, Http::headerKey, handler, false));
    }

    /**
     * A route that pages of any site may call, with an ingest key that may stand elsewhere than in a header; a browser's
     * question before it ({@code OPTIONS}) is answered too.
     */
    public Routes fromAnyOrigin(Method method, String path, KeySource keySource, Handler handler) {
        return add(new Route(method, path, Scope.INGEST, keySource, handler, true));
    }

    /** The key of {@code Authorization: Bearer}, of {@code Basic} as its user name, or of {@code X-API-Key}. */
    public static Optional<String> headerKey(Context request) {
        return Http.headerKey(request);
    }

    Collection<Route> all() {
        return all.values();
    }

    /** The route of an id that {@link #all} has; the routes of all workspaces are the same. */
    Route route(String id) {
        Route route = all.get(id);
        if (route == null) {
            throw new IllegalArgumentException("unknown route: " + id + ", must be one of " + all.keySet());
        }
        return route;
    }

    private Routes add(Route route) {
        all.put(route.id(), route);
        return this;
    }
}
