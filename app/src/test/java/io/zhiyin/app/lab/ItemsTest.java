package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
    @TempDir
    private Path folder;

    /** Forty people: painters take three courses on painting, coders three on code. */
    private Path taken() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int person = 0; person < 40; person++) {
            for (int course = 0; course < 10; course++) {
                if (course % 2 == person % 2) {
                    lines.append("p" + person + "\tc" + course + "\n");
                }
            }
        }
        return Files.writeString(folder.resolve("taken.tsv"), lines);
    }

    private Path items() throws IOException {
        StringBuilder lines = new StringBuilder("course_no,title,teachers\n");
        for (int course = 0; course < 10; course++) {
            lines.append("c" + course + "," + (course % 2 == 0 ? "水墨山水画" : "Python 编程") + " " + course + ",老师|Other\n");
        }
        return Files.writeString(folder.resolve("items.csv"), lines);
    }

    private JsonNode evaluate(String... more) throws IOException {
        String[] args = {
            "lab", "evaluate", "--data", taken().toString(), "--split", "new-items:0.8", "--at", "2", "--json"
        };
        String[] all = new String[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Command.run((Object[]) all).json().path("result");
    }

    @Test
    void aCourseThatNobodyTookIsFoundByItsText() throws IOException {
        String[] texts = {"--items", items().toString(), "--items-map", "id=course_no"};
        JsonNode found = evaluate("--model", "content-based", texts[0], texts[1], texts[2], texts[3]);
        assertThat(found.path("testItemsNeverTrained").asInt()).isEqualTo(2);
        assertThat(found.path("itemsWithText").asInt()).isEqualTo(10);
        assertThat(found.path("recall@2").asDouble()).isEqualTo(1);
        JsonNode cold = evaluate("--model", "cold-start", texts[0], texts[1], texts[2], texts[3], "--new-only");
        assertThat(cold.path("recall@2").asDouble()).isEqualTo(1);
    }

    @Test
    void withoutTextsItIsAMiss() throws IOException {
        assertThat(evaluate("--model", "item-knn").path("recall@2").asDouble()).isZero();
    }

    @Test
    void textsOfSequencesAreRefused() throws IOException {
        Path lines = Files.writeString(folder.resolve("s.txt"), "1 2 3\n2 3 1\n");
        Command run = Command.run(
                "lab",
                "evaluate",
                "--sequences",
                lines.toString(),
                "--protocol",
                "last-out",
                "--model",
                "popularity",
                "--items",
                items().toString(),
                "--json");
        assertThat(run.code()).isNotZero();
    }
}
