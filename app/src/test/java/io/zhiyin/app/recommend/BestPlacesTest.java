package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Json;
import io.zhiyin.engine.math.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BestPlacesTest {
    @Test
    void choosesWhatSortingEverythingWouldPutFirst() {
        SplittableRandom random = Seed.of(3).child("places", 0).random();
        for (int round = 0; round < 300; round++) {
            List<Item> items = new ArrayList<>();
            float[] scores = new float[random.nextInt(1, 60)];
            for (int place = 0; place < scores.length; place++) {
                items.add(published(String.format(Locale.ROOT, "item-%02d", place), random.nextInt(3)));
                scores[place] = random.nextInt(4) == 0 ? Judge.UNKNOWN : random.nextInt(-2, 3);
            }
            int[] offered = IntStream.range(0, scores.length)
                    .filter(_ -> random.nextInt(5) > 0)
                    .toArray();
            int most = random.nextInt(1, 30);
            Comparator<Integer> order = Comparator.comparing((Integer place) -> Float.isNaN(scores[place]))
                    .thenComparing(place -> Float.isNaN(scores[place]) ? 0 : -scores[place])
                    .thenComparing(place -> -items.get(place).publishedMillis())
                    .thenComparing(place -> items.get(place).id());

            int[] best = new BestPlaces(new Shelf(items, Served.Takers.NONE), scores, most).of(offered);

            assertThat(best)
                    .containsExactly(IntStream.of(offered)
                            .boxed()
                            .sorted(order)
                            .limit(most)
                            .mapToInt(place -> place)
                            .toArray());
        }
    }

    private static Item published(String id, long millis) {
        JsonNode item = Json.MAPPER.createObjectNode().put("id", id).put("publishedMillis", millis);
        return Json.MAPPER.convertValue(item, Item.class);
    }
}
