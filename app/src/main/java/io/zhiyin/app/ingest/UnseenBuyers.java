package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.View;
import io.zhiyin.engine.evaluate.Estimate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How much of what happens in browsers and on phones never reaches us, estimated from what cannot be blocked: of the
 * people who bought according to a server or an order file, the share that left no trace on a device before.
 *
 * <p>Ad blockers and switched-off scripts are in it, and so are purchases on a device where the person is not known: what
 * blockers alone take is at most this. A person counts once, with the last purchase: two purchases of one person are not
 * two observations. Traces under an anonymous id count for everybody who was ever seen with it.
 */
final class UnseenBuyers {
    static final int BUYERS_MIN = 30;
    static final int DAYS = 30;

    /** Arguments: how far back devices count; start and end of the purchases; nothing else. */
    static final String SQL = """
            with device as (
              select person, "at" from events
              where line = 0 and regexp_matches(lower(source), '%1$s') and "at" >= ?),
            known as (
              select distinct anonymous, person from events
              where anonymous <> '' and person <> '' and anonymous <> person),
            trace as (
              select person, "at" from device
              union all
              select known.person, device."at" from device join known on device.person = known.anonymous),
            buyer as (
              select person, max("at") as "at" from events
              where line = 0 and kind = 'purchase' and person <> ''
                and not regexp_matches(lower(source), '%1$s') and "at" >= ? and "at" < ?
              group by person)
            select count(*) as buyers,
              count(*) filter (where not exists (
                select 1 from trace where trace.person = buyer.person
                  and trace."at" between buyer."at" - interval 30 day and buyer."at" + interval 1 hour)) as unseen,
              (select count(*) from device) as traces
            from buyer""".formatted(EventTime.onDevicePattern());

    private UnseenBuyers() {}

    /** What can be said of it. */
    sealed interface Share {}

    record Measured(Estimate share, long unseen) implements Share {}

    /** Nothing came from a device, so there is nothing to compare with. */
    record NoDevices() implements Share {}

    record TooFewBuyers(long buyers) implements Share {}

    private record Counts(long buyers, long unseen, long traces) {}

    static Share of(View view, Instant now) {
        Instant from = now.minus(Duration.ofDays(DAYS));
        Counts counts = view.query(
                        SQL,
                        List.of(from.minus(Duration.ofDays(DAYS)), from, now),
                        row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3)))
                .getFirst();
        if (counts.traces() == 0) {
            return new NoDevices();
        }
        return counts.buyers() < BUYERS_MIN
                ? new TooFewBuyers(counts.buyers())
                : new Measured(Estimate.share(counts.unseen(), counts.buyers()), counts.unseen());
    }
}
