package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trains the model in force again without being asked: every hour when the log has grown by a hundredth, and a minute after the start when
 * there are events and no model. The setting {@code trainHourly} switches it off.
 */
final class Retraining implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration FIRST = Duration.ofMinutes(1);

    private final Workspace workspace;
    private final Runnable train;
    private final AtomicLong trainedThrough = new AtomicLong();
    private Thread clock = new Thread();

    Retraining(Workspace workspace, Runnable train) {
        this.workspace = workspace;
        this.train = train;
    }

    void start(boolean hasModel) {
        if (!workspace.settings().trainHourly()) {
            return;
        }
        if (hasModel) {
            trainedThrough.set(workspace.log().last());
        }
        clock = Thread.ofPlatform().daemon().name("zhiyin-retraining").start(() -> run(hasModel ? EVERY : FIRST));
    }

    void trained(long throughSequence) {
        trainedThrough.set(throughSequence);
    }

    @Override
    public void close() {
        clock.interrupt();
    }

    private void run(Duration first) {
        try {
            Thread.sleep(first);
            while (true) {
                trainIfGrown();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trainIfGrown() {
        long last = workspace.log().last();
        long before = trainedThrough.get();
        if (last > before + before / 100) {
            try {
                train.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "retraining.refused", e); // and tried again in an hour
            }
        }
    }
}
