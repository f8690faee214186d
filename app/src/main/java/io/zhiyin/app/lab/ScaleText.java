package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import java.util.Locale;

/** What {@code lab scale} prints for people: seconds part by part, then every result by its name. */
final class ScaleText {
    private ScaleText() {}

    static String of(Answer answer, Lang lang) {
        StringBuilder text = new StringBuilder(Messages.text(lang, "lab.scale.head"));
        answer.seconds()
                .forEach((part, seconds) -> text.append(String.format(
                        Locale.ROOT,
                        "%n%10.2f %10.2f  %s",
                        seconds,
                        answer.cpuSeconds().get(part),
                        Messages.text(lang, "lab.scale." + part))));
        answer.result()
                .forEach((name, value) ->
                        text.append("\n  ").append(name).append(" = ").append(value));
        return text.toString();
    }
}
