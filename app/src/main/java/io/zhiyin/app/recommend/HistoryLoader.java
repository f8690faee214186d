package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * Fills histories and ownership at the start: from the file that keeps them and what the log has beyond it; else from what
 * the view holds, then the log. A view that cannot be read, or is being built anew, holds nobody up: the log has
 * everything, it only takes longer.
 */
final class HistoryLoader {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    private final HistoryFile file;
    private final Remembered remembered;

    HistoryLoader(HistoryFile file, Remembered remembered) {
        this.file = file;
        this.remembered = remembered;
    }

    /** The last event that the file has of everybody; 0 where it was of no use. */
    long load(Workspace workspace) {
        EventLog log = workspace.log();
        Optional<HistoryFile.Through> kept = file.read(log, remembered);
        if (kept.isPresent()) {
            HistoryFile.Through through = kept.get();
            log.skim(through.first(), (sequence, event) -> {
                if (!through.has(event.person(), sequence)) {
                    remembered.add(event);
                }
            });
            return through.first();
        }
        log.skim(fromView(workspace.view()), (_, event) -> remembered.add(event));
        return 0;
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
        remembered.clear();
        return 0;
    }

    private void take(String person, String item, Signal signal, double fraction, long atSeconds) {
        remembered.histories().add(person, item, signal, fraction, atSeconds);
        if (signal == Signal.PURCHASE) {
            remembered.ownership().bought(person, item);
        } else if (signal == Signal.REFUND) {
            remembered.ownership().returned(person, item);
        }
    }
}
