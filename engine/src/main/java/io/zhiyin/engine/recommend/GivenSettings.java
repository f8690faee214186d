package io.zhiyin.engine.recommend;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings as somebody typed them, checked against those a model has: unknown names are refused, so are bad values. */
final class GivenSettings {
    private final String model;
    private final Map<String, String> values = new LinkedHashMap<>();

    /** The defaults, overwritten by what was given. */
    GivenSettings(String model, Map<String, String> given, List<Setting> known) {
        this.model = model;
        for (Setting setting : known) {
            values.put(setting.name(), setting.defaultValue());
        }
        given.forEach((name, value) -> {
            if (!values.containsKey(name)) {
                if (values.isEmpty()) {
                    throw new IllegalSetting(model + "." + name, value, "absent: " + model + " has no settings");
                }
                throw new UnknownName("setting of " + model, name, values.keySet());
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

    int count(String name, int min) {
        return (int) whole(name, min, Integer.MAX_VALUE);
    }

    long whole(String name, long min, long max) {
        String text = text(name);
        try {
            long value = Long.parseLong(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw illegal(name, text, "a whole number of at least " + min, e);
        }
        throw new IllegalSetting(model + "." + name, text, "a whole number of at least " + min);
    }

    /** A finite number of at least min, or above it. */
    double number(String name, double min, boolean minAllowed) {
        String text = text(name);
        String allowed = "a number " + (minAllowed ? "of at least " : "above ") + min;
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value) && (value > min || (minAllowed && value == min))) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw illegal(name, text, allowed, e);
        }
        throw new IllegalSetting(model + "." + name, text, allowed);
    }

    /** A number of 0 to 1. */
    double share(String name) {
        double value = number(name, 0, true);
        if (value > 1) {
            throw new IllegalSetting(model + "." + name, text(name), "a number of 0 to 1");
        }
        return value;
    }

    /** A number above 0 and at most 1. */
    double fraction(String name) {
        double value = number(name, 0, false);
        if (value > 1) {
            throw new IllegalSetting(model + "." + name, text(name), "a number above 0 and at most 1");
        }
        return value;
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

    static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private IllegalSetting illegal(String name, String text, String allowed, NumberFormatException cause) {
        IllegalSetting illegal = new IllegalSetting(model + "." + name, text, allowed);
        illegal.initCause(cause);
        return illegal;
    }
}
