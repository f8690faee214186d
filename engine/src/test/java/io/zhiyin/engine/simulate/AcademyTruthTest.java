package io.zhiyin.engine.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The tastes are there, what people do follows them, and counting finds them. */
class AcademyTruthTest {
    private static final int ITEMS = Recorded.ACADEMY.items().size();
    private static final Truth TRUTH = Recorded.ACADEMY.truth();

    private static int item(Happening happening) {
        return Recorded.ITEM_INDEX.getOrDefault(happening.itemId(), -1);
    }

    private static int person(Happening happening) {
        return Recorded.PERSON_INDEX.getOrDefault(happening.personId(), -1);
    }

    @Test
    void affinityIsAProbabilityAndVaries() {
        double sum = 0;
        double highest = 0;
        int cells = 0;
        for (int person = 0; person < 20_000; person += 50) {
            for (int item = 0; item < ITEMS; item++) {
                double affinity = TRUTH.affinity(person, item);
                assertThat(affinity).isBetween(0.0, 1.0);
                sum += affinity;
                highest = Math.max(highest, affinity);
                cells++;
            }
        }
        assertThat(sum / cells).isBetween(0.05, 0.2);
        assertThat(highest).isGreaterThan(0.6);
    }

    /** Random items: what the person did not buy but could have at that moment, of the same kind. */
    @Test
    void whatPeopleBuyTheyWantMoreThanTwiceAsMuchAsWhatTheyCouldHaveBought() {
        double bought = 0;
        double random = 0;
        int purchases = 0;
        for (Happening happening : Recorded.of("purchase")) {
            Item chosen = Recorded.item(happening.itemId());
            int[] offered = IntStream.range(0, ITEMS)
                    .filter(i -> Recorded.ACADEMY.items().get(i).kind().equals(chosen.kind()))
                    .filter(i -> Recorded.ACADEMY.items().get(i).onSaleAt(happening.atSeconds()))
                    .toArray();
            bought += TRUTH.affinity(person(happening), item(happening));
            random += IntStream.of(offered)
                    .mapToDouble(i -> TRUTH.affinity(person(happening), i))
                    .average()
                    .orElse(0);
            purchases++;
        }
        assertThat(bought / purchases).isGreaterThan(2 * random / purchases);
    }

    @Test
    void clicksAndWatchingRiseWithAffinity() {
        double[] shown = new double[2];
        double[] opened = new double[2];
        double[] fraction = new double[2];
        double[] plays = new double[2];
        for (Happening happening : Recorded.HAPPENINGS) {
            if (happening.itemId().isEmpty()) {
                continue;
            }
            int wanted = TRUTH.affinity(person(happening), item(happening)) > 0.2 ? 1 : 0;
            boolean work = happening.itemId().startsWith("work-");
            switch (happening.kind()) {
                case "impression" -> shown[wanted] += work ? 1 : 0;
                case "view", "play" -> opened[wanted] += work ? 1 : 0;
                default -> {}
            }
            if (happening.kind().equals("play")) {
                fraction[wanted] += happening.fraction();
                plays[wanted]++;
            }
        }
        assertThat(opened[1] / shown[1]).isGreaterThan(1.2 * opened[0] / shown[0]);
        assertThat(fraction[1] / plays[1]).isGreaterThan(1.3 * fraction[0] / plays[0]);
    }

    @Test
    void attentionIsSkewed() {
        long[] views = new long[ITEMS];
        Recorded.of("view").forEach(h -> views[item(h)]++);
        long[] sorted = IntStream.range(0, ITEMS)
                .filter(i -> !Recorded.ACADEMY.items().get(i).kind().equals("work"))
                .mapToLong(i -> views[i])
                .sorted()
                .toArray();
        long all = LongStream.of(sorted).sum();
        long top = LongStream.of(sorted).skip(sorted.length * 4L / 5).sum();
        assertThat((double) top / all).isGreaterThan(0.4);
    }

    @Test
    void thePeopleOfThePlatformsDiffer() {
        Map<String, double[]> of = new HashMap<>();
        for (Happening happening : Recorded.HAPPENINGS) {
            double[] sums = of.computeIfAbsent(happening.platform(), p -> new double[5]);
            String kind = Recorded.ITEM_INDEX.containsKey(happening.itemId())
                    ? Recorded.item(happening.itemId()).kind()
                    : "";
            switch (happening.kind()) {
                case "play" -> {
                    sums[0]++;
                    sums[1] += happening.fraction();
                }
                case "like" -> sums[2]++;
                case "share" -> sums[3]++;
                case "purchase" -> sums[4] += kind.equals("consultation") || kind.equals("ebook") ? 1 : 0;
                default -> {}
            }
        }
        double[] douyin = of.getOrDefault("douyin", new double[5]);
        double[] bilibili = of.getOrDefault("bilibili", new double[5]);
        double[] wechat = of.getOrDefault("wechat", new double[5]);
        assertThat(bilibili[1] / bilibili[0]).isGreaterThan(1.2 * douyin[1] / douyin[0]);
        assertThat(wechat[3] / wechat[2]).isGreaterThan(2 * douyin[3] / douyin[2]);
        assertThat(wechat[4]).isGreaterThan(1.3 * douyin[4]);
    }

    /**
     * Trained on what happened before the last four weeks, asked for what people bought in them and had never touched:
     * how often is it among ten? Both rivals rank the same items: those on sale now that the person never touched.
     */
    @Test
    void coOccurrenceBeatsPopularityOnPurchasesHeldOut() {
        long cut = Recorded.END_AT_SECONDS - 28L * 86_400;
        List<Set<Integer>> touched = touchedBefore(cut);
        double[][] together = together(touched);
        double[] popular = new double[ITEMS];
        Recorded.of("purchase").stream().filter(h -> h.atSeconds() < cut).forEach(h -> popular[item(h)]++);
        int asked = 0;
        int byPopularity = 0;
        int byCoOccurrence = 0;
        for (Happening happening : Recorded.of("purchase")) {
            Set<Integer> history = touched.get(person(happening));
            boolean fair = happening.atSeconds() >= cut && history.size() >= 3 && !history.contains(item(happening));
            if (!fair || popular[item(happening)] == 0) {
                continue;
            }
            double[] scores = new double[ITEMS];
            for (int had : history) {
                for (int other = 0; other < ITEMS; other++) {
                    scores[other] += together[had][other];
                }
            }
            asked++;
            byPopularity += topTen(popular, history, cut).contains(item(happening)) ? 1 : 0;
            byCoOccurrence += topTen(scores, history, cut).contains(item(happening)) ? 1 : 0;
        }
        assertThat(asked).isGreaterThan(150);
        assertThat((double) byCoOccurrence / asked)
                .as("recall@10 of co-occurrence; of popularity " + (double) byPopularity / asked + ", asked " + asked)
                .isGreaterThan(1.5 * byPopularity / asked)
                .isGreaterThan(0.25);
    }

    private static List<Set<Integer>> touchedBefore(long cut) {
        List<Set<Integer>> touched = new ArrayList<>();
        for (int person = 0; person < Recorded.ACADEMY.people().size(); person++) {
            touched.add(new TreeSet<>());
        }
        for (Happening happening : Recorded.HAPPENINGS) {
            boolean deed = !happening.kind().equals("impression")
                    && !happening.itemId().isEmpty();
            if (deed && happening.atSeconds() < cut) {
                touched.get(person(happening)).add(item(happening));
            }
        }
        return touched;
    }

    /** How often two items are touched by one person, over the root of how often each is. */
    private static double[][] together(List<Set<Integer>> touched) {
        double[][] counts = new double[ITEMS][ITEMS];
        for (Set<Integer> history : touched) {
            for (int a : history) {
                for (int b : history) {
                    counts[a][b]++;
                }
            }
        }
        double[][] cosines = new double[ITEMS][ITEMS];
        for (int a = 0; a < ITEMS; a++) {
            for (int b = 0; b < ITEMS; b++) {
                double norm = Math.sqrt(counts[a][a] * counts[b][b]);
                cosines[a][b] = a == b || norm == 0 ? 0 : counts[a][b] / norm;
            }
        }
        return cosines;
    }

    private static Set<Integer> topTen(double[] scores, Set<Integer> history, long now) {
        List<Integer> ranked = new ArrayList<>();
        for (int i = 0; i < ITEMS; i++) {
            Item item = Recorded.ACADEMY.items().get(i);
            if (item.priceMinor() > 0 && item.onSaleAt(now) && !history.contains(i)) {
                ranked.add(i);
            }
        }
        ranked.sort(Comparator.comparingDouble((Integer i) -> -scores[i]));
        return new LinkedHashSet<>(ranked.subList(0, 10));
    }
}
