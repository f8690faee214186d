package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;

/**
 * Fills histories and ownership at the start: what the view holds, then what the log has beyond it. A view that cannot
 * be read, or is being built anew, holds nobody up: the log has everything, it only takes longer.
 */
final class HistoryLoader {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    private final LiveHistory histories;
    private final Ownership ownership;

    HistoryLoader(LiveHistory histories, Ownership ownership) {
        this.histories = histories;
        this.ownership = ownership;
    }

    void load(Workspace workspace) {
        workspace.log().read(fromView(workspace.view()), (_, event) -> {
            histories.add(event);
            ownership.add(event);
        });
    }

    /** The last event that came from the view; 0 for none. */
    private long fromView(View view) {
        long loaded = view.loaded();
        try {
            TasteRows.each(view, TasteRows.Order.ARRIVAL, loaded, this::take);
            return loaded;
        } catch (Problem e) {
            LOG.log(Level.INFO, "histories.view.behind " + e.getMessage());
        } catch (IllegalStateException e) {
            LOG.log(Level.ERROR, "histories.view.unreadable", e);
        }
        histories.clear();
        ownership.clear();
        return 0;
    }

    private void take(String person, String item, Signal signal, double fraction, long atSeconds) {
        histories.add(person, item, signal, fraction, atSeconds);
        if (signal == Signal.PURCHASE) {
            ownership.bought(person, item);
        } else if (signal == Signal.REFUND) {
            ownership.returned(person, item);
        }
    }
}
