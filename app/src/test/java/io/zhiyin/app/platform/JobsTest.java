package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.engine.math.Chunks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class JobsTest {
    /** Field 19 of proc(5)'s stat, counted behind the name in parentheses. */
    private static String nice() {
        try {
            String stat = Files.readString(Path.of("/proc/thread-self/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void allThatAJobDoesStandsBehindTheThreadsOfRequests() throws Exception {
        Set<String> nice = ConcurrentHashMap.newKeySet();
        try (Jobs jobs = new Jobs()) {
            long id = jobs.submit("look", _ -> {
                        nice.add(nice());
                        Chunks.run(500, (_, _) -> nice.add(nice()));
                        return Map.of("isDone", true);
                    })
                    .id();
            while (!jobs.job(id).orElseThrow().state().equals(Jobs.State.DONE)) {
                Thread.sleep(5);
            }
        }

        assertThat(nice).containsExactly(String.valueOf(Math.max(10, Integer.parseInt(nice()))));
    }
}
