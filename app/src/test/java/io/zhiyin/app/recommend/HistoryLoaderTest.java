package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

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
            LiveHistory histories = new LiveHistory(() -> Feedback.DEFAULTS);

            school.server.workspace().view().rebuild();
            new HistoryLoader(histories, new Ownership()).load(school.server.workspace());

            assertThat(histories.people()).isEqualTo(2 * School.TRIBE);
            List<String> taken = histories.entries("writing-lover-3").stream()
                    .map(LiveHistory.Entry::item)
                    .toList();
            assertThat(taken)
                    .containsExactlyElementsOf(IntStream.range(3, 10)
                            .mapToObj(course -> "writing-" + course)
                            .toList());
        }
    }
}
