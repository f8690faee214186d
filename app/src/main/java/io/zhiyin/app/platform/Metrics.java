package io.zhiyin.app.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What a monitor reads at {@code /metrics}: Prometheus text. Labels are closed sets, never ids of people. */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** Those that every request needs: looking one up in the registry costs more than recording. */
    private final Map<Requests, Timer> requests = new ConcurrentHashMap<>();

    private final Map<String, Counter> ingested = new ConcurrentHashMap<>();

    private record Requests(String route, int hundreds) {}

    void request(String route, int status, long tookNanos) {
        requests.computeIfAbsent(new Requests(route, status / 100), this::timer)
                .record(tookNanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Requests of) {
        return Timer.builder("zhiyin.request.duration")
                .tag("route", of.route())
                .tag("status", of.hundreds() + "xx")
                .publishPercentileHistogram(false)
                .register(registry);
    }

    /** Counts what came of events: {@code accepted}, {@code duplicate} or {@code quarantined}. */
    public void ingested(String result, int events) {
        ingested.computeIfAbsent(
                        result,
                        _ -> Counter.builder("zhiyin.ingest.events")
                                .tag("result", result)
                                .register(registry))
                .increment(events);
    }

    /** Counts requests with events that were refused as a whole, by the problem's code. */
    void refused(String code) {
        Counter.builder("zhiyin.ingest.refused")
                .tag("reason", code)
                .register(registry)
                .increment();
    }

    /** Counts rankings that could not be personal, by reason. */
    public void fallback(String reason) {
        Counter.builder("zhiyin.recommend.fallback")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** A figure that is read when somebody asks. */
    public void gauge(String name, String workspace, Supplier<Number> value) {
        Gauge.builder(name, value).tag("workspace", workspace).register(registry);
    }

    String scrape() {
        return registry.scrape();
    }
}
