package io.zhiyin.app.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.zhiyin.app.App;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.overview.Decomposition.Period;
import io.zhiyin.app.overview.TodayView.ItemRow;
import io.zhiyin.app.overview.TodayView.Kpi;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Action.Line;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.PageProof;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Today on a real server with a real view, on a Friday at 14:32 in Shanghai; every figure was computed by hand. */
class TodayTest {
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
    private static final Instant NOW = at(FRIDAY, "14:32:00");

    @TempDir
    Path home;

    private Lifetime server;
    private final List<Event> events = new ArrayList<>();

    @BeforeEach
    void start() {
        server = App.start(home, 0, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Instant at(LocalDate day, String time) {
        return Instant.from(day.atTime(java.time.LocalTime.parse(time)).atZone(SHANGHAI));
    }

    private void add(LocalDate day, String time, String person, Action action) {
        events.add(Event.ours("m" + events.size(), person, at(day, time), action));
    }

    private static Line line(String item, long priceMinor) {
        return new Line(item, 1, priceMinor);
    }

    private static Action bought(String order, long amountMinor, Line... lines) {
        return new Action.Purchase(order, List.of(lines), amountMinor);
    }

    private void aFridayAndTheOneBefore() throws InterruptedException {
        LocalDate before = FRIDAY.minusWeeks(1);
        add(FRIDAY, "00:05:00", "p4", new Action.View("c2"));
        add(FRIDAY, "08:00:00", "p3", new Action.Register());
        add(FRIDAY, "08:01:00", "p1", new Action.Register());
        add(FRIDAY, "09:00:00", "p1", new Action.View("c1"));
        add(FRIDAY, "09:10:00", "p1", bought("o1", 26_000, line("c1", 19_900), line("c2", 10_000)));
        add(FRIDAY, "10:00:00", "p3", new Action.View("c1"));
        add(FRIDAY, "10:01:00", "p3", new Action.Play("w1", 30, 0.5));
        add(FRIDAY, "10:02:00", "p3", new Action.Play("w1", 60, 1));
        add(FRIDAY, "13:59:00", "p2", new Action.Cart(List.of(line("c1", 19_900))));
        add(FRIDAY, "14:00:00", "p2", bought("o2", 19_900, line("c1", 19_900)));
        add(FRIDAY, "14:10:00", "p1", new Action.Refund("o1", List.of(line("c2", 10_000)), 9_000));
        add(FRIDAY.minusDays(1), "23:59:59", "p1", bought("o3", 100_000, line("c1", 100_000)));
        add(LocalDate.of(2026, 10, 1), "12:00:00", "p1", new Action.Register());
        add(before, "10:00:00", "p7", new Action.Register());
        add(before, "14:31:59", "p5", bought("o4", 20_000, line("c1", 20_000)));
        add(before, "14:32:00", "p6", bought("o5", 7_777, line("c1", 7_777)));
        events.add(untimed("p8", at(FRIDAY, "10:00:00")));
        events.add(Event.ours("shown", "p9", at(FRIDAY, "10:00:00"), shown()));
        load();
    }

    private static Action shown() {
        return new Action.Shown("r1", "blend v1", "home", List.of("c1"), List.of(1.0));
    }

    private static Event untimed(String person, Instant at) {
        Action action = bought("import", 99_999, line("c1", 99_999));
        long millis = at.toEpochMilli();
        return new Event(
                "untimed", person, "", millis, millis, "train.txt", "", List.of(Event.Flag.UNTIMED), action, null);
    }

    private void load() throws InterruptedException {
        server.workspace().log().append(events);
        assertThat(server.workspace().view().await(server.workspace().log().last(), Duration.ofSeconds(20)))
                .isTrue();
    }

    private TodayView view(LocalDate day) {
        TodayPage page = new TodayPage(server.workspace(), new Catalogue(server.workspace()));
        return page.view(PageProof.page(Lang.EN, "today"), new TodaySpans(day, NOW, SHANGHAI));
    }

    @Test
    void figuresAreThoseOfTheDayUntilNowBesideTheSameWeekdayUntilTheSameTime() throws Exception {
        aFridayAndTheOneBefore();
        TodayView view = view(FRIDAY);
        assertThat(view.why().now()).isEqualTo(new Period(4, 2, 45_900, 9_000));
        assertThat(view.why().was()).isEqualTo(new Period(2, 1, 20_000, 0));
        assertThat(view.kpis()).extracting(Kpi::key).containsExactly("net", "orders", "leads", "plays");
        assertThat(view.kpis()).extracting(Kpi::now).containsExactly(36_900.0, 2.0, 1.0, 2.0);
        assertThat(view.kpis()).extracting(Kpi::was).containsExactly(20_000.0, 1.0, 1.0, 0.0);
        assertThat(view.headline()).isEqualTo("Today sells better than last Friday, mostly through traffic");
        assertThat(view.subline()).contains("Fri 2026-11-20").contains("until 14:32");
    }

    /**
     * 4 visitors x 0.5 x 22,950 against 2 x 0.5 x 20,000. Traffic 2 x 0.5 x (22,950 + 20,000) / 2 = 21,475; order value
     * 2,950 x 0.5 x (4 + 2) / 2 = 4,425; conversion the same; refunds -9,000; in all 16,900.
     */
    @Test
    void theChangeIsSplitAsComputedByHand() throws Exception {
        aFridayAndTheOneBefore();
        assertThat(view(FRIDAY).why().parts())
                .extracting(Decomposition.Part::minor)
                .containsExactly(21_475L, 0L, 4_425L, -9_000L);
    }

    /** Of the discounted order of 26,000 the first item's share is 19,900 / 29,900 = 17,304.35, the second's 8,695.65. */
    @Test
    void anOrdersAmountIsSpreadOverItsItemsByTheirPrices() throws Exception {
        aFridayAndTheOneBefore();
        List<ItemRow> items = view(FRIDAY).items();
        assertThat(items).extracting(ItemRow::id).containsExactly("c1", "c2");
        ItemRow first = items.get(0);
        assertThat(List.of(first.views(), first.carts(), first.purchases(), first.refunds()))
                .containsExactly(2L, 1L, 2L, 0L);
        assertThat(first.netMinor()).isCloseTo(37_204.35, within(0.01));
        assertThat(items.get(1).netMinor()).isCloseTo(-304.35, within(0.01));
        assertThat(items.stream().mapToDouble(ItemRow::netMinor).sum()).isCloseTo(36_900, within(1e-6));
    }

    @Test
    void theHoursOfTheDayHoldItsWholeNetRevenueInTheWorkspacesZone() throws Exception {
        aFridayAndTheOneBefore();
        TodayView view = view(FRIDAY);
        List<Double> now = view.hours().series().getFirst().values();
        assertThat(now).hasSize(15);
        assertThat(now.get(9)).isEqualTo(260.0);
        assertThat(now.get(14)).isEqualTo(109.0);
        List<Double> before = view.hours().series().getLast().values();
        assertThat(before).hasSize(24);
        assertThat(before.get(14)).isEqualTo(277.77);
        assertThat(view.hours().summary())
                .isEqualTo("Net revenue by hour: Today ¥369, last Friday ¥277.77 on the whole day;"
                        + " the best hour was 9:00 with ¥260.");
    }

    @Test
    void aDayThatIsOverIsComparedWhole() throws Exception {
        aFridayAndTheOneBefore();
        TodayView view = view(FRIDAY.minusDays(1));
        assertThat(view.why().now().netMinor()).isEqualTo(100_000);
        assertThat(view.headline()).isEqualTo("Thu 2026-11-19 brought ¥1,000; the Thursday before had brought nothing");
        assertThat(view(FRIDAY.minusWeeks(1)).why().now().grossMinor()).isEqualTo(27_777);
        assertThat(view.day().isLast()).isFalse();
    }

    @Test
    void aDayWithoutEventsSaysWhenTheNewestCame() throws Exception {
        aFridayAndTheOneBefore();
        assertThat(view(LocalDate.of(2026, 11, 17)).gap())
                .isEqualTo("No event of this day is known; the newest is of 2026-11-20.");
    }

    @Test
    void importsWithoutTimesBelongToNoDay() throws Exception {
        events.add(untimed("p8", at(FRIDAY, "10:00:00")));
        load();
        assertThat(view(FRIDAY).gap()).startsWith("All events so far came without a time");
    }

    @Test
    void thePageIsServedInBothLanguagesWithItsPolicyAndItsTable() throws Exception {
        aFridayAndTheOneBefore();
        try (HttpClient browser = signedIn()) {
            HttpResponse<String> english = get(browser, "/w/main/today?lang=en");
            assertThat(english.statusCode()).isEqualTo(200);
            assertThat(english.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'");
            assertThat(english.body()).contains("¥369").contains("lang=zh");
            assertThat(get(browser, "/w/main/today?day=2026-11-13&lang=zh").body())
                    .contains("2026-11-13 周五");
            String csv =
                    get(browser, "/w/main/today.csv?day=2026-11-20&lang=en").body();
            assertThat(csv.lines().toList())
                    .containsExactly(
                            "\uFEFFId,Item,Kind,Views,Carts,Bought,Refunds,Net revenue (CNY)",
                            "c1,c1,,2,1,2,0,372.04",
                            "c2,c2,,1,0,1,1,-3.04");
        }
    }

    @Test
    void aDayThatCannotBeIsRefusedWithWhatIsAllowed() throws Exception {
        try (HttpClient browser = signedIn()) {
            for (String day : List.of("2026-11-21", "1999-12-31", "yesterday")) {
                HttpResponse<String> answer = get(browser, "/w/main/today?lang=en&day=" + day);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains(day).contains("2000-01-01..2026-11-20");
            }
        }
    }

    @Test
    void aWorkspaceWithoutEventsSaysHowToGetSome() throws Exception {
        try (HttpClient browser = signedIn()) {
            assertThat(get(browser, "/w/main/today?lang=en").body()).contains("Your day will stand here");
        }
    }

    @Test
    void whoIsNotSignedInLearnsHow() throws Exception {
        try (HttpClient browser = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = get(browser, "/w/main/today?lang=en");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).contains("./zhiyin link");
        }
    }

    @Test
    void aTitleNeverBeginsAFormulaInASpreadsheet() {
        assertThat(TodayCsv.guarded("=HYPERLINK(1)")).isEqualTo("'=HYPERLINK(1)");
        assertThat(TodayCsv.guarded("@x")).isEqualTo("'@x");
        assertThat(TodayCsv.guarded("公文写作")).isEqualTo("公文写作");
        assertThat(TodayCsv.guarded("")).isEmpty();
    }

    private HttpClient signedIn() throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        HttpRequest link = HttpRequest.newBuilder(URI.create(server.link()))
                .header("Accept", "text/html")
                .build();
        assertThat(browser.send(link, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        return browser;
    }

    private HttpResponse<String> get(HttpClient browser, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return browser.send(
                HttpRequest.newBuilder(uri).header("Accept", "text/html").build(), BodyHandlers.ofString());
    }
}
