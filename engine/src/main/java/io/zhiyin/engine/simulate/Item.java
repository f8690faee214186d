package io.zhiyin.engine.simulate;

import java.util.List;

/**
 * Something the simulated school offers or publishes.
 *
 * @param id readable and stable, such as {@code course-official-writing-1} or {@code work-0042}
 * @param kind one of course, short_course, live, membership, ebook, consultation, work, activity, offer
 * @param form how a work is made: trailer, story, article or audio; "" for everything else
 * @param topic the topic's code name, such as {@code official-writing}
 * @param concepts what it teaches, in Chinese, most important first
 * @param level 1 beginner, 2 intermediate, 3 advanced
 * @param priceMinor in 分; 0 is free
 * @param prerequisiteIds items that a buyer must own before
 * @param promotesId the item that a work, a live session or an offer leads to; "" when none
 * @param onSaleFromSeconds epoch seconds, inclusive
 * @param onSaleUntilSeconds epoch seconds, exclusive; {@link Long#MAX_VALUE} when it never ends
 * @param publishedAtSeconds epoch seconds of its first appearance
 * @param platform where a work is published; "" when the item is sold everywhere
 */
public record Item(
        String id,
        String kind,
        String form,
        String titleZh,
        String titleEn,
        String textZh,
        String textEn,
        String teacherZh,
        String teacherEn,
        String schoolZh,
        String schoolEn,
        String topic,
        List<String> concepts,
        int level,
        long priceMinor,
        List<String> prerequisiteIds,
        String promotesId,
        long onSaleFromSeconds,
        long onSaleUntilSeconds,
        long publishedAtSeconds,
        String platform) {

    public Item {
        concepts = List.copyOf(concepts);
        prerequisiteIds = List.copyOf(prerequisiteIds);
    }

    /** Whether it can be bought or joined at a moment. */
    public boolean onSaleAt(long atSeconds) {
        return onSaleFromSeconds <= atSeconds && atSeconds < onSaleUntilSeconds;
    }
}
