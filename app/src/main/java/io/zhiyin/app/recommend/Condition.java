package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Item;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * Something that an item of the catalogue is or is not, e.g. {@code teacher=Li Lei}, {@code price<=199},
 * {@code published>=2026-01-01}, {@code language=zh|en}. Made by {@link Conditions}.
 *
 * @param text as it was written
 * @param property a name of {@link #TEXTS}, {@link #NUMBERS} or {@link #TIMES}, or an attribute's
 * @param values of a text: any of them; else empty
 * @param bound of a number in minor units, of a time in milliseconds; else 0
 */
public record Condition(String text, String property, Operator operator, List<String> values, long bound) {

    /** How a property is compared, longest signs first. */
    public enum Operator {
        OTHER("!="),
        AT_MOST("<="),
        AT_LEAST(">="),
        EQUAL("="),
        BELOW("<"),
        ABOVE(">");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean holds(int comparison) {
            return switch (this) {
                case OTHER -> comparison != 0;
                case AT_MOST -> comparison <= 0;
                case AT_LEAST -> comparison >= 0;
                case EQUAL -> comparison == 0;
                case BELOW -> comparison < 0;
                case ABOVE -> comparison > 0;
            };
        }
    }

    static final Map<String, Function<Item, List<String>>> TEXTS = Map.ofEntries(
            Map.entry("id", item -> List.of(item.id())),
            Map.entry("kind", item -> List.of(item.kind())),
            Map.entry("teacher", item -> List.of(item.teacher())),
            Map.entry("school", item -> List.of(item.school())),
            Map.entry("topic", item -> List.of(item.topic())),
            Map.entry("level", item -> List.of(item.level())),
            Map.entry("tag", Item::concepts),
            Map.entry("channel", item -> List.of(item.channel())),
            Map.entry("status", item -> List.of(item.status())),
            Map.entry("promotes", item -> List.of(item.promotes())));

    static final Map<String, ToLongFunction<Item>> NUMBERS =
            Map.of("price", Item::priceMinor, "priceMinor", Item::priceMinor);

    static final Map<String, ToLongFunction<Item>> TIMES = Map.of(
            "published",
            Item::publishedMillis,
            "onSaleFrom",
            Item::onSaleFromMillis,
            "onSaleUntil",
            Item::onSaleUntilMillis);

    /** Whether it is so of an item; of a time or an attribute that an item does not have, nothing is so but {@code !=}. */
    boolean holds(Item item) {
        if (NUMBERS.containsKey(property)) {
            return operator.holds(Long.compare(NUMBERS.get(property).applyAsLong(item), bound));
        }
        if (TIMES.containsKey(property)) {
            long at = TIMES.get(property).applyAsLong(item);
            return at == 0 ? operator == Operator.OTHER : operator.holds(Long.compare(at, bound));
        }
        Function<Item, List<String>> texts = TEXTS.get(property);
        return texts != null
                ? holdsOf(texts.apply(item))
                : holdsOfAttribute(item.attributes().getOrDefault(property, ""));
    }

    private boolean holdsOf(List<String> found) {
        boolean isOne = found.stream().anyMatch(one -> values.stream().anyMatch(one::equalsIgnoreCase));
        return isOne == (operator == Operator.EQUAL);
    }

    private boolean holdsOfAttribute(String found) {
        if (operator == Operator.EQUAL || operator == Operator.OTHER) {
            return holdsOf(List.of(found));
        }
        String plain = found.strip().toLowerCase(Locale.ROOT);
        return NUMBER.test(plain) && operator.holds(new BigDecimal(plain).compareTo(new BigDecimal(values.getFirst())));
    }

    /** What is a number short enough to be compared. */
    static final Predicate<String> NUMBER = text -> text.matches("[+-]?\\d{1,30}(\\.\\d{1,30})?");
}
