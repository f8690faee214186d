package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Action.Line;
import io.zhiyin.app.platform.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what an event's properties say about items, amounts and lengths, under the names that SDKs and people use. */
final class Properties {
    private static final String[] ITEM_KEYS = {
        "product_id",
        "productId",
        "item_id",
        "itemId",
        "course_id",
        "courseId",
        "content_asset_id",
        "content_id",
        "video_id",
        "live_id",
        "room_id",
        "sku",
        "id",
        "item",
        "promotion_id"
    };
    private static final String[] LIST_KEYS = {"products", "items"};
    private static final String[] AMOUNT_KEYS = {"revenue", "total", "value", "amount", "金额", "实付金额"};
    private static final int LINES_MAX = 1_000;
    private static final int QUANTITY_MAX = 1_000_000;

    /** A property cannot be what its name says; the code tells why. */
    static final class Illegal extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        Illegal(Reason reason) {
            super(reason.code(), null, false, false);
            this.reason = reason;
        }

        Reason reason() {
            return reason;
        }
    }

    private final JsonNode properties;
    private final String currency;
    private final boolean isForeign;

    /**
     * @param properties an object
     * @param currency of the workspace, ISO 4217
     */
    Properties(JsonNode properties, String currency) {
        this.properties = properties;
        this.currency = currency;
        String given = text("currency");
        this.isForeign = !given.isEmpty() && !given.equalsIgnoreCase(currency) && !isYuan(given, currency);
    }

    /** Whether its amounts are in another currency than ours: they are then not counted as ours. */
    boolean isForeign() {
        return isForeign;
    }

    /** The first of some keys that has a text or a number, as text; empty if none has. */
    String text(String... keys) {
        return text(properties, keys);
    }

    /** The one item it is about: of its own or the first of its list; empty if none is named. */
    String item() {
        String own = text(ITEM_KEYS);
        if (!own.isEmpty()) {
            return own;
        }
        List<String> items = items();
        return items.isEmpty() ? "" : items.getFirst();
    }

    /** All items that it names. */
    List<String> items() {
        List<String> items = new ArrayList<>();
        for (JsonNode entry : list()) {
            String id = entry.isObject() ? text(entry, ITEM_KEYS) : scalar(entry);
            if (!id.isEmpty()) {
                items.add(id);
            }
        }
        String own = text(ITEM_KEYS);
        return items.isEmpty() && !own.isEmpty() ? List.of(own) : items;
    }

    /** The lines of an order: of its list, else the one item it names itself. */
    List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (JsonNode entry : list()) {
            String id = entry.isObject() ? text(entry, ITEM_KEYS) : scalar(entry);
            if (!id.isEmpty()) {
                lines.add(new Line(id, quantity(entry), price(entry)));
            }
        }
        String own = text(ITEM_KEYS);
        if (lines.isEmpty() && !own.isEmpty()) {
            int quantity = quantity(properties);
            long price = price(properties);
            lines.add(new Line(own, quantity, price == 0 ? own(AMOUNT_KEYS) / quantity : price));
        }
        return lines;
    }

    /** What was paid in all: as said, else the sum of the lines. */
    long amountMinor(List<Line> lines) {
        JsonNode exact = properties.path("amountMinor");
        if (exact.isIntegralNumber() && exact.canConvertToLong() && !isForeign) {
            return notNegative(exact.longValue());
        }
        for (String key : AMOUNT_KEYS) {
            if (isGiven(properties.path(key))) {
                return money(properties.path(key));
            }
        }
        long sum = 0;
        for (Line line : lines) {
            sum = Math.addExact(sum, Math.multiplyExact(line.priceMinor(), (long) line.quantity()));
        }
        return sum == 0 ? money(properties.path("price")) : sum;
    }

    /** A number of seconds or another measure that is not negative; empty if none of the keys has one. */
    Optional<Double> measure(String... keys) {
        for (String key : keys) {
            Optional<BigDecimal> number = number(properties.path(key));
            if (number.isPresent() && number.get().signum() >= 0) {
                return Optional.of(number.get().doubleValue());
            }
        }
        return Optional.empty();
    }

    boolean isTrue(String key) {
        JsonNode value = properties.path(key);
        return value.isBoolean() ? value.booleanValue() : value.asText().equalsIgnoreCase("true");
    }

    private Iterable<JsonNode> list() {
        for (String key : LIST_KEYS) {
            JsonNode list = properties.path(key);
            if (list.isArray() && !list.isEmpty()) {
                if (list.size() > LINES_MAX) {
                    throw new Illegal(Reason.TOO_MANY_PROPERTIES);
                }
                return list;
            }
        }
        return List.of();
    }

    private int quantity(JsonNode entry) {
        JsonNode given = entry.path("quantity");
        if (!isGiven(given)) {
            return 1;
        }
        BigDecimal number = number(given).orElseThrow(() -> new Illegal(Reason.QUANTITY_ILLEGAL));
        if (number.signum() <= 0
                || number.compareTo(BigDecimal.valueOf(QUANTITY_MAX)) > 0
                || number.stripTrailingZeros().scale() > 0) {
            throw new Illegal(Reason.QUANTITY_ILLEGAL);
        }
        return number.intValueExact();
    }

    private long price(JsonNode entry) {
        JsonNode exact = entry.path("priceMinor");
        if (exact.isIntegralNumber() && exact.canConvertToLong() && !isForeign) {
            return notNegative(exact.longValue());
        }
        return money(entry.path("price"));
    }

    private long own(String... keys) {
        for (String key : keys) {
            if (isGiven(properties.path(key))) {
                return money(properties.path(key));
            }
        }
        return 0;
    }

    private long money(JsonNode given) {
        if (!isGiven(given)) {
            return 0;
        }
        BigDecimal major = number(given).orElseThrow(() -> new Illegal(unreadable(given)));
        if (major.signum() < 0) {
            throw new Illegal(Reason.AMOUNT_NEGATIVE);
        }
        OptionalLong minor = Money.minor(major, currency);
        if (minor.isEmpty()) {
            throw new Illegal(Reason.VALUE_NOT_FINITE);
        }
        return isForeign ? 0 : minor.getAsLong();
    }

    private static Reason unreadable(JsonNode given) {
        String text = given.asText().strip();
        boolean isNotFinite = text.equalsIgnoreCase("nan")
                || text.toLowerCase(java.util.Locale.ROOT).contains("infinity");
        return isNotFinite ? Reason.VALUE_NOT_FINITE : Reason.AMOUNT_UNREADABLE;
    }

    private static long notNegative(long minor) {
        if (minor < 0) {
            throw new Illegal(Reason.AMOUNT_NEGATIVE);
        }
        return minor;
    }

    private static Optional<BigDecimal> number(JsonNode value) {
        if (value.isNumber()) {
            return Optional.of(value.decimalValue());
        }
        return value.isTextual() ? Money.read(value.textValue()) : Optional.empty();
    }

    private static boolean isGiven(JsonNode value) {
        return !value.isMissingNode()
                && !value.isNull()
                && !(value.isTextual() && value.textValue().isBlank());
    }

    private static String text(JsonNode object, String... keys) {
        for (String key : keys) {
            String text = scalar(object.path(key));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    /** A text or a number as text; empty for everything else. */
    static String scalar(JsonNode value) {
        if (value.isTextual()) {
            return value.textValue().strip();
        }
        return value.isNumber() ? value.asText() : "";
    }

    /** RMB is what many call CNY. */
    private static boolean isYuan(String given, String currency) {
        return currency.equals("CNY") && (given.equalsIgnoreCase("RMB") || given.equals("元") || given.equals("¥"));
    }
}
