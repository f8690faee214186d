package io.zhiyin.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EditDistanceTest {

    @Test
    void countsLettersToChange() {
        assertThat(EditDistance.between("", "abc")).isEqualTo(3);
        assertThat(EditDistance.between("kitten", "sitting")).isEqualTo(3);
        assertThat(EditDistance.between("ease", "aese")).isEqualTo(1);
        assertThat(EditDistance.between("ease", "eeas")).isEqualTo(2);
        assertThat(EditDistance.between("课程", "课")).isEqualTo(1);
    }

    @Test
    void theFirstOfTheNearestNamesWins() {
        assertThat(EditDistance.nearest("eas", List.of("popularity", "ease", "east")))
                .isEqualTo("ease");
        assertThatThrownBy(() -> EditDistance.nearest("x", List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
