package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.zhiyin.app.platform.Disk;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryLoaderTest {
    @TempDir
    Path home;

    @Test
    void aViewThatIsBeingBuiltAnewHoldsNobodyUpAndNothingIsTakenTwice() throws Exception {
        try (School school = School.open(home)) {
            Remembered remembered = Remembered.nobody(() -> Feedback.DEFAULTS);

            school.server.workspace().view().rebuild();
            HistoryFile none = new HistoryFile(Disk.real(), home.resolve("none"));
            new HistoryLoader(none, remembered).load(school.server.workspace());

            assertThat(remembered.histories().people()).isEqualTo(2 * School.TRIBE);
            List<String> taken = remembered.histories().entries("writing-lover-3").stream()
                    .map(LiveHistory.Entry::item)
                    .toList();
            assertThat(taken)
                    .containsExactlyElementsOf(IntStream.range(3, 10)
                            .mapToObj(course -> "writing-" + course)
                            .toList());
        }
    }
}
