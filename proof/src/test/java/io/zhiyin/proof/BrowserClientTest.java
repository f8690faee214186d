package io.zhiyin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Segment's browser library, unchanged, in a real page of another origin: what it sends is what is stored. */
class BrowserClientTest {
    private static final String PAGE = """
            <!doctype html><html lang="zh"><title>课程</title><script src="/umd/index.js"></script><script>
            const analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: 'KEY', cdnURL: 'ORIGIN' })
            const order = { order_id: 'ORD-9', total: 398.8, products: [
              { product_id: 'course-1', name: '写作课', price: 199.9, quantity: 1 },
              { product_id: 'course-2', name: '摄影课', price: 99.45, quantity: 2 }] }
            async function all() {
              const said = [
                await analytics.identify('browser-1', { name: '王小明', vip: true }),
                await analytics.track('完成课时 🎉', { nested: { tags: ['数据', null, 1.5] }, quotes: '"行" \\\\ \\n' }),
                await analytics.track('Order Completed', order),
                await analytics.page('课程', '详情页', { from: '抖音' }),
                await analytics.screen('首页', { dark: true }),
                await analytics.group('class-3', { name: '三班', size: 42 }),
                await analytics.alias('browser-2', 'browser-1')]
              return said.length
            }
            </script></html>""";

    @TempDir
    Path folder;

    @Test
    void whatTheBrowserLibrarySendsIsStored() throws Exception {
        NodeClients clients = NodeClients.install();
        Path chromium = Browser.chromium();
        List<String> bodies = new CopyOnWriteArrayList<>();
        List<Integer> answers = new CopyOnWriteArrayList<>();
        Path home = Files.createDirectory(folder.resolve("home"));
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Server server = Server.start(home);
                Playwright playwright = Playwright.create(
                        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
                com.microsoft.playwright.Browser browser = playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(chromium)
                                .setArgs(List.of("--no-sandbox", "--disable-gpu")));
                Page page = browser.newPage()) {
            String html = PAGE.replace("KEY", server.ingestKey())
                    .replace("ORIGIN", server.at("").toString());
            serve(site, html, clients.file("@segment/analytics-next/dist"));
            page.onResponse(response -> {
                if (isDelivery(response.request())) {
                    bodies.add(response.request().postData());
                    answers.add(response.status());
                }
            });
            page.navigate("http://localhost:" + site.getAddress().getPort() + "/");
            assertThat(page.evaluate("all()")).isEqualTo(7);
            page.waitForCondition(() -> sent(bodies).size() >= 7);

            assertThat(answers).containsOnly(200);
            List<SentMessage> sent = sent(bodies);
            var stored = ClientsTest.assertStored(server, sent, 7);
            assertThat(stored).extracting(event -> event.action().kind()).contains("purchase", "identify", "view");
        } finally {
            site.stop(0);
        }
    }

    private static boolean isDelivery(Request request) {
        return request.method().equals("POST") && request.url().contains("/v1/");
    }

    private static List<SentMessage> sent(List<String> bodies) {
        List<SentMessage> sent = new ArrayList<>();
        bodies.forEach(body -> sent.addAll(SentMessage.of(body)));
        return sent;
    }

    /** The seller's own page with the library's files, as npm has them. */
    private static void serve(HttpServer site, String html, Path files) {
        site.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            boolean isFile = path.startsWith("/umd/") && Files.exists(files.resolve(path.substring(1)));
            byte[] body = isFile
                    ? Files.readAllBytes(files.resolve(path.substring(1)))
                    : html.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", isFile ? "text/javascript; charset=utf-8" : "text/html; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
    }
}
