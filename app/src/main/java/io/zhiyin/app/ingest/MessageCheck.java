package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/** What no store may be given, wherever it stands in a message: NUL, halves of characters, numbers without a value. */
final class MessageCheck {
    /** The largest double is below 10^309. */
    private static final int DIGITS_MAX = 308;

    private MessageCheck() {}

    /** Throws the reason if there is one. As deep as the message, which its reading has bounded. */
    static void check(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    checkText(field.getKey());
                    check(field.getValue());
                }
            }
            case ARRAY -> node.forEach(MessageCheck::check);
            case STRING -> checkText(node.textValue());
            case NUMBER -> {
                if (!isFinite(node)) {
                    throw new Properties.Illegal(Reason.VALUE_NOT_FINITE);
                }
            }
            case BINARY, BOOLEAN, MISSING, NULL, POJO -> {}
        }
    }

    private static void checkText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new Properties.Illegal(Reason.NUL_CHARACTER);
            }
            if (Character.isSurrogate(c)) {
                boolean isPair = Character.isHighSurrogate(c)
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1));
                if (!isPair) {
                    throw new Properties.Illegal(Reason.TEXT_NOT_UNICODE);
                }
                i++;
            }
        }
    }

    private static boolean isFinite(JsonNode number) {
        if (number.isInt() || number.isLong()) {
            return true;
        }
        if (number.isBigDecimal() || number.isBigInteger()) {
            BigDecimal value = number.decimalValue();
            return (long) value.precision() - value.scale() <= DIGITS_MAX && value.scale() <= 2 * DIGITS_MAX;
        }
        return Double.isFinite(number.doubleValue());
    }
}
