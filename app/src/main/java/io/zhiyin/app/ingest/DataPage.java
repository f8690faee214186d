package io.zhiyin.app.ingest;

import io.javalin.http.HttpStatus;
import io.zhiyin.app.ingest.DataView.Progress;
import io.zhiyin.app.ingest.DataView.ReasonRow;
import io.zhiyin.app.ingest.DataView.RefusedRow;
import io.zhiyin.app.ingest.DataView.Replayed;
import io.zhiyin.app.ingest.DataView.SourceRow;
import io.zhiyin.app.ingest.DataView.Unseen;
import io.zhiyin.app.ingest.Quarantine.Selection;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.engine.evaluate.Estimate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The page of data: sources and their freshness, the state of log and view, what was refused and its replay. */
final class DataPage {
    private static final String PATH = "/w/{workspace}/data";
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
    private final Quarantine quarantine;
    private final QuarantineApi refused;
    private final Replay replay;

    DataPage(Workspace workspace, Quarantine quarantine, QuarantineApi refused, Replay replay) {
        this.workspace = workspace;
        this.quarantine = quarantine;
        this.refused = refused;
        this.replay = replay;
    }

    void routes(Routes routes) {
        routes.get(PATH, Scope.PAGE, this::show);
        for (QuarantineFile.Format format : QuarantineFile.Format.values()) {
            routes.get(PATH + "/refused." + format.code(), Scope.PAGE, call -> refused.send(call, format, asked(call)));
        }
        routes.post(PATH + "/replay", Scope.PAGE, this::replay);
    }

    /** The reason that a link or a form names; without one, all. */
    private static Selection asked(Call call) {
        String reason = call.form("reason").isEmpty() ? call.query("reason", "") : call.form("reason");
        return new Selection(QuarantineApi.reasons(reason.isEmpty() ? List.of() : List.of(reason)), List.of());
    }

    private void replay(Call call) {
        Replay.Outcome outcome = replay.of(asked(call));
        String to = "/w/" + workspace.name() + "/data?replayed=" + outcome.replayed() + "&kept=" + outcome.kept()
                + "&incomplete=" + outcome.incomplete() + "#refused";
        call.http().redirect(to, HttpStatus.SEE_OTHER);
    }

    private void show(Call call) {
        Page page = Page.of(call, workspace, "data", "ingest.data.title");
        String server = call.http().scheme() + "://" + call.http().host();
        page.render(call, "ingest/data.jte", view(page, server, replayed(call)));
    }

    /** What the replay did from which the reader comes. */
    private static Replayed replayed(Call call) {
        return new Replayed(
                call.query("replayed", -1, 0, Integer.MAX_VALUE),
                call.query("kept", 0, 0, Integer.MAX_VALUE),
                call.query("incomplete", 0, 0, Integer.MAX_VALUE));
    }

    private DataView view(Page page, String server, Replayed replayed) {
        Instant now = workspace.clock().instant();
        Progress progress =
                new Progress(workspace.log().last(), workspace.view().loaded());
        return new DataView(
                progress,
                trouble(page),
                days(page, now),
                sources(),
                unseen(page, now),
                replayed,
                quarantine.counts().stream()
                        .map(c -> new ReasonRow(
                                c.reason(),
                                c.events(),
                                c.kept(),
                                c.replayed(),
                                Instant.ofEpochMilli(c.lastReceivedMillis())))
                        .toList(),
                quarantine.newest(REFUSED_MAX).stream()
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

    private Unseen unseen(Page page, Instant now) {
        return switch (UnseenBuyers.of(workspace.view(), now)) {
            case UnseenBuyers.Measured(Estimate share, long unseen) ->
                unseen(
                        page.text(
                                "ingest.data.unseen.share",
                                page.format().percent(share.value()),
                                page.format().percent(share.low()),
                                page.format().percent(share.high())),
                        page.text(
                                "ingest.data.unseen.text",
                                page.format().exact(unseen),
                                page.format().exact(share.observations()),
                                UnseenBuyers.DAYS));
            case UnseenBuyers.NoDevices() ->
                unseen(page.text("ingest.data.unseen.none"), page.text("ingest.data.unseen.noDevices"));
            case UnseenBuyers.TooFewBuyers(long buyers) ->
                unseen(
                        page.text("ingest.data.unseen.none"),
                        page.text(
                                "ingest.data.unseen.fewBuyers", page.format().exact(buyers), UnseenBuyers.BUYERS_MIN));
        };
    }

    private static Unseen unseen(String headline, String text) {
        return new Unseen(headline, text, UnseenBuyers.SQL);
    }

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
