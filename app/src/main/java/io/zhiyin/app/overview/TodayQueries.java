package io.zhiyin.app.overview;

import io.zhiyin.app.overview.Decomposition.Period;
import io.zhiyin.app.platform.View;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Today asks the view. Events that came without a time are left out: they carry the time of their import, which says
 * nothing about a day.
 *
 * <p>Days and hours are cut in Java from quarters of an hour, in which the offset of every zone is whole; DuckDB's own
 * zones are an extension that is not loaded.
 */
final class TodayQueries {
    /** Arguments: the later period's start; start and end of both together; then of each. */
    static final String PERIODS = """
            select "at" >= ? as is_now,
              count(distinct person) filter (person <> '' and kind not in
                ('shown', 'exposed', 'changed', 'identify', 'refund')) as visitors,
              count(*) filter (kind = 'purchase' and line = 0) as orders,
              coalesce(sum(amount_minor) filter (kind = 'purchase'), 0) as gross_minor,
              coalesce(sum(amount_minor) filter (kind = 'refund'), 0) as refund_minor,
              count(*) filter (kind = 'play' and line = 0) as plays
            from events
            where "at" >= ? and "at" < ? and ("at" >= ? and "at" < ? or "at" >= ? and "at" < ?)
              and not contains(flags, 'untimed')
            group by 1""";

    /** Arguments: start and end. A quarter is 15 minutes, numbered since 1970 UTC. */
    static final String QUARTERS = """
            select epoch_ms("at") // 900000 as quarter,
              coalesce(sum(amount_minor) filter (kind = 'purchase'), 0)
                - coalesce(sum(amount_minor) filter (kind = 'refund'), 0) as net_minor,
              count(*) filter (kind = 'purchase' and line = 0) as orders,
              count(*) filter (kind = 'play' and line = 0) as plays
            from events
            where "at" >= ? and "at" < ? and kind in ('purchase', 'refund', 'play')
              and not contains(flags, 'untimed')
            group by 1""";

    /** Arguments: start and end of now, start and end of then, start and end of all. */
    static final String LEADS = """
            select epoch_ms(registered) // 900000 as quarter, count(*) as leads,
              count(*) filter (registered >= ? and registered < ?) as leads_now,
              count(*) filter (registered >= ? and registered < ?) as leads_then
            from (select min("at") as registered from events
                  where kind = 'register' and person <> '' and not contains(flags, 'untimed')
                  group by person)
            where registered >= ? and registered < ?
            group by 1""";

    /** Arguments: start and end, twice; how many rows. */
    static final String ITEMS = """
            with money as (
              select item, kind, sum(amount_minor) over (partition by seq) as amount_minor,
                price_minor * quantity as price, sum(price_minor * quantity) over (partition by seq) as prices,
                count(*) over (partition by seq) as lines
              from events
              where "at" >= ? and "at" < ? and kind in ('purchase', 'refund') and not contains(flags, 'untimed')),
            touched as (
              select item, kind, 0 as net_minor from events
              where "at" >= ? and "at" < ? and kind in ('view', 'cart') and not contains(flags, 'untimed')
              union all
              select item, kind, case kind when 'refund' then -1 else 1 end * amount_minor
                * case when prices > 0 then price / prices else 1.0 / lines end from money)
            select item, count(*) filter (kind = 'view') as views, count(*) filter (kind = 'cart') as carts,
              count(*) filter (kind = 'purchase') as purchases, count(*) filter (kind = 'refund') as refunds,
              sum(net_minor) as net_minor, count(*) over () as items
            from touched where item <> '' group by item
            order by net_minor desc, purchases desc, views desc, item limit ?""";

    private static final String NEWEST = """
            select max("at") filter (not contains(flags, 'untimed')), max(received) from events
            where kind not in ('shown', 'changed')""";

    private final View view;

    TodayQueries(View view) {
        this.view = view;
    }

    /** From an instant, included, until another, not included. */
    record Span(Instant from, Instant until) {}

    /** What was counted in a stretch of time. */
    record Figures(Period period, long plays) {
        static final Figures NONE = new Figures(new Period(0, 0, 0, 0), 0);
    }

    /** A stretch and the same one a week before. */
    record Compared(Figures now, Figures then) {}

    /** What was counted in 15 minutes. */
    record Quarter(Instant from, long netMinor, long orders, long plays, long leads) {}

    /** New leads of two stretches, and of the quarters of an hour in which there were any. */
    record Leads(long now, long then, List<Quarter> quarters) {}

    /** An item without its title. */
    record Touched(String item, long views, long carts, long purchases, long refunds, double netMinor, int items) {}

    /** The newest time of an event, and when the last one came; empty where there is none. */
    record Newest(Optional<Instant> at, Optional<Instant> received) {}

    Compared figures(Span now, Span then) {
        List<Instant> args =
                List.of(now.from(), then.from(), now.until(), now.from(), now.until(), then.from(), then.until());
        Figures[] found = {Figures.NONE, Figures.NONE};
        view.query(PERIODS, args, row -> {
            Period period = new Period(row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5));
            found[row.getBoolean(1) ? 0 : 1] = new Figures(period, row.getLong(6));
            return period;
        });
        return new Compared(found[0], found[1]);
    }

    List<Quarter> quarters(Span span) {
        return view.query(
                QUARTERS,
                List.of(span.from(), span.until()),
                row -> new Quarter(quarter(row), row.getLong(2), row.getLong(3), row.getLong(4), 0));
    }

    Leads leads(Span now, Span then, Span all) {
        List<Instant> args = List.of(now.from(), now.until(), then.from(), then.until(), all.from(), all.until());
        long[] sums = new long[2];
        List<Quarter> quarters = view.query(LEADS, args, row -> {
            sums[0] += row.getLong(3);
            sums[1] += row.getLong(4);
            return new Quarter(quarter(row), 0, 0, 0, row.getLong(2));
        });
        return new Leads(sums[0], sums[1], quarters);
    }

    List<Touched> items(Span span, int limit) {
        List<Object> args = new ArrayList<>(List.of(span.from(), span.until(), span.from(), span.until()));
        args.add(limit);
        return view.query(
                ITEMS,
                args,
                row -> new Touched(
                        row.getString(1),
                        row.getLong(2),
                        row.getLong(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getDouble(6),
                        row.getInt(7)));
    }

    Newest newest() {
        return view.query(NEWEST, List.of(), row -> new Newest(instant(row, 1), instant(row, 2)))
                .getFirst();
    }

    private static Instant quarter(ResultSet row) throws SQLException {
        return Instant.ofEpochSecond(row.getLong(1) * 900);
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, LocalDateTime.class)).map(t -> t.toInstant(ZoneOffset.UTC));
    }
}
