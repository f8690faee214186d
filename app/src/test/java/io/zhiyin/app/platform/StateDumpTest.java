package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDumpTest {
    private static final List<String> TABLES = List.of("classpath:io/zhiyin/app/gorse/db");

    @TempDir
    private Path folder;

    @Test
    void numbersComeBackAsTheyWereWithFractionsAndWithout() throws Exception {
        ByteArrayOutputStream dump = new ByteArrayOutputStream();
        try (StateDb from = StateDb.open(folder.resolve("from.db"), TABLES)) {
            from.write(db -> db.execute("insert into gorse_feedback"
                    + " (type, person, item, at_millis, updated_millis, strength, remark)"
                    + " values ('watch', 'bob', 'c1', 1763625600123, 0, 0.25, '')"));
            StateDump.write(from, dump);
        }
        try (StateDb to = StateDb.open(folder.resolve("to.db"), TABLES)) {
            StateDump.read(new ByteArrayInputStream(dump.toByteArray()), to);

            String row = to.read(db -> db.createQuery("select strength, at_millis from gorse_feedback")
                    .map((r, _) -> r.getDouble(1) + " at " + r.getLong(2))
                    .one());
            assertThat(row).isEqualTo("0.25 at 1763625600123");
        }
    }
}
