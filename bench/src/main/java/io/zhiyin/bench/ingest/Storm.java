package io.zhiyin.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An open loop: so many requests a second whatever becomes of them, from one thread over many connections, each of which
 * has one request under way. What is due when all connections wait for an answer is not sent, and counted as that.
 */
final class Storm implements AutoCloseable {
    private static final long LAST_ANSWERS_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final InetSocketAddress server;
    private final String key;
    private final int events;
    private final Selector selector = Selector.open();
    private final Deque<Line> free = new ArrayDeque<>();
    private final Deque<Batch> batches = new ArrayDeque<>();
    private final Seen seen = new Seen();
    private int asked;
    private int made;
    private long unsent;

    Storm(int port, String key, int connections, int events) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.key = key;
        this.events = events;
        for (int i = 0; i < connections; i++) {
            free.add(new Line());
        }
    }

    /** One connection, with the request that is under way. */
    private final class Line {
        private final byte[] answer = new byte[4_096];
        private SocketChannel channel = open();
        private @Nullable Batch batch;
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private int filled;
        private boolean isAsking;
        private long sentNanos;

        Line() throws IOException {
            listen();
        }

        private SocketChannel open() throws IOException {
            SocketChannel opened = SocketChannel.open(server);
            opened.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opened.configureBlocking(false);
            return opened;
        }

        private void listen() throws IOException {
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void ask(Batch next) throws IOException {
            batch = next;
            rest = ByteBuffer.wrap(next.withIds(Load.ids(events)));
            filled = 0;
            sentNanos = System.nanoTime();
            isAsking = true;
            asked++;
            write();
        }

        /** Writes what the socket takes; the batch is free again when all of it is written. */
        void write() throws IOException {
            channel.write(rest);
            if (!rest.hasRemaining() && batch != null) {
                batches.push(batch);
                batch = null;
            }
            channel.keyFor(selector)
                    .interestOps(SelectionKey.OP_READ | (rest.hasRemaining() ? SelectionKey.OP_WRITE : 0));
        }

        void read() throws IOException {
            int read = channel.read(ByteBuffer.wrap(answer, filled, answer.length - filled));
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            filled += read;
            Optional<Connection.Answer> whole = Connection.Answer.of(answer, filled);
            if (whole.isPresent()) {
                seen.add(whole.get(), System.nanoTime() - sentNanos);
                if (whole.get().isLast() || rest.hasRemaining()) {
                    again();
                } else {
                    rest();
                }
            }
        }

        void fail() throws IOException {
            if (isAsking) {
                seen.addNone();
            }
            again();
        }

        private void again() throws IOException {
            channel.close();
            if (batch != null) {
                batches.push(batch);
                batch = null;
            }
            channel = open();
            listen();
            if (isAsking) {
                rest();
            }
        }

        private void rest() {
            isAsking = false;
            asked--;
            free.add(this);
        }
    }

    /** Requests that were due when no connection was free. */
    long unsent() {
        return unsent;
    }

    Load.Result run(long perSecond, double seconds) throws IOException {
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        long due = 0;
        for (long now = start; now < end; now = System.nanoTime()) {
            long wanted = (long) ((now - start) / 1e9 * perSecond);
            for (; due < wanted && !free.isEmpty(); due++) {
                ask(free.remove());
            }
            unsent += wanted - due;
            due = wanted;
            look();
        }
        double took = (System.nanoTime() - start) / 1e9;
        while (asked > 0 && System.nanoTime() < end + LAST_ANSWERS_NANOS) {
            look();
        }
        return Load.Result.of(List.of(seen), took);
    }

    private void ask(Line line) throws IOException {
        Batch batch = batches.isEmpty() ? new Batch(key, events, made++) : batches.pop();
        try {
            line.ask(batch);
        } catch (IOException e) {
            line.fail();
        }
    }

    private void look() throws IOException {
        selector.select(1);
        List<SelectionKey> ready = new ArrayList<>(selector.selectedKeys());
        selector.selectedKeys().clear();
        for (SelectionKey one : ready) {
            Line line = (Line) one.attachment();
            try {
                if (one.isValid() && one.isWritable()) {
                    line.write();
                }
                if (one.isValid() && one.isReadable()) {
                    line.read();
                }
            } catch (IOException e) {
                line.fail();
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey one : selector.keys()) {
            one.channel().close();
        }
        selector.close();
    }
}
