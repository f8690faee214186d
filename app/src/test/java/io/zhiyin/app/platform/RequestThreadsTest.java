package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Every core is kept busy for a while; what was asked meanwhile has waited as long. */
class RequestThreadsTest {
    private static final Duration BUSY = RequestThreads.LATE.multipliedBy(2);

    private final RequestThreads threads = new RequestThreads();

    @Test
    void manyWhoWaitedLongAreACrowdUntilNextToNobodyWaits() throws InterruptedException {
        int requests = 2 * RequestThreads.CROWD;

        assertThat(crowdedAmong(requests)).isBetween(RequestThreads.CROWD, requests - RequestThreads.CALM);
        assertThat(RequestThreads.areCrowded()).isFalse();
    }

    @Test
    void fewAreNoCrowdHoweverLongTheyWait() throws InterruptedException {
        assertThat(crowdedAmong(RequestThreads.CROWD / 4)).isZero();
    }

    /** How many of so many requests found a crowd behind them. */
    private int crowdedAmong(int requests) throws InterruptedException {
        AtomicInteger crowded = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(requests);
        AtomicBoolean isBusy = new AtomicBoolean(true);
        for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
            threads.execute(() -> {
                while (isBusy.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        for (int i = 0; i < requests; i++) {
            threads.execute(() -> {
                crowded.addAndGet(RequestThreads.areCrowded() ? 1 : 0);
                done.countDown();
            });
        }
        Thread.sleep(BUSY);
        isBusy.set(false);
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        return crowded.get();
    }
}
