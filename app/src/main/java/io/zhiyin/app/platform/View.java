package io.zhiyin.app.platform;

public final class View implements AutoCloseable {
    public static View open(int memoryMb) {
        return new View();
    }

    public void forget(String person) {}

    public String state() {
        return "ok";
    }

    @Override
    public void close() {}
}
