package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Workspace;
import io.zhiyin.engine.data.History;
import java.util.Arrays;
import java.util.List;

/** Fills histories and ownership at the start: what the view holds, then what the log has beyond it. */
final class HistoryLoader {
    private HistoryLoader() {}

    static void load(Workspace workspace, LiveHistory histories, Ownership ownership) {
        long loaded = workspace.view().loaded();
        String kinds = "'"
                + String.join(
                        "','", Arrays.stream(Signal.values()).map(Signal::kind).toList()) + "'";
        workspace
                .view()
                .each(
                        "select person, item, kind, fraction, epoch_ms(\"at\"), flags like '%untimed%' as untimed"
                                + " from events where item <> '' and person <> '' and seq <= ? and kind in (" + kinds
                                + ") order by seq, line",
                        List.of(loaded),
                        row -> {
                            String person = row.getString(1);
                            String item = row.getString(2);
                            Signal signal = Signal.of(row.getString(3)).orElseThrow();
                            long at = row.getBoolean(6) ? History.UNTIMED : row.getLong(5) / 1000;
                            histories.add(person, item, signal, row.getDouble(4), at);
                            if (signal == Signal.PURCHASE) {
                                ownership.bought(person, item);
                            } else if (signal == Signal.REFUND) {
                                ownership.returned(person, item);
                            }
                        });
        workspace.log().read(loaded, (_, event) -> {
            histories.add(event);
            ownership.add(event);
        });
    }
}
