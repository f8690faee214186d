package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Workspace;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Trains the model in force again without being asked: every hour when the log has grown by a hundredth, and a minute
 * after the start when there are events and no model. The setting {@code trainHourly} switches it off.
 */
final class Retraining implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger("zhiyin.recommend");

    /**
     * When it looks.
     *
     * @param every between two looks
     * @param first before the first look where there is no model yet
     */
    record Rhythm(Duration every, Duration first) {
        static final Rhythm USUAL = new Rhythm(Duration.ofHours(1), Duration.ofMinutes(1));
    }

    private final Workspace workspace;
    private final Rhythm rhythm;
    private final Runnable train;
    private final AtomicLong trainedThrough = new AtomicLong();
    private Thread clock = new Thread();

    Retraining(Workspace workspace, Rhythm rhythm, Runnable train) {
        this.workspace = workspace;
        this.rhythm = rhythm;
        this.train = train;
    }

    void start(boolean hasModel) {
        if (!workspace.settings().trainHourly()) {
            return;
        }
        if (hasModel) {
            trainedThrough.set(workspace.log().last());
        }
        clock = Thread.ofPlatform()
                .daemon()
                .name("zhiyin-retraining")
                .start(() -> run(hasModel ? rhythm.every : rhythm.first));
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
                Thread.sleep(rhythm.every);
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
