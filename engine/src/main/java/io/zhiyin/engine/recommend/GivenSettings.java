package io.zhiyin.engine.recommend;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Settings as somebody typed them, checked against those a model has: unknown names are refused, so are bad values. */
final class GivenSettings {
    /** What a setting says that is to be found from the data. */
    static final String AUTO = "auto";

    private final String model;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** The defaults, overwritten by what was given; {@code lowPass} is read as {@code low-pass}. */
    GivenSettings(String model, Map<String, String> given, List<Setting> known) {
        this.model = model;
        for (Setting setting : known) {
            values.put(setting.name(), setting.defaultValue());
        }
        given.forEach((typed, value) -> {
            String name = kebab(typed);
            if (!values.containsKey(name)) {
                if (values.isEmpty()) {
                    throw new IllegalSetting(model + "." + typed, value, "absent: " + model + " has no settings");
                }
                throw new UnknownName("setting of " + model, typed, values.keySet());
            }
            values.put(name, value);
        });
    }

    Map<String, String> values() {
        return values;
    }

    String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("setting not declared: " + model + "." + name);
        }
        return value;
    }

    /** A whole number of at least min, and at most what {@link SettingBounds} say. */
    int count(String name, int min) {
        return (int) whole(name, min, SettingBounds.COUNT_MOST);
    }

    /** @param usualMost the largest value where {@link SettingBounds} say nothing of this setting */
    long whole(String name, long min, long usualMost) {
        String text = text(name);
        long most = SettingBounds.most(model, name).orElse(usualMost);
        String allowed = "a whole number of " + min + " to " + most;
        try {
            long value = Long.parseLong(text.strip());
            if (value >= min && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw illegal(name, text, allowed, e);
        }
        throw new IllegalSetting(model + "." + name, text, allowed);
    }

    /** A number of at least min, or above it, and at most what {@link SettingBounds} say. */
    double number(String name, double min, boolean minAllowed) {
        return number(name, min, minAllowed, SettingBounds.most(model, name).orElse(SettingBounds.NUMBER_MOST));
    }

    /** The same, or empty for the word auto. */
    OptionalDouble numberOrAuto(String name, double min, boolean minAllowed) {
        if (text(name).strip().equals(AUTO)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(number(name, min, minAllowed));
        } catch (IllegalSetting e) {
            IllegalSetting illegal = new IllegalSetting(e.setting(), e.found(), AUTO + " or " + e.allowed());
            illegal.initCause(e);
            throw illegal;
        }
    }

    private double number(String name, double min, boolean minAllowed, long most) {
        String text = text(name);
        String low = BigDecimal.valueOf(min).stripTrailingZeros().toPlainString();
        String allowed =
                minAllowed ? "a number of " + low + " to " + most : "a number above " + low + " and at most " + most;
        try {
            double value = Double.parseDouble(text.strip());
            if (value <= most && (value > min || (minAllowed && value == min))) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw illegal(name, text, allowed, e);
        }
        throw new IllegalSetting(model + "." + name, text, allowed);
    }

    /** A number of 0 to 1. */
    double share(String name) {
        return number(name, 0, true, 1);
    }

    /** A number above 0 and at most 1. */
    double fraction(String name) {
        return number(name, 0, false, 1);
    }

    boolean flag(String name) {
        String text = text(name).strip();
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalSetting(model + "." + name, text, "true or false");
        }
        return text.equals("true");
    }

    /** An enum constant by its name in kebab case. */
    <E extends Enum<E>> E choice(String name, E[] choices) {
        String text = text(name).strip();
        for (E choice : choices) {
            if (kebab(choice).equals(text)) {
                return choice;
            }
        }
        throw new UnknownName(
                "value of setting " + model + "." + name,
                text,
                Arrays.stream(choices).map(GivenSettings::kebab).toList());
    }

    private static String kebab(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private IllegalSetting illegal(String name, String text, String allowed, NumberFormatException cause) {
        IllegalSetting illegal = new IllegalSetting(model + "." + name, text, allowed);
        illegal.initCause(cause);
        return illegal;
    }
}
