package io.zhiyin.app.platform;

public final class View implements AutoCloseable {
    public static View open(int memoryMb) {
        return new View();
    }

    public interface Rows {
        void row(java.sql.ResultSet row) throws java.sql.SQLException;
    }

    public void each(String sql, java.util.List<Object> args, Rows rows) {}

    public boolean await(long sequence, java.time.Duration patience) {
        return true;
    }

    public void rebuild() {}

    public long loaded() {
        return 0;
    }

    public void forget(String person) {}

    public String state() {
        return "ok";
    }

    @Override
    public void close() {}
}
