package io.zhiyin.app.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * How numbers, money and times are written on a page of one workspace in one language.
 *
 * <p>Numbers from 10,000 on are shortened to three digits: 4.86万, 1.20亿; 48.6K, 120M. The minus is a real one (U+2212).
 *
 * @param zone of days and hours
 * @param currency whose minor units amounts are given in
 */
public record Format(Lang lang, ZoneId zone, Currency currency) {
    /** What stands where there is no number. */
    public static final String NONE = "–";

    private static final char MINUS = '\u2212';
    private static final int SHORTEN_FROM = 10_000;
    private static final DateTimeFormatter HOUR_MINUTE = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private record Unit(BigDecimal size, String name) {}

    private static final List<Unit> ZH_UNITS =
            List.of(new Unit(BigDecimal.valueOf(10_000), "万"), new Unit(BigDecimal.valueOf(100_000_000), "亿"));
    private static final List<Unit> EN_UNITS = List.of(
            new Unit(BigDecimal.valueOf(1_000), "K"),
            new Unit(BigDecimal.valueOf(1_000_000), "M"),
            new Unit(BigDecimal.valueOf(1_000_000_000), "B"));

    /** A count, shortened. */
    public String count(double value) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        return signed(BigDecimal.valueOf(value), "", true);
    }

    public String count(long value) {
        return count((double) value);
    }

    /** A count with all its digits. */
    public String exact(long value) {
        return minus(value < 0) + grouped(BigDecimal.valueOf(value).abs(), 0);
    }

    /** An amount, shortened; below 1,000 with its small coins where there are any. */
    public String money(double minor) {
        if (!Double.isFinite(minor)) {
            return NONE;
        }
        return signed(major(minor), symbol(), true);
    }

    public String money(long minor) {
        return money((double) minor);
    }

    /** A difference of two amounts, with its sign. */
    public String moneyChange(double minor) {
        return (minor > 0 ? "+" : "") + money(minor);
    }

    /** An amount to the last coin, e.g. ¥1,234.50. */
    public String moneyExact(double minor) {
        if (!Double.isFinite(minor)) {
            return NONE;
        }
        return minus(minor < 0) + symbol() + grouped(major(minor).abs(), currency.getDefaultFractionDigits());
    }

    /** An amount for another program to read: 1234.50, an ASCII minus, no symbol. */
    public String moneyPlain(double minor) {
        return major(minor)
                .setScale(currency.getDefaultFractionDigits(), RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** A mark on an axis of amounts given in whole units of the currency: as short as it can be. */
    public String moneyMark(double whole) {
        return mark(whole, symbol());
    }

    /** A mark on an axis of counts. */
    public String countMark(double value) {
        return mark(value, "");
    }

    /** A share between 0 and 1 as a percentage with one decimal place; none and all without. */
    public String percent(double rate) {
        if (!Double.isFinite(rate)) {
            return NONE;
        }
        BigDecimal percent = BigDecimal.valueOf(rate).movePointRight(2).abs();
        boolean isWhole = percent.signum() == 0 || percent.compareTo(BigDecimal.valueOf(100)) == 0;
        return minus(rate < 0) + grouped(percent, isWhole ? 0 : 1) + "%";
    }

    /** A number with this many decimal places. */
    public String decimals(double value, int places) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP);
        return minus(rounded.signum() < 0) + grouped(rounded.abs(), places);
    }

    /** The currency's sign as this language writes it. */
    public String symbol() {
        return currency.getCurrencyCode().equals("CNY") ? "¥" : currency.getSymbol(lang.locale());
    }

    /** {@code 2026-11-20}. */
    public String date(Instant at) {
        return at.atZone(zone).toLocalDate().toString();
    }

    /** {@code 2026-11-20 14:32}. */
    public String dateTime(Instant at) {
        return DATE_TIME.format(at.atZone(zone));
    }

    /** {@code 14:32}. */
    public String time(Instant at) {
        return HOUR_MINUTE.format(at.atZone(zone));
    }

    /** A day with its weekday: {@code 2026-11-20 周五}, {@code Fri 2026-11-20}. */
    public String day(LocalDate day) {
        String name = day.getDayOfWeek().getDisplayName(TextStyle.SHORT, lang.locale());
        return switch (lang) {
            case ZH -> day + " " + name;
            case EN -> name + " " + day;
        };
    }

    /** 周五, Friday. */
    public String weekday(DayOfWeek day) {
        return switch (lang) {
            case ZH -> day.getDisplayName(TextStyle.SHORT, lang.locale());
            case EN -> day.getDisplayName(TextStyle.FULL, lang.locale());
        };
    }

    /** How long ago, in words; the date from two days on. */
    public String ago(Instant now, Instant then) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return Messages.text(lang, "platform.ago.seconds", seconds);
        }
        if (seconds < 3_600) {
            return Messages.text(lang, "platform.ago.minutes", seconds / 60);
        }
        LocalDate today = now.atZone(zone).toLocalDate();
        LocalDate day = then.atZone(zone).toLocalDate();
        if (day.equals(today)) {
            return Messages.text(lang, "platform.ago.hours", seconds / 3_600);
        }
        return day.equals(today.minusDays(1)) ? Messages.text(lang, "platform.ago.yesterday") : day.toString();
    }

    private BigDecimal major(double minor) {
        return BigDecimal.valueOf(minor).movePointLeft(currency.getDefaultFractionDigits());
    }

    private String signed(BigDecimal value, String symbol, boolean keepZeros) {
        BigDecimal size = value.abs();
        BigDecimal whole = size.setScale(0, RoundingMode.HALF_UP);
        if (whole.compareTo(BigDecimal.valueOf(SHORTEN_FROM)) < 0) {
            boolean hasCoins = !symbol.isEmpty()
                    && size.stripTrailingZeros().scale() > 0
                    && size.compareTo(BigDecimal.valueOf(1_000)) < 0;
            String digits = grouped(size, hasCoins ? currency.getDefaultFractionDigits() : 0);
            boolean isZero = !hasCoins && whole.signum() == 0;
            return minus(value.signum() < 0 && !isZero) + symbol + digits;
        }
        return minus(value.signum() < 0) + symbol + shortened(whole, keepZeros);
    }

    /** Three digits or more and the smallest unit in which it stays below the next one, after rounding. */
    private String shortened(BigDecimal whole, boolean keepZeros) {
        List<Unit> units = switch (lang) {
            case ZH -> ZH_UNITS;
            case EN -> EN_UNITS;
        };
        for (int u = 0; ; u++) {
            BigDecimal exact = whole.divide(units.get(u).size());
            int places = places(exact.setScale(places(exact), RoundingMode.HALF_UP));
            BigDecimal scaled = exact.setScale(places, RoundingMode.HALF_UP);
            boolean isLast = u == units.size() - 1;
            if (isLast
                    || scaled.multiply(units.get(u).size())
                                    .compareTo(units.get(u + 1).size())
                            < 0) {
                return digits(scaled, places, keepZeros) + units.get(u).name();
            }
        }
    }

    /** So many decimal places that three digits are shown, or all before the point. */
    private static int places(BigDecimal value) {
        return Math.max(0, 3 - Math.max(1, value.precision() - value.scale()));
    }

    private String mark(double value, String symbol) {
        BigDecimal exact = BigDecimal.valueOf(value);
        if (exact.abs().compareTo(BigDecimal.valueOf(SHORTEN_FROM)) >= 0) {
            return signed(exact, symbol, false);
        }
        return minus(value < 0) + symbol + digits(exact.abs(), 2, false);
    }

    private static String digits(BigDecimal value, int places, boolean keepZeros) {
        int shown = keepZeros
                ? places
                : Math.clamp(
                        value.setScale(places, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .scale(),
                        0,
                        places);
        return grouped(value, shown);
    }

    private static String grouped(BigDecimal value, int places) {
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(places);
        format.setMaximumFractionDigits(places);
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format.format(value);
    }

    private static String minus(boolean is) {
        return is ? String.valueOf(MINUS) : "";
    }
}
