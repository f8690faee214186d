package io.zhiyin.app.platform;

import io.zhiyin.app.platform.Routes.Scope;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what on this server: the workspaces, the keys of programs and the sessions of people.
 *
 * <p>Keys and session tokens are 256 random bits, shown once and kept as SHA-256: they have too much entropy to be
 * guessed, so a slow hash would add nothing. A key reads {@code zk_live_<8 characters>_<secret>}; the eight characters
 * name it in lists. Sign-in tokens live in memory only and work once. There is no default password.
 */
public final class Accounts {
    private static final Duration SESSION_IDLE = Duration.ofHours(8);
    private static final Duration SESSION_WHOLE = Duration.ofDays(7);
    private static final Duration REVOKED_KEY_GRACE = Duration.ofHours(24);
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(5);
    private static final int FAILURES_PER_MINUTE = 10;
    private static final System.Logger LOG = System.getLogger("zhiyin.accounts");
    private static final Set<Scope> KEY_SCOPES = Set.of(Scope.INGEST, Scope.READ, Scope.ADMIN);

    /** A person's browser, signed in. */
    record Session(String tokenHash, String formToken, long createdMillis, long usedMillis) {}

    /** What a key opens, and until when. */
    record Grant(String workspace, Scope scope, String keyId, long untilMillis) {}

    /**
     * A key as lists show it, without its secret.
     *
     * @param expiresMillis 0 for never
     * @param usedMillis when it was used last, to five minutes; 0 for not yet
     */
    public record KeyRow(
            String id, String workspace, String scope, long createdMillis, long expiresMillis, long usedMillis) {}

    private final StateDb server;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> signInTokens = new ConcurrentHashMap<>();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<String, Long> usesNoted = new ConcurrentHashMap<>();
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();
    private final AtomicLong failuresMinute = new AtomicLong();
    /** How often a key was revoked. */
    private final AtomicLong generation = new AtomicLong();

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();
    private final String localAdminKey;

    Accounts(StateDb server, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.localAdminKey = secret();
    }

    /** The key that only a reader of {@code server.json} knows; it may do everything in every workspace. */
    String localAdminKey() {
        return localAdminKey;
    }

    public List<String> workspaces() {
        return server.read(db -> db.createQuery("select name from workspaces order by name")
                .mapTo(String.class)
                .list());
    }

    void addWorkspace(String name) {
        server.write(db -> db.createUpdate(
                        "insert into workspaces (name, created_millis) values (:name, :now) on conflict do nothing")
                .bind("name", name)
                .bind("now", clock.millis())
                .execute());
    }

    /** Makes a key that lasts until it is revoked; the returned text is its only copy. */
    public String createKey(String workspace, Scope scope) {
        return createKey(workspace, scope, 0);
    }

    /** Makes a key; the returned text is its only copy. Several keys may be in force at once: that is how one is changed. */
    String createKey(String workspace, Scope scope, long expiresMillis) {
        if (!KEY_SCOPES.contains(scope)) {
            throw Problem.of(400, "scope_unknown", scope.name().toLowerCase(Locale.ROOT), "ingest, read, admin");
        }
        if (!workspaces().contains(workspace)) {
            throw Problem.of(404, "workspace_unknown", workspace, String.join(", ", workspaces()));
        }
        String id = secret().replaceAll("[^A-Za-z0-9]", "").substring(0, 8);
        String key = "zk_live_" + id + "_" + secret();
        server.write(db -> db.createUpdate(
                        "insert into api_keys (id, workspace, scope, secret_hash, created_millis, expires_millis)"
                                + " values (:id, :workspace, :scope, :hash, :now, :expires)")
                .bind("expires", expiresMillis == 0 ? null : (Long) expiresMillis)
                .bind("id", id)
                .bind("workspace", workspace)
                .bind("scope", scope.name())
                .bind("hash", hash(key))
                .bind("now", clock.millis())
                .execute());
        return key;
    }

    public List<KeyRow> keys() {
        return server.read(db -> db.createQuery(
                        "select id, workspace, scope, created_millis, expires_millis, used_millis from api_keys"
                                + " where revoked_millis is null order by created_millis, id")
                .map((row, _) -> new KeyRow(
                        row.getString("id"),
                        row.getString("workspace"),
                        row.getString("scope").toLowerCase(Locale.ROOT),
                        row.getLong("created_millis"),
                        row.getLong("expires_millis"),
                        row.getLong("used_millis")))
                .list());
    }

    /** Notes the use of what was granted, at most every five minutes; a store that is full takes no events away. */
    private Grant used(Grant grant) {
        long now = clock.millis();
        Long noted = usesNoted.get(grant.keyId());
        if (noted == null || now - noted >= USE_NOTED_EVERY.toMillis()) {
            usesNoted.put(grant.keyId(), now);
            try {
                server.write(db -> db.createUpdate("update api_keys set used_millis = :now where id = :id")
                        .bind("now", now)
                        .bind("id", grant.keyId())
                        .execute());
            } catch (JdbiException e) {
                LOG.log(Level.WARNING, "accounts.use.unnoted", e);
            }
        }
        return grant;
    }

    private Grant inForce(Grant grant) {
        if (grant.untilMillis() <= clock.millis()) {
            grants.values().remove(grant);
            boolean isLate = clock.millis() - grant.untilMillis() >= REVOKED_KEY_GRACE.toMillis();
            throw isLate
                    ? Problem.of(401, "key_expired", grant.keyId())
                    : Problem.of(503, "key_expired", grant.keyId()).retryAfterSeconds(30);
        }
        return used(grant);
    }

    /**
     * What a key opens, or a problem: 401 for an unknown one; 503 for one revoked less than a day ago, and where keys
     * cannot be read, so that no SDK drops what it has.
     */
    Grant grant(String key, String workspaceAsked) {
        if (constantTimeEquals(key, localAdminKey)) {
            return new Grant(workspaceAsked, Scope.ADMIN, "", Long.MAX_VALUE);
        }
        String hash = hash(key);
        long before = generation.get();
        Grant known = grants.get(hash);
        if (known != null) {
            return inForce(known);
        }
        Grant found = known(hash).orElseThrow(() -> Problem.of(401, "key_unknown"));
        grants.put(hash, found);
        if (generation.get() != before) { // it may have been revoked after it was read
            grants.remove(hash);
        }
        return inForce(found);
    }

    private Optional<Grant> known(String hash) {
        try {
            return server.read(db -> db.createQuery(
                            "select id, workspace, scope, expires_millis, revoked_millis from api_keys"
                                    + " where secret_hash = :hash")
                    .bind("hash", hash)
                    .map((row, _) -> {
                        long revoked = row.getLong("revoked_millis");
                        if (row.wasNull()) {
                            long expires = row.getLong("expires_millis");
                            return new Grant(
                                    row.getString("workspace"),
                                    Scope.valueOf(row.getString("scope")),
                                    row.getString("id"),
                                    expires == 0 ? Long.MAX_VALUE : expires);
                        }
                        if (clock.millis() - revoked < REVOKED_KEY_GRACE.toMillis()) {
                            throw Problem.of(503, "key_revoked").retryAfterSeconds(30);
                        }
                        throw Problem.of(401, "key_unknown");
                    })
                    .findOne());
        } catch (JdbiException e) {
            LOG.log(Level.ERROR, "accounts.keys.unreadable", e);
            throw Problem.of(503, "key_store_unavailable").retryAfterSeconds(30);
        }
    }

    public boolean revokeKey(String id) {
        boolean isRevoked = server.write(db -> db.createUpdate(
                                "update api_keys set revoked_millis = :now where id = :id and revoked_millis is null")
                        .bind("now", clock.millis())
                        .bind("id", id)
                        .execute())
                == 1;
        generation.incrementAndGet();
        grants.clear();
        return isRevoked;
    }

    /** A token that signs in one browser, once, within a day. */
    public String createSignInToken() {
        String token = secret();
        signInTokens.put(hash(token), clock.millis());
        return token;
    }

    /** Ten wrong tokens a minute from one address, and no more are looked at: 429. */
    void refuseGuessing(String address) {
        long minute = clock.millis() / 60_000;
        if (failuresMinute.getAndSet(minute) != minute) {
            failures.clear();
        }
        if (failures.getOrDefault(address, 0) >= FAILURES_PER_MINUTE) {
            throw Problem.of(429, "sign_in_too_often").retryAfterSeconds(60);
        }
    }

    void guessedWrong(String address) {
        failures.merge(address, 1, Integer::sum);
    }

    /** Ends a session: its token opens nothing from now on, wherever it was copied to. */
    void signOut(Session session) {
        server.write(db -> db.createUpdate("delete from sessions where token_hash = :hash")
                .bind("hash", session.tokenHash())
                .execute());
        sessions.remove(session.tokenHash());
    }

    /** Trades a sign-in token for a session's token; empty if it is unknown, used or old. */
    Optional<String> signIn(String token) {
        Long made = signInTokens.remove(hash(token));
        if (made == null || clock.millis() - made > Duration.ofDays(1).toMillis()) {
            return Optional.empty();
        }
        String sessionToken = secret();
        Session session = new Session(hash(sessionToken), secret(), clock.millis(), clock.millis());
        server.write(db -> db.createUpdate("insert into sessions (token_hash, form_token, created_millis, used_millis)"
                        + " values (:hash, :form, :now, :now)")
                .bind("hash", session.tokenHash())
                .bind("form", session.formToken())
                .bind("now", clock.millis())
                .execute());
        sessions.put(session.tokenHash(), session);
        return Optional.of(sessionToken);
    }

    Optional<Session> session(@Nullable String token) {
        if (token == null || token.isEmpty()) {
            return Optional.empty();
        }
        String hash = hash(token);
        Session known = sessions.get(hash);
        Optional<Session> session = known != null ? Optional.of(known) : readSession(hash);
        return session.filter(this::isFresh).map(this::touched);
    }

    private Optional<Session> readSession(String hash) {
        return server.read(db -> db.createQuery("select * from sessions where token_hash = :hash")
                .bind("hash", hash)
                .map((row, _) -> new Session(
                        hash, row.getString("form_token"), row.getLong("created_millis"), row.getLong("used_millis")))
                .findOne());
    }

    private boolean isFresh(Session session) {
        long now = clock.millis();
        return now - session.usedMillis() < SESSION_IDLE.toMillis()
                && now - session.createdMillis() < SESSION_WHOLE.toMillis();
    }

    private Session touched(Session session) {
        long now = clock.millis();
        boolean isNoted = now - session.usedMillis() < Duration.ofMinutes(5).toMillis();
        Session touched =
                isNoted ? session : new Session(session.tokenHash(), session.formToken(), session.createdMillis(), now);
        if (!isNoted) {
            server.write(db -> db.createUpdate("update sessions set used_millis = :now where token_hash = :hash")
                    .bind("now", now)
                    .bind("hash", session.tokenHash())
                    .execute());
        }
        sessions.put(session.tokenHash(), touched);
        return touched;
    }

    private String secret() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    static String hash(String secret) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static boolean constantTimeEquals(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
