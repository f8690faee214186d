package io.zhiyin.app.platform;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/** The view's tables, and what an event is in them. A change here needs another {@link #VERSION}. */
final class ViewRows {
    /** Of the tables and of what is written into them; files of another version are built anew. */
    static final int VERSION = 1;

    /**
     * {@code events} has a row for each item of an event, one with an empty item if there is none. {@code amount_minor}
     * is the whole event's, on line 0. {@code ref}, {@code name} and {@code text} depend on the kind:
     *
     * <pre>
     * kind              ref         name      text
     * impression        slot
     * purchase, refund  order
     * learn             lesson
     * follow            target
     * invite            invited
     * comment, danmaku                        text
     * shown             ranking     model     slot
     * exposed           experiment  arm
     * survey_answer     survey      question  answer
     * retract           kind
     * changed           key         what
     * custom                        name
     * </pre>
     *
     * <p>{@code shown} has a row for each item of a ranking. The word {@code at} is DuckDB's own: queries write
     * {@code "at"} or {@code events.at}.
     */
    static final List<String> TABLES = List.of("""
            CREATE TABLE events (
              seq BIGINT, line INTEGER, "at" TIMESTAMP, received TIMESTAMP, kind VARCHAR, person VARCHAR,
              anonymous VARCHAR, item VARCHAR, quantity INTEGER, price_minor BIGINT, amount_minor BIGINT,
              seconds DOUBLE, fraction DOUBLE, channel VARCHAR, source VARCHAR, ref VARCHAR, text VARCHAR,
              name VARCHAR, flags VARCHAR)""", """
            CREATE TABLE shown (
              seq BIGINT, "at" TIMESTAMP, person VARCHAR, ranking VARCHAR, model VARCHAR, slot VARCHAR,
              position INTEGER, item VARCHAR, propensity DOUBLE)""", "CREATE TABLE progress (version INTEGER, loaded BIGINT)");

    private static final Action.Line NO_LINE = new Action.Line("", 0, 0);

    private final DuckDBAppender events;
    private final DuckDBAppender shown;
    private int rows;

    ViewRows(DuckDBAppender events, DuckDBAppender shown) {
        this.events = events;
        this.shown = shown;
    }

    private record Facts(long amountMinor, double seconds, double fraction, String ref, String name, String text) {
        static final Facts NONE = new Facts(0, 0, 0, "", "", "");

        static Facts amount(long minor, String ref) {
            return new Facts(minor, 0, 0, ref, "", "");
        }

        static Facts words(String ref, String name, String text) {
            return new Facts(0, 0, 0, ref, name, text);
        }
    }

    private static Facts facts(Action action) {
        return switch (action) {
            case Action.Impression a -> Facts.words(a.slot(), "", "");
            case Action.Play a -> new Facts(0, a.seconds(), a.fraction(), "", "", "");
            case Action.Comment a -> Facts.words("", "", a.text());
            case Action.Follow a -> Facts.words(a.target(), "", "");
            case Action.Checkout a -> Facts.amount(a.amountMinor(), "");
            case Action.Purchase a -> Facts.amount(a.amountMinor(), a.order());
            case Action.Refund a -> Facts.amount(a.amountMinor(), a.order());
            case Action.Learn a -> new Facts(0, 0, a.fraction(), a.lesson(), "", "");
            case Action.LiveLeave a -> new Facts(0, a.seconds(), 0, "", "", "");
            case Action.Tip a -> Facts.amount(a.amountMinor(), "");
            case Action.Shown a -> Facts.words(a.ranking(), a.model(), a.slot());
            case Action.Exposed a -> Facts.words(a.experiment(), a.arm(), "");
            case Action.SurveyAnswer a -> Facts.words(a.survey(), a.question(), a.answer());
            case Action.Danmaku a -> new Facts(0, a.atSeconds(), 0, "", "", a.text());
            case Action.Invite a -> Facts.words(a.invited(), "", "");
            case Action.Retract a -> Facts.words(a.of(), "", "");
            case Action.Changed a -> Facts.words(a.key(), a.what(), "");
            case Action.Custom a -> Facts.words("", a.name(), "");
            case Action.View _,
                    Action.Like _,
                    Action.Favorite _,
                    Action.Share _,
                    Action.Click _,
                    Action.Register _,
                    Action.Cart _,
                    Action.LiveEnter _,
                    Action.Dislike _,
                    Action.Identify _ -> Facts.NONE;
        };
    }

    /** How many rows were added. */
    int rows() {
        return rows;
    }

    void add(long sequence, Event event) throws SQLException {
        Facts facts = facts(event.action());
        if (event.action() instanceof Action.Shown ranking) {
            addRow(sequence, 0, event, NO_LINE, facts);
            addRanking(sequence, event, ranking);
            return;
        }
        List<Action.Line> lines = event.action().lines();
        if (lines.isEmpty()) {
            addRow(sequence, 0, event, NO_LINE, facts);
        }
        for (int i = 0; i < lines.size(); i++) {
            addRow(sequence, i, event, lines.get(i), facts);
        }
    }

    private void addRow(long sequence, int line, Event event, Action.Line item, Facts facts) throws SQLException {
        rows++;
        events.beginRow()
                .append(sequence)
                .append(line)
                .appendEpochMicros(event.atMillis() * 1_000)
                .appendEpochMicros(event.receivedMillis() * 1_000)
                .append(event.kind())
                .append(event.person())
                .append(event.anonymous())
                .append(item.item())
                .append(item.quantity())
                .append(item.priceMinor())
                .append(line == 0 ? facts.amountMinor() : 0L)
                .append(facts.seconds())
                .append(facts.fraction())
                .append(event.channel())
                .append(event.source())
                .append(facts.ref())
                .append(facts.text())
                .append(facts.name())
                .append(flags(event.flags()))
                .endRow();
    }

    private void addRanking(long sequence, Event event, Action.Shown ranking) throws SQLException {
        for (int i = 0; i < ranking.items().size(); i++) {
            rows++;
            double propensity =
                    i < ranking.propensities().size() ? ranking.propensities().get(i) : Double.NaN;
            shown.beginRow()
                    .append(sequence)
                    .appendEpochMicros(event.atMillis() * 1_000)
                    .append(event.person())
                    .append(ranking.ranking())
                    .append(ranking.model())
                    .append(ranking.slot())
                    .append(i)
                    .append(ranking.items().get(i))
                    .append(propensity)
                    .endRow();
        }
    }

    /** Lower case, separated by commas. */
    private static String flags(List<Event.Flag> flags) {
        return flags.isEmpty()
                ? ""
                : flags.stream()
                        .map(flag -> flag.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(","));
    }
}
