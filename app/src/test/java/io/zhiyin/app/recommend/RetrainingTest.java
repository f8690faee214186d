package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
    private static final Retraining.Rhythm FAST = new Retraining.Rhythm(Duration.ofMillis(20), Duration.ofMillis(20));

    @TempDir
    Path home;

    private final AtomicInteger trained = new AtomicInteger();

    @Test
    void eventsWithoutAModelAreTrainedOnWithoutBeingAsked() throws Exception {
        try (School school = School.open(home);
                Retraining retraining = new Retraining(school.server.workspace(), FAST, trained::incrementAndGet)) {
            retraining.start(false);
            awaitTraining();
        }
    }

    @Test
    void aModelIsTrainedAgainOnlyWhenTheLogHasGrownByAHundredth() throws Exception {
        try (School school = School.open(home);
                Retraining retraining = new Retraining(school.server.workspace(), FAST, trained::incrementAndGet)) {
            retraining.start(true);
            Thread.sleep(200);
            assertThat(trained).hasValue(0);

            for (int i = 0; i < 6; i++) {
                school.track("grower", "view", "writing-" + i);
            }
            awaitTraining();
        }
    }

    @Test
    void theSettingSwitchesItOff() throws Exception {
        Files.writeString(home.resolve("zhiyin.yaml"), "trainHourly: false\n");
        try (School school = School.open(home);
                Retraining retraining = new Retraining(school.server.workspace(), FAST, trained::incrementAndGet)) {
            retraining.start(false);
            Thread.sleep(200);

            assertThat(trained).hasValue(0);
        }
    }

    private void awaitTraining() throws InterruptedException {
        for (int tries = 0; trained.get() == 0 && tries < 200; tries++) {
            Thread.sleep(25);
        }
        assertThat(trained.get()).isPositive();
    }
}
