package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Workspace;

/** Fills histories and ownership at the start: what the view holds, then what the log has beyond it. */
final class HistoryLoader {
    private HistoryLoader() {}

    static void load(Workspace workspace, LiveHistory histories, Ownership ownership) {
        long loaded = workspace.view().loaded();
        TasteRows.each(
                workspace.view(), TasteRows.Order.ARRIVAL, loaded, (person, item, signal, fraction, atSeconds) -> {
                    histories.add(person, item, signal, fraction, atSeconds);
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
