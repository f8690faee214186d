package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Problem;
import picocli.CommandLine.Option;

/** The port to listen on. */
final class PortOption {
    static final int USUAL = 8080;
    private static final int MOST = 65_535;

    @Option(names = "--port", paramLabel = "PORT")
    private String port = Integer.toString(USUAL);

    /** 0 for any free one. */
    int port() {
        try {
            int number = Integer.parseInt(port.strip());
            if (number >= 0 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, together with a number out of bounds
        }
        throw Problem.of(400, "parameter_illegal", "--port", port, "0.." + MOST);
    }
}
