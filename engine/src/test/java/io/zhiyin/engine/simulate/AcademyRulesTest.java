package io.zhiyin.engine.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replays what happened with rules of its own. */
class AcademyRulesTest {

    private static List<Happening> money() {
        Set<String> kinds = Set.of("purchase", "refund");
        return Recorded.HAPPENINGS.stream()
                .filter(h -> kinds.contains(h.kind()))
                .toList();
    }

    @Test
    void onlyWhatIsOnSaleIsBoughtAtItsPriceAndAfterItsPrerequisite() {
        Set<String> owned = new HashSet<>();
        int chained = 0;
        for (Happening happening : money()) {
            String key = happening.personId() + " " + happening.itemId();
            if (happening.kind().equals("refund")) {
                owned.remove(key);
                continue;
            }
            Item item = Recorded.item(happening.itemId());
            assertThat(item.onSaleAt(happening.atSeconds())).as(key).isTrue();
            assertThat(happening.amountMinor()).isEqualTo(item.priceMinor()).isPositive();
            for (String needed : item.prerequisiteIds()) {
                assertThat(owned).contains(happening.personId() + " " + needed);
                chained++;
            }
            owned.add(key);
        }
        assertThat(chained).as("purchases with a prerequisite").isGreaterThan(30);
    }

    @Test
    void nothingIsBoughtTwiceButMemberships() {
        Set<String> bought = new HashSet<>();
        int renewals = 0;
        for (Happening happening : Recorded.of("purchase")) {
            boolean again = !bought.add(happening.personId() + " " + happening.itemId());
            renewals += again ? 1 : 0;
            if (again) {
                assertThat(Recorded.item(happening.itemId()).kind()).isEqualTo("membership");
            }
        }
        assertThat(renewals).isGreaterThan(20);
    }

    @Test
    void ordersAreUniqueAndEveryRefundReturnsOnePurchase() {
        Map<String, Happening> orders = new HashMap<>();
        Set<String> refunded = new HashSet<>();
        for (Happening happening : money()) {
            if (happening.kind().equals("purchase")) {
                assertThat(orders.put(happening.orderId(), happening)).isNull();
                continue;
            }
            Happening purchase = orders.get(happening.orderId());
            if (purchase == null) {
                throw new AssertionError("a refund without a purchase: " + happening);
            }
            assertThat(refunded.add(happening.orderId())).isTrue();
            assertThat(happening.itemId()).isEqualTo(purchase.itemId());
            assertThat(happening.personId()).isEqualTo(purchase.personId());
            assertThat(happening.amountMinor()).isEqualTo(purchase.amountMinor());
            assertThat(happening.atSeconds()).isGreaterThan(purchase.atSeconds());
        }
        assertThat(orders).allSatisfy((id, purchase) -> assertThat(id).matches("o_\\d{6}"));
    }

    @Test
    void lessonsFollowThePurchaseWithGrowingProgress() {
        Map<String, Double> progress = new HashMap<>();
        for (Happening happening : Recorded.HAPPENINGS) {
            String key = happening.personId() + " " + happening.itemId();
            if (happening.kind().equals("purchase")) {
                progress.putIfAbsent(key, 0.0);
            } else if (happening.kind().equals("learn")) {
                assertThat(progress).containsKey(key);
                assertThat(happening.fraction()).isBetween(0.0, 1.0).isGreaterThan(progress.getOrDefault(key, 1.0));
                progress.put(key, happening.fraction());
            }
        }
    }

    @Test
    void nobodyIsInALiveRoomBeforeItOpensOrLeavesWithoutEntering() {
        Map<String, Long> inside = new HashMap<>();
        for (Happening happening : Recorded.HAPPENINGS) {
            String key = happening.personId() + " " + happening.itemId();
            switch (happening.kind()) {
                case "live_enter" -> {
                    Item live = Recorded.item(happening.itemId());
                    assertThat(live.onSaleUntilSeconds() - happening.atSeconds())
                            .isBetween(0L, (long) Timetable.LIVE_SECONDS);
                    assertThat(inside.put(key, happening.atSeconds())).isNull();
                }
                case "live_leave" -> {
                    Long entered = inside.remove(key);
                    assertThat(entered).isNotNull();
                    assertThat(happening.atSeconds() - (entered == null ? 0 : entered))
                            .isEqualTo((long) happening.seconds());
                }
                case "tip" -> assertThat(happening.amountMinor()).isPositive();
                default -> {}
            }
        }
    }

    @Test
    void worksAreSeenOnlyAfterTheyAppearAndOnTheirPlatform() {
        for (Happening happening : Recorded.HAPPENINGS) {
            if (happening.itemId().startsWith("work-")) {
                Item work = Recorded.item(happening.itemId());
                assertThat(work.publishedAtSeconds()).isLessThanOrEqualTo(happening.atSeconds());
                assertThat(work.platform()).isEqualTo(happening.platform());
            }
        }
    }

    @Test
    void peopleRegisterOnceBeforeAnythingElseAndStayOnTheirPlatforms() {
        Set<String> seen = new HashSet<>();
        List<String> late = new ArrayList<>();
        for (Happening happening : Recorded.HAPPENINGS) {
            boolean first = seen.add(happening.personId());
            if (happening.kind().equals("register")) {
                assertThat(first).isTrue();
                late.add(happening.personId());
            }
            Person person = Recorded.ACADEMY.people().get(Recorded.PERSON_INDEX.getOrDefault(happening.personId(), -1));
            assertThat(happening.platform()).isIn(person.platform(), person.secondPlatform());
            assertThat(person.joinedAtSeconds()).isLessThanOrEqualTo(happening.atSeconds());
        }
        assertThat(late).hasSizeBetween(2_000, 6_000);
    }

    @Test
    void onlyCommentsHaveTextAndTheyAreVaried() {
        Set<String> texts = new HashSet<>();
        for (Happening happening : Recorded.HAPPENINGS) {
            assertThat(happening.text().isEmpty()).isEqualTo(!happening.kind().equals("comment"));
            texts.add(happening.text());
        }
        assertThat(texts).hasSizeGreaterThan(45);
    }
}
