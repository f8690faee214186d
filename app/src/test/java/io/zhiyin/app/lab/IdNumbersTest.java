package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdNumbersTest {
    @Test
    void idsAreNumberedInTheOrderInWhichTheyAreFirstMet() {
        IdNumbers numbers = new IdNumbers();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                long id = i == 7 ? Long.MIN_VALUE : i * 0x1000_0001L - 3;
                assertThat(numbers.number(id)).isEqualTo(i);
                assertThat(numbers.id(i)).isEqualTo(id);
            }
        }
        assertThat(numbers.size()).isEqualTo(5000);
    }
}
