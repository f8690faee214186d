package io.zhiyin.app.overview;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.overview.TodayQueries.Compared;
import io.zhiyin.app.overview.TodayQueries.Leads;
import io.zhiyin.app.overview.TodayQueries.Newest;
import io.zhiyin.app.overview.TodayQueries.Quarter;
import io.zhiyin.app.overview.TodayQueries.Touched;
import io.zhiyin.app.overview.TodayView.ItemRow;
import io.zhiyin.app.overview.TodayView.Kpi;
import io.zhiyin.app.overview.TodayView.Queries;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The page Today: one day against the same weekday a week before. The day is in the address: every view is a link. */
final class TodayPage {
    private static final int ROWS_MAX = 200;
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);

    private final Workspace workspace;
    private final Catalogue catalogue;
    private final TodayQueries queries;

    TodayPage(Workspace workspace, Catalogue catalogue) {
        this.workspace = workspace;
        this.catalogue = catalogue;
        this.queries = new TodayQueries(workspace.view());
    }

    void show(Call call) {
        Page page = Page.of(call, workspace, "today", "overview.today.title");
        page.render(call, "overview/today.jte", view(page, spans(call)));
    }

    void csv(Call call) {
        Page page = Page.of(call, workspace, "today", "overview.today.title");
        TodaySpans spans = spans(call);
        List<ItemRow> rows = rows(queries.items(spans.now(), Integer.MAX_VALUE), page.lang());
        call.http()
                .header("Content-Disposition", "attachment; filename=\"zhiyin-today-" + spans.day() + ".csv\"")
                .contentType("text/csv; charset=utf-8")
                .result(TodayCsv.of(page, rows));
    }

    TodayView view(Page page, TodaySpans spans) {
        View.State state = workspace.view().state();
        TodayWords words = new TodayWords(page, spans);
        Compared figures = queries.figures(spans.now(), spans.then());
        Leads leads = queries.leads(spans.now(), spans.then(), spans.sparks());
        List<Quarter> quarters = new ArrayList<>(queries.quarters(spans.sparks()));
        quarters.addAll(leads.quarters());
        TodaySeries series = new TodaySeries(spans, quarters);
        Decomposition why =
                Decomposition.of(figures.now().period(), figures.then().period());
        List<Touched> touched = queries.items(spans.now(), ROWS_MAX);
        Newest newest = queries.newest();
        boolean isDayEmpty = touched.isEmpty()
                && figures.now().plays() == 0
                && leads.now() == 0
                && figures.now().period().visitors() == 0;
        return new TodayView(
                state.last() == 0,
                words.day(),
                words.headline(why),
                words.subline(state),
                words.gap(state, newest, isDayEmpty),
                kpis(figures, leads, series),
                why,
                Waterfall.of(why),
                hours(page, words, series),
                rows(touched, page.lang()),
                touched.isEmpty() ? 0 : touched.getFirst().items(),
                new Queries(TodayQueries.PERIODS, TodayQueries.QUARTERS, TodayQueries.ITEMS),
                words.freshness(state, newest));
    }

    private TodaySpans spans(Call call) {
        Instant at = workspace.clock().instant();
        ZoneId zone = workspace.zone();
        LocalDate today = LocalDate.ofInstant(at, zone);
        String asked = call.query("day", today.toString());
        try {
            LocalDate day = LocalDate.parse(asked);
            if (!day.isBefore(FIRST_DAY) && !day.isAfter(today)) {
                return new TodaySpans(day, at, zone);
            }
        } catch (DateTimeException e) {
            // told below, together with a day out of bounds
        }
        throw Problem.of(400, "parameter_illegal", "day", asked, FIRST_DAY + ".." + today);
    }

    private static List<Kpi> kpis(Compared figures, Leads leads, TodaySeries series) {
        Decomposition.Period now = figures.now().period();
        Decomposition.Period then = figures.then().period();
        boolean isPartial = series.spans().isToday();
        return List.of(
                new Kpi(
                        "net",
                        true,
                        (double) now.netMinor(),
                        (double) then.netMinor(),
                        Chart.spark(series.days(Quarter::netMinor), isPartial),
                        TodayQueries.PERIODS),
                new Kpi(
                        "orders",
                        false,
                        (double) now.orders(),
                        (double) then.orders(),
                        Chart.spark(series.days(Quarter::orders), isPartial),
                        TodayQueries.PERIODS),
                new Kpi(
                        "leads",
                        false,
                        (double) leads.now(),
                        (double) leads.then(),
                        Chart.spark(series.days(Quarter::leads), isPartial),
                        TodayQueries.LEADS),
                new Kpi(
                        "plays",
                        false,
                        (double) figures.now().plays(),
                        (double) figures.then().plays(),
                        Chart.spark(series.days(Quarter::plays), isPartial),
                        TodayQueries.PERIODS));
    }

    private static Chart hours(Page page, TodayWords words, TodaySeries series) {
        TodaySpans spans = series.spans();
        TodayView.Day day = words.day();
        List<Double> now = series.hours(spans.day(), spans.hours());
        List<Double> then = series.hours(spans.weekBefore(), 24);
        double coins = Math.pow(10, page.format().currency().getDefaultFractionDigits());
        List<String> labels = new ArrayList<>();
        for (int hour = 0; hour < 24; hour++) {
            labels.add(Integer.toString(hour));
        }
        return new Chart(
                words.hours(now, then),
                page.text("overview.today.hour"),
                labels,
                List.of(
                        new Chart.Series(day.name(), Chart.Style.NOW, whole(now, coins), spans.isToday()),
                        new Chart.Series(day.comparedTo(), Chart.Style.BEFORE, whole(then, coins), false)),
                new Chart.Text(page.format()::moneyMark, value -> page.format().moneyExact(value * coins)));
    }

    private static List<Double> whole(List<Double> minor, double coins) {
        return minor.stream().map(value -> value / coins).toList();
    }

    private List<ItemRow> rows(List<Touched> touched, Lang lang) {
        return touched.stream().map(t -> row(t, lang)).toList();
    }

    private ItemRow row(Touched touched, Lang lang) {
        Optional<Item> item = catalogue.item(touched.item());
        return new ItemRow(
                touched.item(),
                item.map(i -> i.title(lang)).orElse(touched.item()),
                item.map(Item::kind).orElse(""),
                touched.views(),
                touched.carts(),
                touched.purchases(),
                touched.refunds(),
                touched.netMinor());
    }
}
