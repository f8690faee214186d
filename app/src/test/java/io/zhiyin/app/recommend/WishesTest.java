package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Client;
import io.zhiyin.app.platform.Json;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.Because;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters, boosts and the two knobs, on the school of two tribes; every writing course costs its number times 100. */
class WishesTest {
    @TempDir
    static Path home;

    private static School school;

    @BeforeAll
    static void open() {
        school = School.open(home);
        ArrayNode items = Json.MAPPER.createArrayNode();
        for (int c = 0; c < School.COURSES; c++) {
            var item = School.item("writing-" + c)
                    .put("priceMinor", c * 10_000)
                    .put("level", c % 2 == 0 ? "Easy" : "hard")
                    .put("publishedMillis", 1_767_225_600_000L + c * 86_400_000L); // 2026-01-01 and the days after
            item.putArray("concepts").add("pen").add(c < 3 ? "ink" : "paper");
            item.putObject("attributes").put("language", c < 5 ? "zh" : "en").put("hours", String.valueOf(10 * c));
            items.add(item);
        }
        school.client.put("/api/items", items);
        school.train();
    }

    @AfterAll
    static void close() {
        school.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "price<=199; 0,1",
                "price>=800.00; 8,9",
                "priceMinor=30000; 3",
                "level=easy; 0,2,4,6,8",
                "level!=easy; 1,3,5,7,9",
                "tag=ink; 0,1,2",
                "concepts=ink|brush; 0,1,2",
                "teacher=Teacher of writing-4; 4",
                "language=en; 5,6,7,8,9",
                "attributes.language=zh; 0,1,2,3,4",
                "hours>=75; 8,9",
                "published<2026-01-03; 0,1",
                "published>=2026-01-10T00:00:00Z; 9",
                "id=writing-7|writing-8; 7,8",
                "onSaleUntil<2099-01-01; ",
            })
    void aFilterLeavesWhatMeetsIt(String filter, String expected) {
        List<String> ids = ids(list("/api/lists/popular?count=100&filter=id!=painting-0&filter=" + encoded(filter)));
        Set<String> writing = new HashSet<>();
        ids.stream()
                .filter(id -> id.startsWith("writing-"))
                .map(id -> id.substring(8))
                .forEach(writing::add);

        assertThat(writing).isEqualTo(expected == null ? Set.of() : Set.of(expected.split(",")));
        assertThat(ids).doesNotContain("painting-0");
    }

    @Test
    void severalConditionsMustAllHold() {
        assertThat(ids(list("/api/lists/popular?count=100&filter=" + encoded("price>=300") + "&filter="
                        + encoded("price<=500") + "&filter=" + encoded("language=zh"))))
                .containsExactlyInAnyOrder("writing-3", "writing-4");
    }

    @Test
    void aBoostIsASummandThatIsToldAndTheReasonsStillAddUp() {
        String boosted = "&boost=" + encoded("2:id=painting-9");
        JsonNode before = school.recommend("writing-lover-0", "&count=5");
        JsonNode after = school.recommend("writing-lover-0", "&count=5&because=true" + boosted);

        assertThat(ids(before).getFirst()).isNotEqualTo("painting-9");
        assertThat(ids(after).getFirst()).isEqualTo("painting-9");
        double best = before.path("items").path(0).path("score").asDouble();
        JsonNode rule = after.path("items").path(0).path("because").path(0);
        assertThat(rule.path("text").asText()).isEqualTo("boost: id=painting-9");
        assertThat(rule.path("share").asDouble()).isCloseTo(2 * best, within(1e-6));
        for (JsonNode item : after.path("items")) {
            double sum = 0;
            for (JsonNode reason : item.path("because")) {
                sum += reason.path("share").asDouble();
            }
            assertThat((float) sum).isEqualTo(item.path("score").floatValue());
        }
        assertThat(ids(school.recommend(
                        "writing-lover-0",
                        "&count=1&boost=" + encoded("-3:id=" + ids(before).getFirst()))))
                .doesNotContain(ids(before).getFirst());
    }

    /** 1 / 100^0.5 = 0.1 and 0.5 / 10^0.5 = 0.158; a score below 0 is not divided, or it would rise. */
    @Test
    void noveltyDividesByAPowerOfHowManyTookIt() {
        Map<String, Integer> takers = Map.of("a", 99, "b", 9, "c", 99);
        Wishes wishes = new Wishes(List.of(), List.of(), 0.5, 0);
        Ranker ranker = new Ranker(
                new Shelf(List.of(Item.named("a"), Item.named("b"), Item.named("c")), Served.Takers.NONE),
                new Judge.OfFigures("latest", Map.of("a", 1.0, "b", 0.5, "c", -1.0)),
                new Ranker.Order(
                        false,
                        false,
                        new Ask("", 3, "home", Set.of(), Set.of(), Set.of(), false, 0, wishes, true),
                        takers::get,
                        Seed.of(1)));

        List<Slate.Place> places = ranker.rank(new int[] {0, 1, 2});

        assertThat(places).extracting(Slate.Place::id).containsExactly("b", "a", "c");
        assertThat(places.get(1).score()).isEqualTo(0.1f);
        assertThat(places.get(0).because()).extracting(Because::share).containsExactly(0.5, 0.5 / Math.sqrt(10) - 0.5);
        assertThat(school.client
                        .get("/api/lists/popular?novelty=0.5&because=true")
                        .toString())
                .contains("taken by many already (");
    }

    @Test
    void withATemperatureListsDifferAndEveryPlaceIsLoggedWithItsProbability() throws Exception {
        Set<List<String>> lists = new HashSet<>();
        JsonNode one = Json.MAPPER.createObjectNode();
        for (int i = 0; i < 20; i++) {
            one = school.recommend("curious-1", "&count=3&temperature=1&slot=dice");
            lists.add(ids(one));
        }

        assertThat(lists.size()).isGreaterThan(5);
        assertThat(one.path("items"))
                .allSatisfy(item -> assertThat(item.path("propensity").asDouble())
                        .isGreaterThan(0)
                        .isLessThan(1));
        assertThat(shown(one.path("ranking").asText()).propensities())
                .isEqualTo(one.path("items")
                        .valueStream()
                        .map(item -> item.path("propensity").asDouble())
                        .toList());
        assertThat(school.recommend("curious-1", "&count=3").path("items"))
                .allSatisfy(
                        item -> assertThat(item.path("propensity").asDouble()).isEqualTo(1));
    }

    private static Action.Shown shown(String ranking) throws InterruptedException {
        List<Action.Shown> found = new ArrayList<>();
        for (int tries = 0; found.isEmpty() && tries < 100; tries++) {
            Thread.sleep(50);
            school.server.workspace().log().read(0, (_, event) -> {
                if (event.action() instanceof Action.Shown s && s.ranking().equals(ranking)) {
                    found.add(s);
                }
            });
        }
        return found.getFirst();
    }

    @Test
    void anOffsetGoesOnWhereTheListBeforeEnded() {
        List<String> whole = ids(school.recommend("painting-lover-1", "&count=6"));
        assertThat(ids(school.recommend("painting-lover-1", "&count=3&offset=3")))
                .isEqualTo(whole.subList(3, 6));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "filter=techer=x; techer; teacher",
                "filter=price<=cheap; cheap; price<=199.00",
                "filter=published>soon; soon; published>=2026-01-01",
                "filter=hello; hello; teacher=Li Lei",
                "filter=level<3; level<3; level=x",
                "boost=much:level=easy; much; -10..10",
                "boost=99:level=easy; 99; -10..10",
                "boost=1:lvel=easy; lvel; level",
                "novelty=2; novelty; 0..1",
                "temperature=-1; -1; 0..10",
                "offset=5000; 5000; 0..1000",
            })
    void whatCannotBeMeantIsRefusedWithWhatIsAllowed(String parameter, String found, String allowed) {
        int at = parameter.indexOf('=');
        String query = parameter.substring(0, at + 1) + encoded(parameter.substring(at + 1));
        assertThatThrownBy(() -> school.recommend("anybody", "&" + query))
                .isInstanceOf(Client.Refused.class)
                .hasMessageContaining(found)
                .hasMessageContaining(allowed);
    }

    @Test
    void anAnonymousAskMayHaveTheSameWishes() {
        JsonNode answer = school.client.post(
                "/api/recommendations",
                Map.of(
                        "history",
                        List.of("writing-1"),
                        "filter",
                        List.of("price>=500"),
                        "boost",
                        List.of("3:id=writing-9"),
                        "novelty",
                        0.1,
                        "count",
                        2));

        assertThat(ids(answer).getFirst()).isEqualTo("writing-9");
        assertThatThrownBy(() -> school.client.post(
                        "/api/recommendations", Map.of("history", List.of("writing-1"), "novelty", "much")))
                .hasMessageContaining("novelty is \"much\"");
    }

    private static JsonNode list(String path) {
        return school.client.get(path);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
