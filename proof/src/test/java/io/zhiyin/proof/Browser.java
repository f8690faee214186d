package io.zhiyin.proof;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Debian's Chromium, driven by Playwright, signed in to a server that the launcher started on the demo home. */
final class Browser implements AutoCloseable {
    private final Process server;
    private final String origin;
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;
    private final BrowserContext context;
    private final List<String> complaints = new ArrayList<>();

    private Browser(Process server, String link, Path executable) {
        this.server = server;
        this.origin = link.substring(0, link.indexOf("/?token="));
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.chromium = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        this.context = chromium.newContext();
        try (Page page = context.newPage()) {
            page.navigate(link);
        }
    }

    /** Says so, and skips the test, where there is no Chromium; {@code .ci/run} installs it. */
    static Path chromium() {
        Optional<Path> executable = Stream.of(
                        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                executable.isPresent(),
                "No Chromium found: install it to test the pages (Debian: apt install chromium fonts-noto-cjk)");
        return executable.orElseThrow();
    }

    static Browser open() throws IOException {
        Path executable = chromium();
        Path home = DemoHome.one().folder();
        Process server = Launcher.start(
                Files.createTempFile("serve", ".err"), "serve", "--port", "0", "--home", home.toString());
        String link = server.inputReader().readLine();
        return new Browser(server, link, executable);
    }

    /** A page of the workspace; everything that the console complains of is kept. */
    Page page(String path, int width) {
        Page page = context.newPage();
        page.setViewportSize(width, 900);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                complaints.add(path + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(path + ": " + error));
        page.navigate(origin + "/w/main/" + path);
        return page;
    }

    void theme(String theme) {
        context.addCookies(List.of(new com.microsoft.playwright.options.Cookie("theme", theme).setUrl(origin)));
    }

    String origin() {
        return origin;
    }

    BrowserContext context() {
        return context;
    }

    List<String> complaints() {
        return complaints;
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
        server.destroy();
    }
}
