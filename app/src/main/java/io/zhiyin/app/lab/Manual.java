package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.recommend.IllegalSetting;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Setting;
import io.zhiyin.engine.recommend.UnknownName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** The models and their settings, as the engine declares them, told in the user's language. */
final class Manual {
    private Manual() {}

    /** What a setting means and may be. Settings of a member mean what they mean to the member. */
    static String meaning(Lang lang, String model, String setting) {
        String name = model + "." + setting;
        while (!Messages.has("lab.setting." + name) && name.indexOf('.') < name.lastIndexOf('.')) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return Messages.text(lang, "lab.setting." + name);
    }

    /**
     * The manual page: every model, every setting with its default and its meaning; those of a member stand at the member.
     */
    static String page(Lang lang) {
        StringBuilder page = new StringBuilder();
        for (String model : Recommenders.names()) {
            page.append(page.isEmpty() ? "" : "\n").append(model).append('\n');
            for (Setting setting : Recommenders.settings(model)) {
                if (setting.name().indexOf('.') >= 0) {
                    continue;
                }
                page.append(String.format(
                        Locale.ROOT,
                        "  %s = %s\n      %s\n",
                        setting.name(),
                        setting.defaultValue(),
                        allowed(lang, model, setting.name())));
            }
        }
        String others = Messages.text(
                lang,
                "lab.models.most",
                Long.toString(Recommenders.COUNT_MOST),
                Long.toString(Recommenders.NUMBER_MOST));
        return page.append('\n').append(others).toString();
    }

    /** What a setting means and may be, with its largest value where one is set down. */
    private static String allowed(Lang lang, String model, String setting) {
        String meaning = meaning(lang, model, setting);
        OptionalLong most = Recommenders.most(model, setting);
        return most.isEmpty()
                ? meaning
                : meaning + Messages.text(lang, "lab.setting.most", Long.toString(most.getAsLong()));
    }

    static List<Map<String, Object>> list(Lang lang) {
        return Recommenders.names().stream()
                .map(model -> Map.<String, Object>of(
                        "name",
                        model,
                        "settings",
                        Recommenders.settings(model).stream()
                                .map(setting -> entry(lang, model, setting))
                                .toList()))
                .toList();
    }

    private static Map<String, Object> entry(Lang lang, String model, Setting setting) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", setting.name());
        entry.put("default", typed(setting.defaultValue(), setting.defaultValue()));
        entry.put("meaning", meaning(lang, model, setting.name()));
        Recommenders.most(model, setting.name()).ifPresent(most -> entry.put("most", most));
        return entry;
    }

    /** All settings of a model with the values they have, numbers as numbers. */
    static Map<String, Object> settled(String model, Map<String, String> given) {
        Map<String, String> values = Recommenders.settled(model, given);
        Map<String, Object> typed = new LinkedHashMap<>();
        for (Setting setting : Recommenders.settings(model)) {
            String value = values.getOrDefault(setting.name(), setting.defaultValue());
            typed.put(setting.name(), typed(value.strip(), setting.defaultValue()));
        }
        return typed;
    }

    /**
     * A setting is a number when its default is one or found from the data, and its value is a number too: a blend does
     * not read unused members'.
     */
    private static Object typed(String value, String defaultValue) {
        try {
            if (defaultValue.matches("-?[0-9]+")) {
                return Long.valueOf(value);
            }
            return defaultValue.matches("auto|-?[0-9.]+(E-?[0-9]+)?") ? (Object) Double.valueOf(value) : value;
        } catch (NumberFormatException e) {
            return value;
        }
    }

    /** A name that nothing answers to, as the user's problem. */
    static Problem problem(UnknownName e) {
        String allowed = String.join(", ", e.allowed());
        String code = switch (e.what().replaceFirst(" of .*", "")) {
            case "model" -> "lab_model_unknown";
            case "member" -> "lab_member_unknown";
            case "setting" -> "setting_unknown";
            case "value" -> "lab_value_unknown";
            default -> throw e;
        };
        String setting = e.what().replaceFirst("value of setting ", "");
        return switch (code) {
            case "setting_unknown" -> Problem.of(400, code, e.found(), e.nearest(), allowed);
            case "lab_value_unknown" -> Problem.of(400, code, e.found(), e.nearest(), allowed, setting);
            default -> Problem.of(400, code, e.found(), e.nearest(), allowed);
        };
    }

    /** A value that a setting cannot have, as the user's problem. */
    static Problem problem(Lang lang, IllegalSetting e) {
        String allowed = switch (lang) {
            case EN -> e.allowed();
            case ZH -> {
                int point = e.setting().indexOf('.');
                yield allowed(lang, e.setting().substring(0, point), e.setting().substring(point + 1));
            }
        };
        return Problem.of(400, "setting_illegal", e.setting(), e.found(), allowed);
    }
}
