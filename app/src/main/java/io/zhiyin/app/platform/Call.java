package io.zhiyin.app.platform;

import io.javalin.http.Context;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** One request, with what was found out about its caller. */
public final class Call {
    private final Context http;
    private final Lang lang;
    private final Optional<Accounts.Session> session;
    private final String requestId;
    private final IntConsumer budget;

    /** @param budget takes a number of events from what the caller's key may send */
    Call(Context http, Lang lang, Optional<Accounts.Session> session, String requestId, IntConsumer budget) {
        this.http = http;
        this.lang = lang;
        this.session = session;
        this.requestId = requestId;
        this.budget = budget;
    }

    /** The request and the answer themselves. */
    public Context http() {
        return http;
    }

    public Lang lang() {
        return lang;
    }

    /** Of the person whose browser asks; empty for programs. */
    Optional<Accounts.Session> session() {
        return session;
    }

    /** Echoed in the answer and in the log, so that a complaint can be found again. */
    public String requestId() {
        return requestId;
    }

    /**
     * Takes events from what the caller's key may send.
     *
     * @throws Problem 429 if that is not enough for all of them
     */
    public void spend(int events) {
        budget.accept(events);
    }

    /**
     * For what reads or writes files of the machine: the asker must be a user of it who may read the home.
     *
     * @throws Problem 403 for any key but the one of {@code server.json}
     */
    public void requireLocal() {
        String key = http.attribute("keyId");
        if (key == null || !key.isEmpty()) {
            throw Problem.of(403, "local_only");
        }
    }

    /** The token that every form of this session carries; empty where nobody is signed in. */
    public String formToken() {
        return session.map(Accounts.Session::formToken).orElse("");
    }

    public String text(String key, Object... args) {
        return Messages.text(lang, key, args);
    }

    public String path(String name) {
        return http.pathParam(name);
    }

    /** A query parameter, or else this. */
    public String query(String name, String otherwise) {
        String value = http.queryParam(name);
        return value == null ? otherwise : value;
    }

    /** A required query parameter. */
    public String query(String name) {
        String value = http.queryParam(name);
        if (value == null || value.isEmpty()) {
            throw Problem.of(400, "parameter_missing", name);
        }
        return value;
    }

    /** A whole number within bounds, or else this. */
    public int query(String name, int otherwise, int low, int high) {
        String value = http.queryParam(name);
        if (value == null || value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value.strip());
            if (number >= low && number <= high) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "parameter_illegal", name, value, low + ".." + high);
    }

    public boolean query(String name, boolean otherwise) {
        String value = http.queryParam(name);
        if (value == null) {
            return otherwise;
        }
        return switch (value) {
            case "true", "1", "" -> true;
            case "false", "0" -> false;
            default -> throw Problem.of(400, "parameter_illegal", name, value, "true, false");
        };
    }

    /** A list in one parameter, separated by commas, or in several. */
    public List<String> queryList(String name) {
        return http.queryParams(name).stream()
                .flatMap(v -> Arrays.stream(v.split(",", -1)))
                .map(String::strip)
                .filter(v -> !v.isEmpty())
                .toList();
    }

    /** A field of a posted form, or empty. */
    public String form(String name) {
        String value = Http.form(http, name);
        return value == null ? "" : value;
    }

    /** Answers with JSON; every field is written. */
    public void json(Object value) {
        http.contentType("application/json").result(Json.text(value));
    }
}
