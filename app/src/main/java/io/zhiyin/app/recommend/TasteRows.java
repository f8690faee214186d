package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.View;
import io.zhiyin.engine.data.History;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The events of the view that say something about taste and were not taken back later, row by row. */
final class TasteRows {
    private static final String KINDS =
            Arrays.stream(Signal.values()).map(s -> "'" + s.kind() + "'").collect(Collectors.joining(","));

    private static final String SELECT = """
            select person, item, kind, fraction, epoch_ms("at"), flags like '%untimed%' from events e
            where item <> '' and person <> '' and seq <= ? and kind in (KINDS) and not exists (
              select 1 from events r where r.kind = 'retract' and r.person = e.person and r.item = e.item
                and r.ref = e.kind and r.seq > e.seq)
            order by ORDER""".replace("KINDS", KINDS);

    /** In which order they come. */
    enum Order {
        /** As they were accepted. */
        ARRIVAL("seq, line"),
        /** All of one person and item together, as they were accepted. */
        PERSON_AND_ITEM("person, item, seq");

        private final String columns;

        Order(String columns) {
            this.columns = columns;
        }
    }

    /** Takes one event; {@code atSeconds} is {@link History#UNTIMED} where it came without a time. */
    @FunctionalInterface
    interface Reader {
        void read(String person, String item, Signal signal, double fraction, long atSeconds);
    }

    private TasteRows() {}

    /** @param throughSequence the last event to hand over */
    static void each(View view, Order order, long throughSequence, Reader reader) {
        view.each(
                SELECT.replace("ORDER", order.columns),
                List.of(throughSequence),
                row -> reader.read(
                        row.getString(1),
                        row.getString(2),
                        Signal.of(row.getString(3)).orElseThrow(),
                        row.getDouble(4),
                        row.getBoolean(6) ? History.UNTIMED : row.getLong(5) / 1000));
    }
}
