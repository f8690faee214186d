package io.zhiyin.planted;

import java.io.FileReader;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** One class per way to break a rule of the engine. The architecture test must reject each of them. */
final class Planted {
    private Planted() {}

    static final class ReadsAFile {
        int read(String name) throws IOException {
            try (FileReader reader = new FileReader(name, java.nio.charset.StandardCharsets.UTF_8)) {
                return reader.read();
            }
        }
    }

    static final class OpensAPath {
        Path open(String name) {
            return Path.of(name);
        }
    }

    static final class OpensASocket {
        int open(Socket socket) {
            return socket.getPort();
        }
    }

    static final class OpensADatabase {
        boolean open(String url) throws SQLException {
            return DriverManager.getDriver(url) != null;
        }
    }

    static final class KnowsTheDate {
        LocalDate today() {
            return LocalDate.now(ZoneOffset.UTC);
        }
    }

    static final class Logs {
        void log(System.Logger logger) {
            logger.log(System.Logger.Level.INFO, "planted");
        }
    }

    static final class Prints {
        void print() {
            System.out.println("planted");
        }
    }

    static final class AsksTheClock {
        long now() {
            return System.currentTimeMillis();
        }
    }

    static final class AsksTheStopwatch {
        long now() {
            return System.nanoTime();
        }
    }

    static final class ThrowsDice {
        double dice() {
            return Math.random();
        }
    }

    static final class ThrowsItsOwnDice {
        private final Random random = new Random();

        int dice() {
            return random.nextInt();
        }
    }

    static final class ThrowsTheThreadsDice {
        int dice() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static final class DrawsAnId {
        UUID id() {
            return UUID.randomUUID();
        }
    }

    static final class NameUtils {}

    static final class NameHelper {}

    static final class NameManager {}

    static final class NameImpl {}

    static final class TakesAnOptional {
        public int take(Optional<Integer> perhaps) {
            return perhaps.orElse(0);
        }
    }
}
