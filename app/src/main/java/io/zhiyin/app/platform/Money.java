package io.zhiyin.app.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of money between what people write, in major units, and what we keep, in minor ones. Decimal and exact. */
public final class Money {
    /** A thousand billions of the major unit: more than any order, far from the end of a long. */
    private static final int DIGITS_MAX = 15;

    private static final Pattern WRITTEN =
            Pattern.compile("([+-]?)(?:cny|rmb|usd|eur)?[¥$€]?([+-]?)(\\d[\\d,]*(?:\\.\\d+)?|\\.\\d+)"
                    + "(?:e([+-]?\\d{1,2}))?([万亿w]?)(?:元|cny|rmb|usd|eur)?");

    private Money() {}

    /**
     * Reads an amount as people write it: {@code 19.9}, {@code ¥1,299.00}, {@code 1.2万}, full-width digits. Empty for
     * what is no amount.
     */
    public static Optional<BigDecimal> read(String text) {
        if (text.length() > 64) {
            return Optional.empty();
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s']", "");
        Matcher match = WRITTEN.matcher(plain);
        if (!match.matches() || (!group(match, 1).isEmpty() && !group(match, 2).isEmpty())) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(group(match, 3).replace(",", ""));
        if (!group(match, 4).isEmpty()) {
            number = number.scaleByPowerOfTen(Integer.parseInt(group(match, 4)));
        }
        number = switch (group(match, 5)) {
            case "万", "w" -> number.movePointRight(4);
            case "亿" -> number.movePointRight(8);
            default -> number;
        };
        boolean isNegative = group(match, 1).equals("-") || group(match, 2).equals("-");
        return Optional.of(isNegative ? number.negate() : number);
    }

    /**
     * An amount in the minor unit of a currency, half a unit rounded up; empty for more than a thousand billions.
     *
     * @param currency ISO 4217; CNY has 2 decimals, JPY none
     */
    public static OptionalLong minor(BigDecimal major, String currency) {
        if ((long) major.precision() - major.scale() > DIGITS_MAX) {
            return OptionalLong.empty();
        }
        int decimals = Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
        return OptionalLong.of(major.setScale(decimals, RoundingMode.HALF_UP)
                .movePointRight(decimals)
                .longValueExact());
    }

    private static String group(Matcher match, int group) {
        String found = match.group(group);
        return found == null ? "" : found;
    }
}
