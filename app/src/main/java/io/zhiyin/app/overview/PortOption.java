package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Problem;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The port to listen on. */
final class PortOption {
    static final int USUAL = 8080;
    private static final int MOST = 65_535;

    @Option(names = "--port", paramLabel = "PORT", converter = Reader.class)
    private int port = USUAL;

    /** 0 for any free one. */
    int port() {
        return port;
    }

    static final class Reader implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                int number = Integer.parseInt(value.strip());
                if (number >= 0 && number <= MOST) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below, together with a number out of bounds
            }
            throw Problem.of(400, "parameter_illegal", "--port", value, "0.." + MOST);
        }
    }
}
