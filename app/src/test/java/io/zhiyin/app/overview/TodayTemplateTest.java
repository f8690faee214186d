package io.zhiyin.app.overview;

import io.zhiyin.app.overview.Decomposition.Period;
import io.zhiyin.app.overview.TodayView.Day;
import io.zhiyin.app.overview.TodayView.ItemRow;
import io.zhiyin.app.overview.TodayView.Kpi;
import io.zhiyin.app.overview.TodayView.Queries;
import io.zhiyin.app.platform.Chart;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.PageProof;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TodayTemplateTest {

    @ParameterizedTest
    @EnumSource(Lang.class)
    void aDayWithSalesIsRenderedInBothLanguages(Lang lang) {
        Page page = PageProof.page(lang, "today");
        PageProof.check("today", page, page.html("overview/today.jte", day(lang)));
    }

    @ParameterizedTest
    @EnumSource(Lang.class)
    void anEmptyWorkspaceSaysWhatWillStandHereAndHowToGetThere(Lang lang) {
        Page page = PageProof.page(lang, "today");
        PageProof.check("today-empty", page, page.html("overview/today.jte", empty(day(lang))));
    }

    private static TodayView empty(TodayView day) {
        return new TodayView(
                true,
                day.day(),
                "",
                "",
                "",
                List.of(),
                day.why(),
                day.waterfall(),
                day.hours(),
                List.of(),
                0,
                day.queries(),
                day.freshness());
    }

    private static TodayView day(Lang lang) {
        boolean zh = lang == Lang.ZH;
        Day day = new Day(
                "2026-11-20",
                "2026-11-19",
                "2026-11-21",
                "2026-11-20",
                zh ? "今天" : "Today",
                zh ? "上周五" : "last Friday");
        Decomposition why = Decomposition.of(
                new Period(9_214, 312, 4_980_000, 120_000), new Period(8_900, 285, 4_220_000, 110_000));
        return new TodayView(
                false,
                day,
                zh ? "今天卖得比上周五好，主要因为转化" : "Today sells better than last Friday, mostly through conversion",
                zh ? "2026-11-20 周五 · 截至 14:32" : "Fri 2026-11-20 · until 14:32",
                "",
                List.of(
                        kpi("net", true, 4_860_000, 4_110_000),
                        kpi("orders", false, 312, 285),
                        kpi("leads", false, 1_408, 1_453),
                        kpi("plays", false, 924_000, 0)),
                why,
                Waterfall.of(why),
                hours(day),
                List.of(
                        new ItemRow(
                                "c1",
                                zh ? "公文写作 30 讲" : "Official Writing in 30 Lessons",
                                "course",
                                8_214,
                                300,
                                98,
                                2,
                                1_920_000),
                        new ItemRow(
                                "m1",
                                zh ? "会员 · 年卡" : "Membership, one year",
                                "membership",
                                3_120,
                                80,
                                40,
                                0,
                                1_100_000),
                        new ItemRow(
                                "l1",
                                zh ? "PPT 讲故事（直播班）" : "Slides that Tell Stories",
                                "live",
                                5_402,
                                120,
                                60,
                                1,
                                864_000),
                        new ItemRow("<b>&", "<script>alert(1)</script>", "podcast", 1, 0, 0, 0, -19_950)),
                214,
                new Queries("select 1", "select 2", "select 3"),
                zh ? "14:32:07 计算" : "Computed at 14:32:07");
    }

    private static Kpi kpi(String key, boolean isMoney, double now, double was) {
        List<Double> days = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            days.add(now * (1.2 + Math.sin(i)) / (i == 13 ? 3 : 1));
        }
        return new Kpi(key, isMoney, now, was, Chart.spark(days, true), "select sum(amount_minor)\nfrom events");
    }

    private static Chart hours(Day day) {
        double[] now = {120, 60, 30, 20, 20, 60, 260, 900, 2100, 3300, 4200, 5200, 6100, 5600, 2900};
        double[] was = {
            100, 60, 30, 20, 25, 70, 300, 800, 1900, 2700, 3600, 4300, 5200, 5100, 4900, 4600, 4200, 4400, 5200, 6500,
            7900, 7400, 4600, 1500
        };
        List<String> labels = new ArrayList<>();
        List<Double> nowValues = new ArrayList<>();
        List<Double> wasValues = new ArrayList<>();
        for (int h = 0; h < 24; h++) {
            labels.add(String.valueOf(h));
            wasValues.add(was[h]);
            if (h < now.length) {
                nowValues.add(now[h]);
            }
        }
        return new Chart(
                "summary",
                "hour",
                labels,
                List.of(
                        new Chart.Series(day.name(), Chart.Style.NOW, nowValues, true),
                        new Chart.Series(day.comparedTo(), Chart.Style.BEFORE, wasValues, false)),
                new Chart.Text(v -> "¥" + (long) v, v -> "¥" + (long) v));
    }
}
