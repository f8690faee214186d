package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.RecommendationsView.Figure;
import io.zhiyin.app.recommend.RecommendationsView.Unit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * How the lists that were shown did, asked of the view. A ratio of nothing is not a number. Lists that {@code zhiyin
 * recommend} printed were seen by nobody who could click, and do not count.
 */
final class ListFigures {
    static final int DAYS = 28;
    private static final int SUGGESTIONS = 5;

    private static final String COVERAGE = "select distinct item from shown where \"at\" >= ? and slot <> 'cli'";

    /** How many items were shown, and how many of them the same person did something with within a day. */
    private static final String FOLLOWED = """
            select count(*), count(*) filter (exists (
              select 1 from events e where e.person = s.person and e.item = s.item and e.kind in (KINDS)
              and e."at" >= s."at" and e."at" < s."at" + interval 1 day))
            from shown s where s."at" >= ? and s.person <> '' and s.slot <> 'cli'""";

    private static final String CLICKS = FOLLOWED.replace("KINDS", "'view', 'click'");
    private static final String PLAYS = FOLLOWED.replace("KINDS", "'play', 'learn'");
    private static final String PURCHASES = FOLLOWED.replace("KINDS", "'purchase'");

    private static final String REVENUE = """
            select (select count(*) from shown where "at" >= ? and person <> '' and slot <> 'cli'),
            (select coalesce(sum(e.price_minor * e.quantity), 0) from events e where e.kind = 'purchase' and exists (
              select 1 from shown s where s.person = e.person and s.item = e.item and s."at" >= ? and s.slot <> 'cli'
              and e."at" >= s."at" and e."at" < s."at" + interval 1 day))""";

    private static final String PEOPLE =
            "select count(distinct person) from events where person <> '' and kind <> 'shown'";

    private static final String RECENT_BUYERS = """
            select person from events where kind = 'purchase' and person <> ''
            group by person having count(*) between 2 and 8 order by max(seq) desc, person limit ?""";

    private final Workspace workspace;
    private final Recommendations recommendations;

    ListFigures(Workspace workspace, Recommendations recommendations) {
        this.workspace = workspace;
        this.recommendations = recommendations;
    }

    private record Pair(double of, double value) {}

    List<Figure> figures() {
        Instant since = workspace.clock().instant().minus(Duration.ofDays(DAYS));
        Pair revenue = pair(REVENUE, List.of(since, since));
        long people = (long) one(PEOPLE, List.of());
        List<String> shown = view().query(COVERAGE, List.of(since), row -> row.getString(1));
        Set<String> onSale = recommendations.onSale();
        double covered = shown.stream().filter(onSale::contains).count();
        return List.of(
                new Figure(
                        "coverage",
                        Unit.RATE,
                        shown.isEmpty() ? Double.NaN : covered / onSale.size(),
                        onSale.size(),
                        COVERAGE),
                followed("clicks", CLICKS, since),
                followed("plays", PLAYS, since),
                followed("purchases", PURCHASES, since),
                new Figure("revenue", Unit.MONEY, 1000 * revenue.value / revenue.of, (long) revenue.of, REVENUE),
                new Figure("personal", Unit.RATE, (double) recommendations.people() / people, people, ""));
    }

    private Figure followed(String key, String query, Instant since) {
        Pair pair = pair(query, List.of(since));
        return new Figure(key, Unit.RATE, pair.value / pair.of, (long) pair.of, query);
    }

    /** People worth looking at: who bought last, and has a history long enough to see something in. */
    List<String> suggestions() {
        return workspace.view().query(RECENT_BUYERS, List.of(SUGGESTIONS), row -> row.getString(1));
    }

    private double one(String sql, List<?> arguments) {
        return view().query(sql, arguments, row -> row.getDouble(1)).getFirst();
    }

    private Pair pair(String sql, List<?> arguments) {
        return view().query(sql, arguments, row -> new Pair(row.getDouble(1), row.getDouble(2)))
                .getFirst();
    }

    private View view() {
        return workspace.view();
    }
}
