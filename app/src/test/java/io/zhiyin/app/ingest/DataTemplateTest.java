package io.zhiyin.app.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.ingest.DataView.Progress;
import io.zhiyin.app.ingest.DataView.ReasonRow;
import io.zhiyin.app.ingest.DataView.RefusedRow;
import io.zhiyin.app.ingest.DataView.Replayed;
import io.zhiyin.app.ingest.DataView.SourceRow;
import io.zhiyin.app.ingest.DataView.Unseen;
import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.PageProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataTemplateTest {
    private static final Replayed NONE = new Replayed(-1, 0, 0);
    private static final Instant AT = Instant.parse("2026-11-20T06:32:00Z");

    @ParameterizedTest
    @EnumSource(Lang.class)
    void sourcesStatesAndRefusedMessagesAreShownWithEveryReason(Lang lang) {
        List<ReasonRow> reasons = new ArrayList<>();
        for (Reason reason : Reason.values()) {
            reasons.add(new ReasonRow(reason.code(), 1_203, 3, 1_200, AT));
        }
        List<RefusedRow> refused = List.of(new RefusedRow(
                Reason.OVERSIZE.code(), "analytics-node/3.1.0", AT, "{\"x\":\"<script>alert(1)</script>\"}"));
        List<SourceRow> sources = List.of(
                new SourceRow("analytics-node/3.1.0", 512_044, AT),
                new SourceRow("train.txt", 698_260, AT),
                new SourceRow("zhiyin", 20_114, AT),
                new SourceRow("", 3, AT));
        String html = rendered(
                lang,
                "data",
                new DataView(
                        new Progress(1_230_421, 1_230_400),
                        "!?",
                        days(),
                        sources,
                        new Unseen("18.2%", "412", UnseenBuyers.SQL),
                        new Replayed(1_200, 3, 1),
                        reasons,
                        refused,
                        "http://127.0.0.1:8080",
                        "14:32",
                        DataPage.SOURCES));
        assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;").contains("http://127.0.0.1:8080/v1/batch");
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void withoutDataThePageSaysHowToSendSome(Lang lang) {
        DataView none = new DataView(
                new Progress(0, 0),
                "",
                days(),
                List.of(),
                new Unseen("", "", ""),
                NONE,
                List.of(),
                List.of(),
                "http://localhost",
                "14:32",
                "");
        assertThat(rendered(lang, "data-empty", none)).contains("./zhiyin key create --scope ingest");
    }

    private static String rendered(Lang lang, String name, DataView view) {
        Page page = PageProof.page(lang, "data");
        String html = page.html("ingest/data.jte", view);
        PageProof.check(name, page, html);
        return html;
    }

    private static Chart days() {
        List<String> labels = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            labels.add("11-" + (7 + i));
            values.add(9_000 + 4_000 * Math.sin(i));
        }
        return new Chart(
                "summary",
                "day",
                labels,
                List.of(new Chart.Series("events", Chart.Style.NOW, values, true)),
                new Chart.Text(v -> Long.toString((long) v), v -> Long.toString((long) v)));
    }
}
