package io.zhiyin.app.ingest;

import io.zhiyin.app.ingest.DataView.Progress;
import io.zhiyin.app.ingest.DataView.ReasonRow;
import io.zhiyin.app.ingest.DataView.RefusedRow;
import io.zhiyin.app.ingest.DataView.SourceRow;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The page of data: sources and their freshness, the state of log and view, what was refused. */
final class DataPage {
    private static final int DAYS = 14;
    private static final int REFUSED_MAX = 50;

    /** Every event has a line 0. */
    static final String SOURCES = """
            select source, count(*) as events, max(received) as last_received
            from events where line = 0 group by source order by events desc, source limit 200""";

    /** Arguments: start and end. A quarter is 15 minutes, numbered since 1970 UTC: zones are applied in Java. */
    static final String RECEIVED = """
            select epoch_ms(received) // 900000 as quarter, count(*) as events
            from events where line = 0 and received >= ? and received < ? group by 1""";

    private final Workspace workspace;
    private final Events events;

    DataPage(Workspace workspace, Events events) {
        this.workspace = workspace;
        this.events = events;
    }

    void routes(Routes routes) {
        routes.get("/w/{workspace}/data", Scope.PAGE, this::show);
    }

    private void show(Call call) {
        Page page = Page.of(call, workspace, "data", "ingest.data.title");
        String server = call.http().scheme() + "://" + call.http().host();
        page.render(call, "ingest/data.jte", view(page, server));
    }

    private DataView view(Page page, String server) {
        Instant now = workspace.clock().instant();
        Progress progress =
                new Progress(workspace.log().last(), workspace.view().loaded());
        return new DataView(
                progress,
                trouble(page),
                days(page, now),
                sources(),
                events.quarantineCounts().stream()
                        .map(c -> new ReasonRow(c.reason(), c.events(), Instant.ofEpochMilli(c.lastReceivedMillis())))
                        .toList(),
                events.quarantined(REFUSED_MAX).stream()
                        .map(q -> new RefusedRow(
                                q.reason(), q.source(), Instant.ofEpochMilli(q.receivedMillis()), q.text()))
                        .toList(),
                server,
                page.text("ingest.data.freshness", page.format().time(now)),
                SOURCES);
    }

    private List<SourceRow> sources() {
        return workspace
                .view()
                .query(
                        SOURCES,
                        List.of(),
                        row -> new SourceRow(
                                row.getString(1),
                                row.getLong(2),
                                row.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC)));
    }

    private String trouble(Page page) {
        List<EventLog.Damage> damage = workspace.log().damage();
        return switch (workspace.log().state()) {
            case EventLog.ReadOnly(String reason) -> page.text("ingest.data.trouble.readOnly", reason);
            case EventLog.Writable()
            when !damage.isEmpty() ->
                page.text("ingest.data.trouble.damage", page.format().exact(lost(damage)));
            case EventLog.Writable() -> viewTrouble(page);
        };
    }

    private String viewTrouble(Page page) {
        String trouble = workspace.view().state().trouble();
        return trouble.isEmpty() ? "" : page.text("ingest.data.trouble.view", trouble);
    }

    private static long lost(List<EventLog.Damage> damage) {
        return damage.stream().mapToLong(EventLog.Damage::events).sum();
    }

    private record Quarter(long number, long events) {}

    private Chart days(Page page, Instant now) {
        LocalDate today = LocalDate.ofInstant(now, workspace.zone());
        LocalDate first = today.minusDays(DAYS - 1L);
        Instant from = first.atStartOfDay(workspace.zone()).toInstant();
        Instant until = today.plusDays(1).atStartOfDay(workspace.zone()).toInstant();
        double[] sums = new double[DAYS];
        workspace
                .view()
                .query(RECEIVED, List.of(from, until), row -> new Quarter(row.getLong(1), row.getLong(2)))
                .forEach(quarter -> {
                    LocalDate day =
                            LocalDate.ofInstant(Instant.ofEpochSecond(quarter.number() * 900), workspace.zone());
                    sums[(int) ChronoUnit.DAYS.between(first, day)] += quarter.events();
                });
        List<String> labels = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        double whole = 0;
        for (int i = 0; i < DAYS; i++) {
            labels.add(first.plusDays(i).toString().substring(5));
            values.add(sums[i]);
            whole += sums[i];
        }
        return new Chart(
                page.text("ingest.data.daysSummary", DAYS, page.format().count(whole)),
                page.text("ingest.data.day"),
                labels,
                List.of(new Chart.Series(page.text("ingest.data.events"), Chart.Style.NOW, values, true)),
                new Chart.Text(page.format()::countMark, v -> page.format().exact((long) v)));
    }
}
