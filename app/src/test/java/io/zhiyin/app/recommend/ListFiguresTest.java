package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Action.Line;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lifetime;
import io.zhiyin.app.platform.Metrics;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.RecommendationsView.Figure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the page Recommendations against events that one can count by hand. */
class ListFiguresTest {
    @TempDir
    Path home;

    private final List<Event> events = new ArrayList<>();
    private final Instant noon = Instant.now().minus(Duration.ofDays(3));

    private void add(int minutes, String person, Action action) {
        events.add(Event.ours("f" + events.size(), person, noon.plusSeconds(60L * minutes), action));
    }

    private static Action shown(String ranking, String slot, String... items) {
        return new Action.Shown(ranking, "blend v1", slot, List.of(items), Collections.nCopies(items.length, 1.0));
    }

    private static Action bought(String order, Line line) {
        return new Action.Purchase(order, List.of(line), line.quantity() * line.priceMinor());
    }

    private void fourItemsShownToTwoPeople() {
        add(0, "p1", shown("r1", "home", "c1", "c2"));
        add(0, "p2", shown("r2", "home", "c1", "gone"));
        add(0, "p3", shown("r3", "cli", "c3"));
        add(1, "p1", new Action.Click("c1"));
        add(2, "p1", new Action.View("c1"));
        add(3, "p1", bought("o1", new Line("c1", 2, 500)));
        add(3, "p3", bought("o2", new Line("c3", 1, 9_999)));
        add(-1, "p2", new Action.Click("c1"));
        add(6, "p2", new Action.Play("gone", 30, .5));
        add(24 * 60, "p2", new Action.Click("c1"));
        add(5, "p2", bought("o3", new Line("c2", 1, 7_777)));
    }

    @Test
    void coverageClicksPlaysPurchasesAndRevenueAreThoseCountedByHand() throws Exception {
        try (School school = new School(home)) {
            school.client.put(
                    "/api/items",
                    Json.MAPPER
                            .createArrayNode()
                            .add(School.item("c1"))
                            .add(School.item("c2"))
                            .add(School.item("c3"))
                            .add(needsC1("c4"))
                            .add(School.item("gone").put("onSaleUntilMillis", 1_000)));
            fourItemsShownToTwoPeople();
            Workspace workspace = school.server.workspace();
            workspace.log().append(events);
            assertThat(workspace.view().await(workspace.log().last(), Duration.ofSeconds(20)))
                    .isTrue();

            List<Figure> figures = figures(school.server);
            assertThat(figures)
                    .extracting(Figure::key)
                    .containsExactly("coverage", "clicks", "plays", "purchases", "revenue", "personal");
            // c1 and c2 of c1 to c4: what is off sale by now is no part of the whole, what has a prerequisite is.
            assertThat(figures.get(0).value()).isCloseTo(0.5, within(1e-12));
            assertThat(figures.get(0).of()).isEqualTo(4);
            // Of four items shown one was clicked, before the day was over and after it was shown.
            assertThat(figures.get(1).value()).isCloseTo(0.25, within(1e-12));
            assertThat(figures.get(1).of()).isEqualTo(4);
            assertThat(figures.get(2).value()).isCloseTo(0.25, within(1e-12));
            assertThat(figures.get(3).value()).isCloseTo(0.25, within(1e-12));
            // Two pieces of 500 after four were shown; what nobody was shown does not count.
            assertThat(figures.get(4).value()).isCloseTo(250_000, within(1e-6));
        }
    }

    private static JsonNode needsC1(String id) {
        return School.item(id)
                .set("prerequisiteIds", Json.MAPPER.createArrayNode().add("c1"));
    }

    private static List<Figure> figures(Lifetime server) {
        Workspace workspace = server.workspace();
        Lifetime.Shared shared = new Lifetime.Shared(server.accounts(), new Metrics(), server.audit());
        Events events = new Events(workspace, shared.metrics());
        Recommendations recommendations =
                new Recommendations(workspace, shared, new Catalogue(workspace), new Privacy(workspace), events);
        return new ListFigures(workspace, recommendations).figures();
    }
}
