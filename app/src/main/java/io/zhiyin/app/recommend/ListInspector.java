package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.recommend.RecommendationsView.Line;
import io.zhiyin.app.recommend.RecommendationsView.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The lists for nobody in particular as the page shows them: one of the three, or what is like one item. */
final class ListInspector {
    private static final int LENGTH = 10;

    private final Recommendations recommendations;

    ListInspector(Recommendations recommendations) {
        this.recommendations = recommendations;
    }

    /** What the address asks for; the popular list where it asks for nothing that there is. */
    Listing look(Call call) {
        String kind = call.query("kind", "");
        Set<String> kinds = Item.KINDS.contains(kind) ? Set.of(kind) : Set.of();
        Ask ask = Ask.of("", LENGTH).withKinds(kinds).unlogged();
        String item = call.query("item", "").strip();
        ListName list = ListName.of(call.query("list", "")).orElse(ListName.POPULAR);
        boolean isLike = !item.isEmpty() && recommendations.isKnown(item);
        Slate slate = isLike ? recommendations.similarItems(item, ask) : recommendations.list(list, ask);
        return new Listing(
                isLike ? "" : list.word(),
                kinds.isEmpty() ? "" : kind,
                item,
                isLike ? recommendations.title(item, call.lang()) : "",
                lines(slate, call.lang()),
                slate.reasonCode().map(RecommendApi::name).orElse(""));
    }

    private List<Line> lines(Slate slate, Lang lang) {
        ReasonTexts texts = ReasonTexts.ofOthers(recommendations);
        List<Line> lines = new ArrayList<>();
        for (Slate.Place place : slate.items()) {
            String why = place.because().stream()
                    .filter(reason -> reason.share() > 0)
                    .findFirst()
                    .map(reason -> texts.reason(reason, place.id(), lang).text())
                    .orElse("");
            lines.add(new Line(
                    lines.size() + 1,
                    place.id(),
                    recommendations.title(place.id(), lang),
                    place.kind(),
                    place.score(),
                    why));
        }
        return lines;
    }
}
