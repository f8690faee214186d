package io.zhiyin.app.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CandidateTest {
    @Test
    void ofABlendAsTheBaseOfAColdStartOnlyTheMembersSettingsAreTold() {
        Candidate candidate = new Candidate(
                "cold-start", Map.of("base", "blend", "blend.members", "ease:1,bpr:1", "blend.ease.lambda", "7"));

        Map<String, String> settled = candidate.settled();

        assertThat(settled)
                .containsEntry("base", "blend")
                .containsEntry("blend.members", "ease:1,bpr:1")
                .containsEntry("blend.ease.lambda", "7")
                .containsKeys("people", "content-based.teachers", "blend.normalisation", "blend.bpr.factors");
        assertThat(settled.keySet())
                .allMatch(name -> name.indexOf('.') < 0
                        || name.startsWith("content-based.")
                        || name.startsWith("blend.ease.")
                        || name.startsWith("blend.bpr.")
                        || name.matches("blend\\.[^.]+"));
    }

    @Test
    void aModelThatStandsAloneTellsItsOwnSettings() {
        assertThat(new Candidate("cold-start", Map.of("base", "ease")).settled())
                .containsKey("ease.lambda")
                .doesNotContainKeys("blend.members", "bpr.factors");
        assertThat(new Candidate("ease", Map.of("lambda", "7")).settled()).containsEntry("lambda", "7");
    }
}
