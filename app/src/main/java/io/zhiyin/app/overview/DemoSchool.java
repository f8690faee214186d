package io.zhiyin.app.overview;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.Recommendations;
import io.zhiyin.engine.simulate.Academy;
import io.zhiyin.engine.simulate.Happening;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills an empty workspace with the simulated school: its catalogue and ninety days of events, which go through the same
 * door as everybody's, then a model. The workspace is marked as holding sample data.
 */
final class DemoSchool {
    private static final long SEED = 7;
    /** What somebody else sent or imported: a reset must not take it away. */
    private static final String FOREIGN =
            "select count(distinct seq) from events where source not in ('demo', 'zhiyin')";

    private static final int BATCH = 5_000;
    private static final int EVENTS_EXPECTED = 560_000;

    private final Workspace workspace;
    private final Catalogue catalogue;
    private final Events events;
    private final Recommendations recommendations;

    DemoSchool(Workspace workspace, Catalogue catalogue, Events events, Recommendations recommendations) {
        this.workspace = workspace;
        this.catalogue = catalogue;
        this.events = events;
        this.recommendations = recommendations;
    }

    void routes(Routes routes) {
        routes.post("/api/demo", Scope.ADMIN, call -> {
            call.http().status(202);
            call.json(Map.of("job", open().id()));
        });
        routes.get("/api/demo", Scope.READ, call -> {
            awaitView();
            call.json(facts());
        });
    }

    /** Makes the school, or what is missing of it; refuses a workspace that holds real data. */
    private Jobs.Job open() {
        if (!workspace.isSample() && workspace.log().last() > 0) {
            throw Problem.of(409, "demo_home_in_use", workspace.folder().toString());
        }
        return workspace.jobs().submit("demo", progress -> {
            SampleMark mark = mark();
            if (!mark.isWhole()) {
                mark.write(workspace.sampleMark());
                play(mark, progress);
            }
            if (!mark.isWhole() || recommendations.model().isEmpty()) {
                recommendations.trainNow((stage, done) -> progress.at(stage, 0.7 + 0.3 * done));
            }
            awaitView();
            mark.whole().write(workspace.sampleMark());
            return facts();
        });
    }

    private SampleMark mark() {
        long now = workspace.clock().millis();
        return SampleMark.read(workspace.sampleMark(), new SampleMark(SEED, now, false));
    }

    private void play(SampleMark mark, Jobs.Progress progress) {
        Instant now = Instant.ofEpochMilli(mark.untilMillis());
        int offsetSeconds = workspace.zone().getRules().getOffset(now).getTotalSeconds();
        Academy.Settings usual = Academy.Settings.of(mark.seed(), now.getEpochSecond());
        Academy academy = Academy.open(
                new Academy.Settings(mark.seed(), usual.people(), usual.days(), usual.endAtSeconds(), offsetSeconds));
        progress.at("catalogue", 0.01);
        catalogue.put(academy.items().stream().map(DemoSchool::item).toList());
        List<Event> batch = new ArrayList<>(BATCH);
        int[] played = new int[1];
        academy.play(happening -> {
            batch.add(event(happening, mark.seed() + "-" + played[0]++, now));
            if (batch.size() == BATCH) {
                events.accept(batch);
                batch.clear();
                progress.at("events", Math.min(0.7, 0.7 * played[0] / EVENTS_EXPECTED));
            }
        });
        events.accept(batch);
    }

    private void awaitView() throws InterruptedException {
        if (!workspace.view().await(workspace.log().last(), Duration.ofMinutes(10))) {
            throw Problem.of(503, "view_behind").retryAfterSeconds(30);
        }
    }

    private Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("sample", workspace.isSample());
        facts.put("people", count("select count(distinct person) from events where person <> '' and kind <> 'shown'"));
        facts.put("items", catalogue.items().size());
        facts.put("events", count("select count(distinct seq) from events where person <> '' and kind <> 'shown'"));
        facts.put("foreign", count(FOREIGN));
        facts.put("model", recommendations.model().orElse(""));
        return facts;
    }

    private long count(String sql) {
        long[] count = new long[1];
        workspace.view().each(sql, List.of(), row -> count[0] = row.getLong(1));
        return count[0];
    }

    private static Item item(io.zhiyin.engine.simulate.Item made) {
        return new Item(
                made.id(),
                made.kind(),
                made.titleZh(),
                made.titleEn(),
                made.textZh(),
                made.teacherZh(),
                made.schoolZh(),
                made.topic(),
                "level-" + made.level(),
                made.concepts(),
                made.priceMinor(),
                made.prerequisiteIds(),
                made.promotesId(),
                made.platform(),
                millis(made.onSaleFromSeconds()),
                millis(made.onSaleUntilSeconds()),
                millis(made.publishedAtSeconds()),
                "",
                Map.of(
                        "textEn",
                        made.textEn(),
                        "teacherEn",
                        made.teacherEn(),
                        "schoolEn",
                        made.schoolEn(),
                        "form",
                        made.form()));
    }

    private static long millis(long seconds) {
        return seconds == Long.MAX_VALUE ? Long.MAX_VALUE : seconds * 1000;
    }

    private static Event event(Happening happening, String number, Instant now) {
        long at = happening.atSeconds() * 1000;
        return new Event(
                "demo-" + number,
                happening.personId(),
                "",
                at,
                now.toEpochMilli(),
                "demo",
                happening.platform(),
                List.of(Event.Flag.IMPORTED),
                action(happening),
                null);
    }

    private static Action action(Happening h) {
        List<Action.Line> line = List.of(new Action.Line(h.itemId(), 1, h.amountMinor()));
        return switch (h.kind()) {
            case "impression" -> new Action.Impression(List.of(h.itemId()), "feed");
            case "view" -> new Action.View(h.itemId());
            case "play" -> new Action.Play(h.itemId(), h.seconds(), h.fraction());
            case "like" -> new Action.Like(h.itemId());
            case "favorite" -> new Action.Favorite(h.itemId());
            case "comment" -> new Action.Comment(h.itemId(), h.text());
            case "share" -> new Action.Share(h.itemId());
            case "follow" -> new Action.Follow(h.itemId());
            case "click" -> new Action.Click(h.itemId());
            case "register" -> new Action.Register();
            case "cart" -> new Action.Cart(line);
            case "checkout" -> new Action.Checkout(line, h.amountMinor());
            case "purchase" -> new Action.Purchase(h.orderId(), line, h.amountMinor());
            case "refund" -> new Action.Refund(h.orderId(), line, h.amountMinor());
            case "learn" -> new Action.Learn(h.itemId(), "", h.fraction());
            case "live_enter" -> new Action.LiveEnter(h.itemId());
            case "live_leave" -> new Action.LiveLeave(h.itemId(), h.seconds());
            case "tip" -> new Action.Tip(h.itemId(), h.amountMinor());
            default -> throw new IllegalArgumentException("unknown kind of happening: " + h.kind());
        };
    }
}
