package io.zhiyin.app.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodePathTest {
    private static final String SHAPES = """
            package shapes;
            interface Shape { double area(); default double cost() { return 3; } }
            record Square(double side) implements Shape { public double area() { return side * side; } }
            record Disc(double radius) implements Shape { public double area() { return 3.14 * radius * radius; } }
            final class Sum {
                static double of(double side) { return of(new Square(side)); }
                private static double of(Shape shape) { return shape.area(); }
                static double lazily(double side) {
                    java.util.function.DoubleUnaryOperator later = r -> new Disc(r).area();
                    return later.applyAsDouble(side);
                }
                String told() { return "a sum"; }
            }
            """;

    @TempDir
    private Path folder = Path.of("");

    private CodePath from(String source, String method) throws IOException {
        Path file = folder.resolve("Sum.java");
        Files.writeString(file, source);
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-g", "-d", folder.toString(), file.toString());
        assertThat(code).isZero();
        URL[] places = {folder.toUri().toURL()};
        try (URLClassLoader loader = new URLClassLoader(places, null)) {
            CodePath path = new CodePath("shapes/", Set.of(), loader);
            path.enter("shapes/Sum", List.of(method));
            return path;
        }
    }

    private String sum(String source, String method) throws IOException, NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        from(source, method).code(digest::update);
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void aCallEndsInTheClassesThatWereMetAndNoOthers() throws IOException {
        assertThat(from(SHAPES, "of").classes()).containsExactly("shapes/Shape", "shapes/Square", "shapes/Sum");
        assertThat(from(SHAPES, "lazily").classes()).containsExactly("shapes/Disc", "shapes/Shape", "shapes/Sum");
    }

    @Test
    void aCommentANameOrAMethodThatIsNotCalledChangesNothing() throws Exception {
        String before = sum(SHAPES, "of");
        String told = SHAPES.replace("a sum", "the sum").replace("return 3;", "return 4;");
        String commented = SHAPES.replace("double side) { return of(new Square(side))", """
                double length) {
                    // a square has four sides
                    return of(new Square(length))""");
        assertThat(List.of(sum(told, "of"), sum(commented, "of"))).containsOnly(before);
    }

    @Test
    void aStepThatRunsChangesTheSum() throws Exception {
        assertThat(sum(SHAPES.replace("side * side", "side + side"), "of")).isNotEqualTo(sum(SHAPES, "of"));
        assertThat(sum(SHAPES.replace("3.14", "3.15"), "lazily")).isNotEqualTo(sum(SHAPES, "lazily"));
        assertThat(sum(SHAPES.replace("3.14", "3.15"), "of")).isEqualTo(sum(SHAPES, "of"));
    }
}
