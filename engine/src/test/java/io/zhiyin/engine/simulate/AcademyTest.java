package io.zhiyin.engine.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AcademyTest {
    private static final String[] KINDS_OF_HAPPENINGS = {
        "impression",
        "view",
        "play",
        "like",
        "favorite",
        "comment",
        "share",
        "follow",
        "click",
        "register",
        "cart",
        "checkout",
        "purchase",
        "refund",
        "learn",
        "live_enter",
        "live_leave",
        "tip"
    };

    private static Academy small(long seed, int zoneOffsetSeconds) {
        return Academy.open(new Academy.Settings(seed, 1_500, 35, Recorded.END_AT_SECONDS, zoneOffsetSeconds));
    }

    @Test
    void theSameSeedGivesTheSameBitsAndAnotherSeedDoesNot() {
        Academy academy = small(3, 28_800);
        List<Happening> once = Recorded.happenings(academy);
        assertThat(Recorded.happenings(academy)).isEqualTo(once);
        assertThat(Recorded.happenings(small(3, 28_800))).isEqualTo(once);
        assertThat(small(3, 28_800).items()).isEqualTo(academy.items());
        assertThat(small(3, 28_800).people()).isEqualTo(academy.people());
        assertThat(Recorded.happenings(small(4, 28_800))).isNotEqualTo(once);
    }

    @Test
    void everyKindOfItemIsThereInTheExpectedNumber() {
        Map<String, Integer> kinds = new TreeMap<>();
        Recorded.ACADEMY.items().forEach(item -> kinds.merge(item.kind(), 1, Integer::sum));
        assertThat(kinds)
                .isEqualTo(new TreeMap<>(Map.of(
                        "course",
                        40,
                        "short_course",
                        24,
                        "live",
                        16,
                        "membership",
                        6,
                        "ebook",
                        24,
                        "consultation",
                        12,
                        "work",
                        160,
                        "activity",
                        6,
                        "offer",
                        12)));
    }

    @Test
    void everyItemIsDescribedInBothLanguagesAndNoTitleOccursTwice() {
        Set<String> seen = new HashSet<>();
        for (Item item : Recorded.ACADEMY.items()) {
            assertThat(List.of(item.id(), item.titleZh(), item.titleEn())).allMatch(seen::add);
            assertThat(item.titleZh()).containsPattern("\\p{IsHan}");
            assertThat(item.textZh())
                    .containsPattern("\\p{IsHan}")
                    .doesNotContain("%")
                    .hasSizeGreaterThan(12);
            assertThat(item.textEn())
                    .doesNotContainPattern("\\p{IsHan}")
                    .doesNotContain("%")
                    .hasSizeGreaterThan(25);
            assertThat(item.titleEn() + item.teacherEn() + item.schoolEn()).doesNotContainPattern("\\p{IsHan}");
            assertThat(item.concepts()).isNotEmpty();
            assertThat(item.level()).isBetween(1, 3);
        }
    }

    @Test
    void worksAreFreeAndPromoteAnItemAndPrerequisitesLieBelow() {
        for (Item item : Recorded.ACADEMY.items()) {
            if (item.kind().equals("work")) {
                assertThat(item.priceMinor()).isZero();
                assertThat(Recorded.item(item.promotesId()).kind()).isNotEqualTo("work");
                assertThat(item.platform()).isIn("douyin", "bilibili", "wechat");
                assertThat(item.form()).isIn("trailer", "story", "article", "audio");
            }
            for (String id : item.prerequisiteIds()) {
                assertThat(Recorded.item(id).level()).isLessThan(item.level());
                assertThat(Recorded.item(id).topic()).isEqualTo(item.topic());
            }
        }
        assertThat(Recorded.ACADEMY.items().stream()
                        .filter(i -> !i.prerequisiteIds().isEmpty()))
                .hasSizeGreaterThan(15);
    }

    @Test
    void someItemsAreOffSaleSomeStartLaterAndWorksAppearOverTheWindow() {
        long now = Recorded.END_AT_SECONDS;
        List<Item> sold = Recorded.ACADEMY.items().stream()
                .filter(item -> !item.kind().equals("work"))
                .toList();
        assertThat(sold).filteredOn(item -> item.onSaleUntilSeconds() <= now).hasSizeBetween(8, 40);
        assertThat(sold).filteredOn(item -> item.onSaleFromSeconds() > now).hasSizeBetween(1, 12);
        assertThat(sold).filteredOn(item -> item.onSaleAt(now)).hasSizeGreaterThan(90);
        int[] perThird = new int[3];
        for (Item item : Recorded.ACADEMY.items()) {
            long since = item.publishedAtSeconds() - Recorded.ACADEMY.startSeconds();
            if (item.kind().equals("work") && since >= 0) {
                perThird[(int) (since / 86_400 / 30)]++;
            }
        }
        assertThat(perThird).satisfies(third -> assertThat(third[0]).isGreaterThan(15));
        assertThat(perThird[1]).isGreaterThan(15);
        assertThat(perThird[2]).isGreaterThan(15);
    }

    @Test
    void enoughPeopleAndHappeningsOfEveryKindInOrderOfTime() {
        assertThat(Recorded.ACADEMY.people()).hasSize(20_000);
        Set<String> active = new HashSet<>();
        Map<String, Integer> kinds = new HashMap<>();
        long last = Recorded.ACADEMY.startSeconds();
        for (Happening happening : Recorded.HAPPENINGS) {
            active.add(happening.personId());
            kinds.merge(happening.kind(), 1, Integer::sum);
            assertThat(happening.atSeconds()).isBetween(last, Recorded.END_AT_SECONDS);
            last = happening.atSeconds();
        }
        assertThat(active).hasSize(20_000);
        assertThat(kinds).containsOnlyKeys(KINDS_OF_HAPPENINGS);
        assertThat(kinds.values()).allMatch(count -> count >= 150);
        assertThat(Recorded.HAPPENINGS).hasSizeBetween(500_000, 620_000);
    }

    @Test
    void otherSeedsHaveEnoughPeopleAndHappeningsToo() {
        for (long seed : new long[] {1, 42}) {
            Academy academy = Academy.open(Academy.Settings.of(seed, Recorded.END_AT_SECONDS + seed * 7_777));
            Set<String> active = new HashSet<>();
            int[] count = {0};
            double[] funnel = {0, 0};
            academy.play(happening -> {
                active.add(happening.personId());
                count[0]++;
                funnel[0] += happening.kind().equals("view") ? 1 : 0;
                funnel[1] += happening.kind().equals("purchase") ? 1 : 0;
            });
            assertThat(funnel[1] / funnel[0]).isBetween(0.015, 0.03);
            assertThat(active).hasSize(20_000);
            assertThat(count[0]).isBetween(500_000, 640_000);
        }
    }

    @Test
    void theFunnelNarrowsAndTheSchoolEarnsWhatASchoolEarns() {
        long views = Recorded.count("view");
        long purchases = Recorded.count("purchase");
        long[] funnel = {
            Recorded.count("impression"),
            views,
            Recorded.count("click"),
            Recorded.count("cart"),
            Recorded.count("checkout"),
            purchases,
            Recorded.count("refund")
        };
        for (int step = 1; step < funnel.length; step++) {
            assertThat(funnel[step]).as("step " + step).isLessThan(funnel[step - 1]);
        }
        assertThat((double) purchases / views).isBetween(0.01, 0.03);
        long paidMinor = Recorded.of("purchase").stream()
                .mapToLong(Happening::amountMinor)
                .sum();
        assertThat(paidMinor / 100 / Recorded.DAYS).isBetween(10_000L, 50_000L);
        assertThat(Recorded.of("refund").size()).isLessThan((int) (purchases / 10));
    }

    @Test
    void eveningsBeatTheSmallHoursAndWeekendsBeatWorkdays() {
        long[] hours = new long[24];
        double[] weekdays = new double[7];
        for (Happening happening : Recorded.HAPPENINGS) {
            int day = Recorded.day(happening);
            hours[Recorded.localHour(happening)]++;
            if (day >= 5 && day < 89) { // twelve whole weeks; day 0 is a Sunday
                weekdays[(day + 6) % 7]++;
            }
        }
        assertThat((hours[20] + hours[21]) / 2.0).isGreaterThan(5.0 * hours[4]);
        double workday = (weekdays[0] + weekdays[1] + weekdays[2] + weekdays[3]) / 4;
        assertThat((weekdays[5] + weekdays[6]) / 2).isGreaterThan(1.15 * workday);
    }

    @Test
    void theRhythmFollowsTheLocalMidnight() {
        long[] hours = new long[24];
        for (Happening happening : Recorded.happenings(small(3, -18_000))) {
            hours[(int) ((happening.atSeconds() - 18_000) / 3_600 % 24)]++;
        }
        assertThat(hours[20]).isGreaterThan(5 * hours[4]);
    }

    @Test
    void itGrowsGentlyAndTheLastDayCompares() {
        long[] perDay = new long[Recorded.DAYS];
        long[] untilNow = new long[Recorded.DAYS];
        long sinceMidnight = (Recorded.END_AT_SECONDS + Recorded.ZONE_OFFSET_SECONDS) % 86_400;
        for (Happening happening : Recorded.HAPPENINGS) {
            boolean plain =
                    !happening.kind().startsWith("live") && !happening.kind().equals("tip");
            int day = Recorded.day(happening);
            perDay[day] += plain ? 1 : 0;
            long local = (happening.atSeconds() + Recorded.ZONE_OFFSET_SECONDS) % 86_400;
            untilNow[day] += local <= sinceMidnight ? 1 : 0;
        }
        long first = 0;
        long last = 0;
        for (int day = 0; day < 28; day++) {
            first += perDay[day];
            last += perDay[Recorded.DAYS - 1 - 28 + day];
        }
        double weeks = (Recorded.DAYS - 29) / 7.0;
        assertThat(Math.pow((double) last / first, 1 / weeks) - 1).isBetween(0.01, 0.03);
        assertThat(perDay[89]).isLessThan(perDay[82]);
        assertThat((double) untilNow[89] / untilNow[82]).isCloseTo(1, within(0.2));
    }

    @Test
    void theLaunchStandsOut() {
        Truth truth = Recorded.ACADEMY.truth();
        int launchDay = (int) ((truth.launchAtSeconds() - Recorded.ACADEMY.startSeconds()) / 86_400);
        long[] paidMinor = new long[Recorded.DAYS];
        Recorded.of("purchase").forEach(h -> paidMinor[Recorded.day(h)] += h.amountMinor());
        List<Long> others = new ArrayList<>();
        for (int day = 0; day < Recorded.DAYS - 1; day++) {
            if (day != launchDay) {
                others.add(paidMinor[day]);
            }
        }
        double usual = others.stream().mapToLong(Long::longValue).average().orElse(0);
        assertThat((double) paidMinor[launchDay]).isGreaterThan(2 * usual);
        assertThat(Recorded.count(
                        h -> h.kind().equals("live_enter") && h.itemId().equals(truth.launchLiveId())))
                .isBetween(500L, 4_000L);
        assertThat(Recorded.count(h -> h.kind().equals("purchase")
                        && h.itemId().equals(truth.launchCourseId())
                        && h.atSeconds() < truth.launchAtSeconds()))
                .isZero();
    }

    @Test
    void settingsOutOfRangeAreRefusedWithTheValueAndTheRange() {
        assertThatThrownBy(() -> new Academy.Settings(1, 0, 90, Recorded.END_AT_SECONDS, 0))
                .hasMessage("illegal people: 0, must be in 1..200000");
        assertThatThrownBy(() -> new Academy.Settings(1, 10, 27, Recorded.END_AT_SECONDS, 0))
                .hasMessage("illegal days: 27, must be in 28..365");
        assertThatThrownBy(() -> new Academy.Settings(1, 10, 90, 5, 0)).hasMessageContaining("illegal endAtSeconds: 5");
        assertThatThrownBy(() -> new Academy.Settings(1, 10, 90, Recorded.END_AT_SECONDS, 70_000))
                .hasMessageContaining("illegal zoneOffsetSeconds: 70000");
    }

    @Test
    void onePersonIsASchoolToo() {
        Academy academy = Academy.open(new Academy.Settings(1, 1, 28, Recorded.END_AT_SECONDS, 0));
        assertThat(Recorded.happenings(academy)).isNotEmpty();
    }
}
