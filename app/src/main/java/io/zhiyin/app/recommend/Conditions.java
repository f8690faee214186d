package io.zhiyin.app.recommend;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Money;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.Condition.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Reads conditions and boosts as somebody wrote them; what cannot be meant is refused with what is allowed. */
final class Conditions {
    private static final int CHARS_MOST = 500;
    private static final int VALUES_MOST = 50;
    private static final double BOOST_MOST = 10;
    private static final int NAMES_TOLD = 40;
    private static final String ATTRIBUTES = "attributes.";
    private static final String ALLOWED = "teacher=Li Lei, tag=python|sql, price<=199, published>=2026-01-01";
    private static final String BOOST_ALLOWED = "0.5:teacher=Li Lei (-10..10)";
    private static final Map<String, String> OTHER_NAMES =
            Map.of("tags", "tag", "concept", "tag", "concepts", "tag", "category", "topic");

    private final Catalogue catalogue;
    private final Workspace workspace;

    Conditions(Catalogue catalogue, Workspace workspace) {
        this.catalogue = catalogue;
        this.workspace = workspace;
    }

    /** @throws Problem 400 for an unknown property, with the nearest, or what is no comparison */
    Condition read(String text) {
        int at = firstSign(text);
        if (at < 1 || text.length() > CHARS_MOST) {
            throw illegal(text, ALLOWED);
        }
        Operator operator = Arrays.stream(Operator.values())
                .filter(one -> text.startsWith(one.sign(), at))
                .findFirst()
                .orElseThrow(() -> illegal(text, ALLOWED));
        String property = property(text.substring(0, at).strip());
        String value = text.substring(at + operator.sign().length()).strip();
        if (Condition.NUMBERS.containsKey(property)) {
            return new Condition(text, property, operator, List.of(), amount(text, property, value));
        }
        if (Condition.TIMES.containsKey(property)) {
            return new Condition(text, property, operator, List.of(), time(text, value));
        }
        return new Condition(text, property, operator, values(text, property, operator, value), 0);
    }

    private static int firstSign(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ("!<>=".indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }

    /** @param text an amount and a condition, e.g. {@code 0.5:teacher=Li Lei} */
    Boost boost(String text) {
        int colon = text.indexOf(':');
        try {
            double amount =
                    Double.parseDouble(text.substring(0, Math.max(0, colon)).strip());
            if (Math.abs(amount) <= BOOST_MOST && amount != 0) {
                return new Boost(amount, read(text.substring(colon + 1)));
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "parameter_illegal", "boost", shortened(text), BOOST_ALLOWED);
    }

    private String property(String name) {
        String known = OTHER_NAMES.getOrDefault(name, name);
        if (Condition.TEXTS.containsKey(known)
                || Condition.NUMBERS.containsKey(known)
                || Condition.TIMES.containsKey(known)) {
            return known;
        }
        String attribute = name.startsWith(ATTRIBUTES) ? name.substring(ATTRIBUTES.length()) : name;
        Set<String> attributes = new TreeSet<>();
        catalogue.items().stream().map(Item::attributes).forEach(one -> attributes.addAll(one.keySet()));
        if (attributes.contains(attribute)) {
            return attribute;
        }
        List<String> all = new ArrayList<>(new TreeSet<>(Condition.TEXTS.keySet()));
        all.addAll(new TreeSet<>(Condition.NUMBERS.keySet()));
        all.addAll(new TreeSet<>(Condition.TIMES.keySet()));
        all.addAll(attributes);
        String told = String.join(", ", all.subList(0, Math.min(NAMES_TOLD, all.size())));
        throw Problem.of(400, "property_unknown", shortened(name), Nearest.of(name, all), told);
    }

    private long amount(String text, String property, String value) {
        OptionalLong minor = property.equals("priceMinor")
                ? whole(value)
                : Money.read(value)
                        .map(major -> Money.minor(major, workspace.settings().currency()))
                        .orElseGet(OptionalLong::empty);
        return minor.orElseThrow(() -> illegal(text, "price<=199.00, priceMinor<=19900"));
    }

    private static OptionalLong whole(String value) {
        return value.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }

    private long time(String text, String value) {
        return Moments.read(value, workspace.zone())
                .orElseThrow(() -> illegal(text, "published>=2026-01-01, onSaleUntil<2026-06-18T20:00:00+08:00"))
                .toEpochMilli();
    }

    private static List<String> values(String text, String property, Operator operator, String value) {
        if (operator == Operator.EQUAL || operator == Operator.OTHER) {
            List<String> values =
                    Arrays.stream(value.split("\\|", -1)).map(String::strip).toList();
            if (values.size() > VALUES_MOST) {
                throw illegal(text, "1.." + VALUES_MOST + " values");
            }
            return values;
        }
        if (Condition.TEXTS.containsKey(property) || !Condition.NUMBER.test(value)) {
            throw illegal(text, property + "=x, " + property + "!=x|y");
        }
        return List.of(value);
    }

    private static Problem illegal(String text, String allowed) {
        return Problem.of(400, "parameter_illegal", "filter", shortened(text), allowed);
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
