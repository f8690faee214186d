package io.zhiyin.app.platform;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How many events each key may send: so many a second, and what was not used of {@value #SAVED_SECONDS} seconds at once.
 * A batch passes whole or not at all.
 *
 * <p>Source: token bucket; the headers are those of draft-ietf-httpapi-ratelimit-headers-10. Memory: one bucket for each
 * key that was used since the start.
 */
final class KeyLimits {
    private static final int SAVED_SECONDS = 10;
    /** The largest batch that is taken at all: a smaller bucket would never let it pass. */
    private static final int BATCH_MAX = 5_000;
    /** SDKs give up beyond. */
    private static final long RETRY_SECONDS_MAX = 300;

    private final int eventsPerSecond;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    /** @param eventsPerSecond 0 for no limit */
    KeyLimits(int eventsPerSecond) {
        this.eventsPerSecond = eventsPerSecond;
    }

    /** Takes from what a key has left, says in the answer's headers how much that is, or refuses with 429. */
    void spend(String key, int events, Context http) {
        if (eventsPerSecond == 0) {
            return;
        }
        ConsumptionProbe probe = buckets.computeIfAbsent(Accounts.hash(key), _ -> bucket())
                .tryConsumeAndReturnRemaining(Math.clamp(events, 1, BATCH_MAX));
        long waitSeconds = Math.ceilDiv(probe.getNanosToWaitForRefill(), TimeUnit.SECONDS.toNanos(1));
        long whole = Math.ceilDiv(probe.getNanosToWaitForReset(), TimeUnit.SECONDS.toNanos(1));
        http.header(
                "RateLimit-Policy", "\"events\";q=" + capacity() + ";w=" + Math.ceilDiv(capacity(), eventsPerSecond));
        http.header("RateLimit", "\"events\";r=" + probe.getRemainingTokens() + ";t=" + whole);
        if (!probe.isConsumed()) {
            throw Problem.of(429, "too_many_for_key", eventsPerSecond)
                    .retryAfterSeconds((int) Math.clamp(waitSeconds, 1, RETRY_SECONDS_MAX));
        }
    }

    private Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity()).refillGreedy(eventsPerSecond, Duration.ofSeconds(1)))
                .build();
    }

    private long capacity() {
        return Math.max(BATCH_MAX, (long) SAVED_SECONDS * eventsPerSecond);
    }
}
