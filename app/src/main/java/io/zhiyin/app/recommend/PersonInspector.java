package io.zhiyin.app.recommend;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.LiveHistory.Entry;
import io.zhiyin.app.recommend.RecommendationsView.Person;
import io.zhiyin.app.recommend.RecommendationsView.Shares;
import io.zhiyin.app.recommend.Slate.Place;
import io.zhiyin.app.recommend.Slate.ReasonCode;
import io.zhiyin.engine.data.History;
import io.zhiyin.engine.recommend.Because;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One person under the glass: the history, the list made from it, and what the list would be without parts of it. */
final class PersonInspector {
    private static final int LIST = 10;
    private static final int ALIKE = 5;
    private static final int HISTORY_MOST = 60;
    private static final int REASONS_TOLD = 3;

    private final Recommendations recommendations;
    private final Privacy privacy;

    PersonInspector(Recommendations recommendations, Privacy privacy) {
        this.recommendations = recommendations;
        this.privacy = privacy;
    }

    Person look(String person, List<String> without, Lang lang) {
        List<Entry> entries = recommendations.entries(person);
        Slate now = recommendations.recommend(Ask.look(person, LIST, without));
        Map<String, Integer> before =
                ranks(without.isEmpty() ? now : recommendations.recommend(Ask.look(person, LIST, List.of())));
        Set<String> out = Set.copyOf(without);
        List<RecommendationsView.Entry> history = entries.reversed().stream()
                .limit(HISTORY_MOST)
                .map(entry -> entry(entry, out, lang))
                .toList();
        ReasonTexts texts = ReasonTexts.of(recommendations, person);
        List<RecommendationsView.Place> list = new ArrayList<>();
        for (Place place : now.items()) {
            list.add(place(place, list.size() + 1, before, new Words(texts, lang)));
        }
        return new Person(
                person,
                privacy.isPersonalised(person),
                history,
                entries.size() - history.size(),
                list,
                code(now.reasonCode()),
                leftOut(now.leftOut()),
                alike(person));
    }

    private List<RecommendationsView.Alike> alike(String person) {
        return recommendations.similarPeople(person, ALIKE).people().stream()
                .map(one -> new RecommendationsView.Alike(one.person(), one.similarity(), one.shared()))
                .toList();
    }

    /** How reasons are put into words. */
    private record Words(ReasonTexts texts, Lang lang) {}

    private static String code(Optional<ReasonCode> code) {
        return code.map(RecommendApi::name).orElse("");
    }

    private static RecommendationsView.LeftOut leftOut(Slate.LeftOut out) {
        return new RecommendationsView.LeftOut(
                out.owned(), out.offSale(), out.prerequisite(), out.excluded(), out.disliked());
    }

    private static Map<String, Integer> ranks(Slate slate) {
        Map<String, Integer> ranks = new HashMap<>();
        for (Place place : slate.items()) {
            ranks.put(place.id(), ranks.size() + 1);
        }
        return ranks;
    }

    private RecommendationsView.Entry entry(Entry entry, Set<String> out, Lang lang) {
        boolean hasFraction = entry.signal() == Signal.PLAY;
        return new RecommendationsView.Entry(
                entry.id(),
                entry.signal().kind(),
                recommendations.title(entry.item(), lang),
                hasFraction ? entry.fraction() : Double.NaN,
                entry.atSeconds() == History.UNTIMED ? Instant.EPOCH : Instant.ofEpochSecond(entry.atSeconds()),
                out.contains(entry.id()));
    }

    private RecommendationsView.Place place(Place place, int rank, Map<String, Integer> before, Words words) {
        List<RecommendationsView.Reason> reasons = place.because().stream()
                .filter(b -> !(b instanceof Because.Rest) && b.share() > 0)
                .limit(REASONS_TOLD)
                .map(b -> words.texts.reason(b, place.id(), words.lang))
                .map(r -> new RecommendationsView.Reason(r.text(), r.title()))
                .toList();
        return new RecommendationsView.Place(
                rank,
                before.getOrDefault(place.id(), 0),
                place.id(),
                recommendations.title(place.id(), words.lang),
                place.kind(),
                place.score(),
                reasons,
                shares(place.because(), words.texts),
                models(place));
    }

    private static List<RecommendationsView.ModelShare> models(Place place) {
        return place.models().entrySet().stream()
                .map(e -> new RecommendationsView.ModelShare(e.getKey(), e.getValue()))
                .sorted(Comparator.comparingDouble((RecommendationsView.ModelShare m) -> -Math.abs(m.share())))
                .toList();
    }

    private Shares shares(List<Because> because, ReasonTexts texts) {
        double bought = 0;
        double touched = 0;
        double people = 0;
        double rest = 0;
        for (Because reason : because) {
            double share = Math.max(0, reason.share());
            switch (reason) {
                case Because.FromItem b -> {
                    if (texts.signal(b.item()) == Signal.PURCHASE) {
                        bought += share;
                    } else {
                        touched += share;
                    }
                }
                case Because.FromText _ -> touched += share;
                case Because.FromPeople _ -> people += share;
                case Because.Popularity _, Because.Rule _, Because.Rest _, Because.FromModel _ -> rest += share;
            }
        }
        return new Shares(bought, touched, people, rest);
    }
}
