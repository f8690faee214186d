package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Values as they are typed behind options, read and checked. */
final class Typed {
    static final int AT_MAX = 1000;
    private static final String DIGITS = "[0-9]{1,9}";

    private Typed() {}

    /** {@code key=value}, each key once. */
    static Map<String, String> settings(List<String> settings) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw Problem.of(400, "lab_set_illegal", setting);
            }
            String key = setting.substring(0, equals).strip();
            if (given.put(key, setting.substring(equals + 1)) != null) {
                throw Problem.of(400, "lab_set_twice", key);
            }
        }
        return given;
    }

    static long seed(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw Problem.of(400, "lab_seed_illegal", text);
        }
    }

    /** A whole number from 1 on. */
    static int count(String option, String text, int most) {
        String digits = text.strip();
        long count = digits.matches(DIGITS) ? Long.parseLong(digits) : 0;
        if (count < 1 || count > most) {
            throw Problem.of(400, "lab_scale_number", option, text, 1, most);
        }
        return (int) count;
    }

    /** Lengths of lists, separated by commas. */
    static List<Integer> lengths(String at) {
        List<Integer> lengths = new ArrayList<>();
        for (String length : at.split(",", -1)) {
            String digits = length.strip();
            int k = digits.matches(DIGITS) ? Integer.parseInt(digits) : 0;
            if (k < 1 || k > AT_MAX || lengths.contains(k)) {
                throw Problem.of(400, "lab_at_illegal", at, AT_MAX);
            }
            lengths.add(k);
        }
        return lengths;
    }

    /** A time such as {@code 40s}, {@code 5m} or {@code 1h}; above 0. */
    static Duration budget(String text) {
        String typed = text.strip();
        String number = typed.isEmpty() ? "" : typed.substring(0, typed.length() - 1);
        long count = number.matches(DIGITS) ? Long.parseLong(number) : 0;
        Duration budget = switch (typed.isEmpty() ? ' ' : typed.charAt(typed.length() - 1)) {
            case 's' -> Duration.ofSeconds(count);
            case 'm' -> Duration.ofMinutes(count);
            case 'h' -> Duration.ofHours(count);
            default -> Duration.ZERO;
        };
        if (budget.isZero()) {
            throw Problem.of(400, "lab_budget_illegal", text);
        }
        return budget;
    }
}
