package io.zhiyin.app.platform;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/**
 * Ends connections whose headers do not come to an end: with 408, after a time that runs from a request's first byte.
 * Jetty bounds only the silence between two bytes, so that one byte a second would hold a connection for hours. A
 * connection on which nothing was asked yet is left to Jetty's idle time.
 *
 * <p>Cost: once a second a look at every open connection.
 */
final class SlowHeaders extends AbstractLifeCycle implements Connection.Listener {
    private static final byte[] ANSWER =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Server server;
    private final long patienceNanos;
    private final ScheduledExecutorScheduler clock = new ScheduledExecutorScheduler("zhiyin-slow-headers", true);
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

    SlowHeaders(Server server, Duration patience) {
        this.server = server;
        this.patienceNanos = patience.toNanos();
    }

    @Override
    protected void doStart() throws Exception {
        for (Connector connector : server.getConnectors()) {
            ((AbstractConnector) connector).addBean(this, false);
        }
        clock.start();
        lookAgain();
    }

    @Override
    protected void doStop() throws Exception {
        clock.stop();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.add(http);
        }
    }

    @Override
    public void onClosed(Connection connection) {
        if (connection instanceof HttpConnection http) {
            connections.remove(http);
        }
    }

    private void lookAgain() {
        clock.schedule(this::look, 1, TimeUnit.SECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        for (HttpConnection connection : connections) {
            HttpParser parser = connection.getParser();
            boolean isWithinHeaders = parser.inHeaderState() && !parser.isStart();
            if (isWithinHeaders && now - parser.getBeginNanoTime() > patienceNanos) {
                EndPoint end = connection.getEndPoint();
                end.write(Callback.from(end::close), ByteBuffer.wrap(ANSWER));
            }
        }
        if (isRunning() || isStarting()) {
            lookAgain();
        }
    }
}
