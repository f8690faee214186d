package io.zhiyin.app.catalogue;

import java.util.List;
import java.util.Map;

public record Item(
        String id,
        String kind,
        String title,
        String titleEn,
        String text,
        String teacher,
        String school,
        String topic,
        String level,
        List<String> concepts,
        long priceMinor,
        List<String> prerequisiteIds,
        String promotes,
        String channel,
        long onSaleFromMillis,
        long onSaleUntilMillis,
        long publishedMillis,
        String status,
        Map<String, String> attributes) {
    public static Item named(String id) {
        return new Item(
                id,
                "course",
                id,
                "",
                "",
                "",
                "",
                "",
                "",
                List.of(),
                0,
                List.of(),
                "",
                "",
                0,
                Long.MAX_VALUE,
                0,
                "",
                Map.of());
    }

    public String title(io.zhiyin.app.platform.Lang lang) {
        return title;
    }
}
