package io.zhiyin.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Mistakes on the command line: one sentence in either language, and the exit code of a wrong usage. */
class MainTest {
    private record Told(int code, String text) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "train --seed x|--seed is x; allowed: a whole number|--seed 的值是 x；允许：整数",
                "train --set lambda|lambda; allowed: |--set 的值是 lambda；允许：",
                "recommend --person a --count x|--count|允许：整数",
                "serve --port abc|--port is abc; allowed: 0..65535.|--port 的值是 abc；允许：0..65535。",
                "serve --port 65536|0..65535|0..65535",
                "key create|--scope SCOPE is missing.|缺少 --scope SCOPE。",
                "import interactions|FILE is missing.|缺少 FILE。",
                "import interactions --format|--format FORMAT is missing.|缺少 --format FORMAT。",
                "import|zhiyin import needs one of: interactions, catalogue, events.|需要其中一个：interactions",
                "train --json=x|--json is x; allowed: true, false.|--json 的值是 x；允许：true, false。",
                "train --home a --home b|--home DIR was given twice|--home DIR 给了两次",
                "srve|Did you mean serve?|您是想用 serve 吗？",
                "serve --prt 1|Did you mean --port?|您是想用 --port 吗？"
            })
    void aMistakeIsToldInTheUsersLanguage(String typed, String english, String chinese) {
        Told en = run(Lang.EN, typed);
        Told zh = run(Lang.ZH, typed);

        assertThat(en.code()).isEqualTo(Terminal.USAGE);
        assertThat(en.text()).contains(english);
        assertThat(zh.code()).isEqualTo(Terminal.USAGE);
        assertThat(zh.text()).contains(chinese).doesNotContain("Invalid", "Missing", "should be", "allowed");
    }

    @Test
    void nothingIsToldTwice() {
        assertThat(run(Lang.EN, "serve --port x").text().lines()).hasSize(1);
    }

    private static Told run(Lang lang, String typed) {
        List<String> told = new ArrayList<>();
        CommandLine line = Main.line(lang);
        line.setParameterExceptionHandler((e, _) -> {
            told.add(Terminal.mistake(lang, e));
            return Terminal.USAGE;
        });
        int code = line.execute(typed.split(" "));
        return new Told(code, String.join("\n", told));
    }
}
