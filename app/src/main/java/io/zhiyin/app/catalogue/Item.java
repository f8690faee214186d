package io.zhiyin.app.catalogue;

import io.zhiyin.app.platform.Lang;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the catalogue. Texts that are absent are empty, lists too; moments are milliseconds since 1970 UTC.
 *
 * @param kind one of {@link #KINDS}; a course unless it is said otherwise
 * @param title in Chinese, or in the only language that there is
 * @param titleEn in English
 * @param text what it is about
 * @param priceMinor in the minor unit of the workspace's currency; 0 where it is free or unknown
 * @param prerequisiteIds items that somebody must own before
 * @param promotes for works and offers: the item that they lead to
 * @param onSaleFromMillis 0 for always
 * @param onSaleUntilMillis 0 for no end
 * @param publishedMillis 0 where it is unknown
 * @param status as the seller calls it, e.g. {@code 已下架}
 * @param attributes what else the seller keeps about it, by name
 */
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

    /** All kinds, in the order in which they are offered for choice. */
    public static final List<String> KINDS = List.of(
            "course", "short_course", "live", "membership", "ebook", "consultation", "work", "activity", "offer");

    private static final Map<String, String> KIND_NAMES = Map.ofEntries(
            Map.entry("课程", "course"),
            Map.entry("短课", "short_course"),
            Map.entry("短视频课", "short_course"),
            Map.entry("短课程", "short_course"),
            Map.entry("直播", "live"),
            Map.entry("直播课", "live"),
            Map.entry("会员", "membership"),
            Map.entry("电子书", "ebook"),
            Map.entry("咨询", "consultation"),
            Map.entry("作品", "work"),
            Map.entry("活动", "activity"),
            Map.entry("优惠", "offer"),
            Map.entry("优惠券", "offer"));

    public Item(
            String id,
            @Nullable String kind,
            @Nullable String title,
            @Nullable String titleEn,
            @Nullable String text,
            @Nullable String teacher,
            @Nullable String school,
            @Nullable String topic,
            @Nullable String level,
            @Nullable List<String> concepts,
            long priceMinor,
            @Nullable List<String> prerequisiteIds,
            @Nullable String promotes,
            @Nullable String channel,
            long onSaleFromMillis,
            long onSaleUntilMillis,
            long publishedMillis,
            @Nullable String status,
            @Nullable Map<String, String> attributes) {
        this.id = id;
        this.kind = kind == null || kind.isEmpty() ? "course" : kind;
        this.title = orEmpty(title);
        this.titleEn = orEmpty(titleEn);
        this.text = orEmpty(text);
        this.teacher = orEmpty(teacher);
        this.school = orEmpty(school);
        this.topic = orEmpty(topic);
        this.level = orEmpty(level);
        this.concepts = concepts == null ? List.of() : List.copyOf(concepts);
        this.priceMinor = priceMinor;
        this.prerequisiteIds = prerequisiteIds == null ? List.of() : List.copyOf(prerequisiteIds);
        this.promotes = orEmpty(promotes);
        this.channel = orEmpty(channel);
        this.onSaleFromMillis = onSaleFromMillis;
        this.onSaleUntilMillis = onSaleUntilMillis == Long.MAX_VALUE ? 0 : onSaleUntilMillis;
        this.publishedMillis = publishedMillis;
        this.status = orEmpty(status);
        this.attributes = attributes == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** A course of which nothing but the id is known. */
    public static Item named(String id) {
        return new Item(
                id, null, null, null, null, null, null, null, null, null, 0, null, null, null, 0, 0, 0, null, null);
    }

    /** The title in a language, or in the other one, or the id. */
    public String title(Lang lang) {
        String first = lang == Lang.ZH ? title : titleEn;
        String second = lang == Lang.ZH ? titleEn : title;
        if (!first.isEmpty()) {
            return first;
        }
        return second.isEmpty() ? id : second;
    }

    /** The kind that a seller's word means: a canonical name in any case, or a Chinese one. */
    static Optional<String> kindOf(String word) {
        String lower = word.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
        return KINDS.contains(lower) ? Optional.of(lower) : Optional.ofNullable(KIND_NAMES.get(lower));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
